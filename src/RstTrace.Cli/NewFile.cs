using System;
using System.Collections.Generic;
using System.IO;
using RstTrace.Core;

namespace RstTrace.Cli;

/// <summary>A capture being written: <c>-w</c>. It gets its name once it is whole.</summary>
/// <remarks>Until then it is a file of another name beside it, so that whoever looks finds the
/// former one, or none. What is no file, such as a pipe, is written in place.</remarks>
sealed class NewFile : IDisposable
{
    /// <summary>The option that names it.</summary>
    public const string Option = "-w";

    readonly string? _path; // null for standard output
    readonly string? _part; // null where it is written in place
    bool _isKept;

    NewFile(string? path, string? part, Stream stream)
    {
        _path = path;
        _part = part;
        Stream = stream;
    }

    /// <summary>Where it is written; whoever writes disposes it.</summary>
    public Stream Stream { get; }

    /// <summary>What messages call it.</summary>
    public string Name => _path ?? "standard output";

    /// <summary>Begins it.</summary>
    /// <param name="path">Its name; "-" is standard output.</param>
    /// <param name="inputs">What will be read, and so must not be overwritten.</param>
    /// <param name="terminal">Nobody wants packets there.</param>
    /// <exception cref="CaptureException">It cannot be opened, or is one of the
    /// inputs.</exception>
    /// <exception cref="UsageException">It would go to a terminal.</exception>
    public static NewFile Open(string path, IReadOnlyList<string> inputs, Terminal terminal)
    {
        if (path == "-")
        {
            if (terminal.ShowsOutput) throw ToTerminal();
            return new NewFile(null, null, StandardStream.OpenOutput());
        }

        if (Directory.Exists(path)) throw Failure(path, new IOException("it is a folder"));

        try
        {
            Output.RefuseInput(path, inputs, Option);
            return OpenFile(path);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw Failure(path, failure);
        }
    }

    /// <summary>It is whole: gives it its name. After the stream was disposed.</summary>
    /// <exception cref="CaptureException">The system could not.</exception>
    public void Keep()
    {
        try
        {
            if (_part is not null) File.Move(_part, _path!, overwrite: true);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw Failure(Name, failure);
        }

        _isKept = true;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Stream.Dispose();
        if (_isKept) return;

        try
        {
            if (_part is not null) File.Delete(_part);
            else if (_path is not null && Output.HoldsSomething(_path)) Empty(_path);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            // What failed before has been said, and weighs more.
        }
    }

    static NewFile OpenFile(string path)
    {
        // Empty files, pipes and devices: nothing in them can be lost, and to put a file in the
        // place of a device would be a disaster.
        if (File.Exists(path) && !Output.HoldsSomething(path))
            return new NewFile(path, null, Create(path, FileMode.Open));

        // Where a link leads, so that it stays one.
        string target = new FileInfo(path) is { LinkTarget: not null } link
            ? link.ResolveLinkTarget(returnFinalTarget: true)!.FullName
            : path;
        string part = PartOf(target);
        return new NewFile(target, part, Create(part, FileMode.CreateNew));
    }

    static FileStream Create(string path, FileMode mode)
        => new(path, mode, FileAccess.Write, FileShare.Read, bufferSize: 0);

    static string PartOf(string path)
        => Path.Combine(
            Path.GetDirectoryName(path) ?? "", $".rsttrace-{Path.GetRandomFileName()}");

    static void Empty(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Write);
        file.SetLength(0);
    }

    static CaptureException Failure(string path, Exception failure)
        => Output.WriteFailure(path, failure, Option);

    static UsageException ToTerminal()
        => new("-w - writes packets, and standard output is a terminal", "-w OUT.pcapng");
}
