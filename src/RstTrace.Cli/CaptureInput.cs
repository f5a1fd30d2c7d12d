using System;
using System.Collections.Generic;
using System.Threading;
using RstTrace.Capture;
using RstTrace.Core;

namespace RstTrace.Cli;

/// <summary>One capture to read: a file, standard input, or the files of a ring.</summary>
/// <param name="source">Its frames; owned from now on.</param>
/// <param name="names">Its files, by <c>FrameId.File</c>.</param>
sealed class CaptureInput(IFrameBatchSource source, IReadOnlyList<string> names) : IDisposable
{
    /// <summary>The captures that words name: folders stand for the files in them.</summary>
    /// <param name="words">As typed.</param>
    /// <param name="fail">Gets what a word is no capture for; the rest goes on.</param>
    public static List<string> Expand(
        IReadOnlyList<string> words, Action<CaptureException> fail)
    {
        var paths = new List<string>();
        foreach (string word in words)
        {
            try
            {
                paths.AddRange(CaptureFolder.Expand([word]));
            }
            catch (CaptureException failure)
            {
                fail(failure);
            }
        }

        return paths;
    }

    /// <summary>Opens a file; "-" is standard input.</summary>
    /// <param name="path">As typed.</param>
    /// <param name="cancel">Ends the waiting for standard input to begin.</param>
    /// <exception cref="CaptureException">It cannot be opened, or is no capture.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static CaptureInput OpenFile(string path, CancellationToken cancel)
        => new(CaptureFile.Open(path, 0, cancel), [path]);

    /// <summary>Opens files that are one capture.</summary>
    /// <exception cref="CaptureException">One cannot be opened, or is no capture.</exception>
    public static CaptureInput OpenRing(IReadOnlyList<string> paths)
        => new(RingSource.Open(paths), paths);

    /// <summary>A name as messages say it.</summary>
    public static string Spoken(string name) => name == "-" ? "standard input" : name;

    /// <summary>Whether a name is that of a file, which can be opened again, and of no stream: a
    /// pipe, or what the shell makes of <c>&lt;(...)</c>.</summary>
    public static bool IsFile(string name)
        => name != "-" && !name.StartsWith("/dev/", StringComparison.Ordinal)
            && Output.HoldsSomething(name);

    /// <summary>Its frames.</summary>
    public IFrameBatchSource Source => source;

    /// <summary>Its files, by <c>FrameId.File</c>.</summary>
    public IReadOnlyList<string> Names => source is RingSource ring ? ring.Names : names;

    /// <summary>Octets to read; null where the end is not known.</summary>
    public long? Length => source switch
    {
        CaptureFile file => file.Length,
        RingSource ring => ring.Length,
        _ => null,
    };

    /// <summary>Octets read.</summary>
    public long Position => source switch
    {
        CaptureFile file => file.Position,
        RingSource ring => ring.Position,
        _ => 0,
    };

    /// <summary>What could not be read, a line each.</summary>
    public IReadOnlyList<string> Damages => source switch
    {
        CaptureFile { Damage: { } damage } => [damage],
        RingSource ring => ring.Damage,
        _ => [],
    };

    /// <inheritdoc/>
    public void Dispose() => source.Dispose();
}
