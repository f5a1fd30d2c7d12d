using System;
using System.IO;
using RstTrace.Core;

namespace RstTrace.Capture;

/// <summary>Opens what a capture is read from.</summary>
static class CaptureStream
{
    /// <returns>An unbuffered stream, the caller's to dispose; it can seek unless it is a
    /// pipe.</returns>
    /// <exception cref="CaptureException">There is none, or it may not be read.</exception>
    public static Stream Open(string path)
    {
        if (path == CaptureFile.StandardInputName) return OpenStandardInput();
        if (Directory.Exists(path)) throw IsFolder(path);

        try
        {
            return OpenFile(path);
        }
        catch (Exception failure) when (SystemFailure.Is(failure) || failure is ArgumentException)
        {
            throw SystemFailure.Opening(path, failure);
        }
    }

    /// <summary>Opens a file without more ado. Others may go on writing to it, and may rename or
    /// remove it, as a rotating tcpdump does.</summary>
    public static FileStream OpenFile(string path)
        => new(path, new FileStreamOptions
        {
            Share = FileShare.ReadWrite | FileShare.Delete,
            BufferSize = 0,
            Options = FileOptions.SequentialScan,
        });

    static StandardInput OpenStandardInput()
    {
        if (!Console.IsInputRedirected) throw IsTerminal();

        try
        {
            return new StandardInput(descriptor: 0);
        }
        catch (Exception failure) when (SystemFailure.Is(failure))
        {
            throw SystemFailure.Opening("standard input", failure);
        }
    }

    static CaptureException IsFolder(string path)
        => new($"{path}: is a folder, not a capture", $"ls {Shell.Quote(path)}");

    static CaptureException IsTerminal()
        => new("standard input is a terminal, not a capture",
            "tcpdump -U -w - | rsttrace analyze -");
}
