using System;
using System.Collections.Generic;
using System.Threading;
using RstTrace.Core;
using RstTrace.Core.Wire;

namespace RstTrace.Capture;

/// <summary>Several files as one capture in time order: those that <c>tcpdump -C</c> or
/// <c>-G</c> leaves behind.</summary>
/// <remarks>Ordered by the time of their first frames and then read one after another: one is open
/// at a time, and one buffer serves all. Files without a frame come last, equal times go by name.
/// A damaged file is read as far as it goes, then the next.</remarks>
public sealed class RingSource : IFrameBatchSource
{
    readonly CaptureBuffers _buffers;
    readonly string[] _names;
    readonly List<string> _damage = [];
    CaptureFile? _file;
    long _behind;
    int _opened;
    bool _disposed;

    RingSource(string[] names, long length, bool canRewind, CaptureBuffers buffers)
    {
        Length = length;
        CanRewind = canRewind;
        _names = names;
        _buffers = buffers;
    }

    /// <summary>The files in the order of reading: <see cref="FrameId.File"/> is the index
    /// here.</summary>
    public IReadOnlyList<string> Names => _names;

    /// <summary>What could not be read so far, a line for each damaged file.</summary>
    public IReadOnlyList<string> Damage => _damage;

    /// <summary>Octets of all files together, when the ring was opened.</summary>
    public long Length { get; }

    /// <summary>Octets that are behind us, counted like <see cref="Length"/>.</summary>
    public long Position => _behind + (_file?.Position ?? 0);

    /// <summary>Opens a ring: looks at the first frame of each file.</summary>
    /// <param name="paths">Files, in any order; not standard input, which cannot be read
    /// twice.</param>
    /// <returns>The caller's to dispose.</returns>
    /// <exception cref="CaptureException">A file cannot be read, is a pipe or no capture, or there
    /// are more than <see cref="CaptureFile.MostFiles"/>.</exception>
    public static RingSource Open(IReadOnlyList<string> paths)
    {
        if (paths.Count > CaptureFile.MostFiles) throw TooMany(paths.Count);

        var buffers = new CaptureBuffers();
        var files = new List<RingFile>(paths.Count);
        foreach (string path in paths) files.Add(RingFile.LookAt(path, buffers));
        files.Sort(RingFile.InOrder);

        string[] names = [.. files.ConvertAll(static file => file.Name)];
        bool canRewind = files.TrueForAll(static file => file.CanRewind);
        return new RingSource(names, TotalLength(files), canRewind, buffers);
    }

    /// <inheritdoc/>
    public ReadOutcome Read(out Frame frame)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        while (_file is not null || OpenNext())
        {
            ReadOutcome outcome = _file!.Read(out frame);
            if (outcome < ReadOutcome.End) return outcome;

            Leave(_file);
        }

        frame = default;
        return TheEnd;
    }

    /// <inheritdoc/>
    public ReadOutcome Read(FrameBatch batch)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        while (_file is not null || OpenNext())
        {
            ReadOutcome outcome = _file!.Read(batch);
            if (outcome < ReadOutcome.End) return outcome;

            Leave(_file);
        }

        return TheEnd;
    }

    ReadOutcome TheEnd => _damage.Count == 0 ? ReadOutcome.End : ReadOutcome.Damaged;

    /// <inheritdoc/>
    public bool CanRewind { get; }

    /// <inheritdoc/>
    public void Rewind()
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        _file?.Dispose();
        _file = null;
        _behind = _opened = 0;
        _damage.Clear();
    }

    bool OpenNext()
    {
        if (_opened == _names.Length) return false;

        _file = CaptureFile.Open(_names[_opened], _opened, _buffers, CancellationToken.None);
        _opened++;
        return true;
    }

    void Leave(CaptureFile file)
    {
        if (file.Damage is { } damage) _damage.Add(damage);
        _behind += file.Length ?? 0;
        file.Dispose();
        _file = null;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _disposed = true;
        _file?.Dispose();
    }

    static long TotalLength(List<RingFile> files)
    {
        long length = 0;
        foreach (RingFile file in files) length += file.Length;
        return length;
    }

    static CaptureException TooMany(int count)
        => new($"a ring of {count} files: {CaptureFile.MostFiles} are the most",
            "mergecap -w OUT.pcapng FILES; rsttrace analyze OUT.pcapng");
}

/// <summary>A file of a ring and where it stands in it.</summary>
/// <param name="Name">As it was given.</param>
/// <param name="Length">In octets.</param>
/// <param name="First">Time of its first frame; null without one.</param>
/// <param name="CanRewind">Whether reading it again costs no more than reading.</param>
readonly record struct RingFile(string Name, long Length, Timestamp? First, bool CanRewind)
{
    /// <summary>Opens a file, reads its first frame and closes it.</summary>
    public static RingFile LookAt(string path, CaptureBuffers buffers)
    {
        if (path == CaptureFile.StandardInputName) throw CannotReadTwice(path);

        using CaptureFile file = CaptureFile.Open(path, 0, buffers, CancellationToken.None);
        if (file.Length is not { } length) throw CannotReadTwice(path);

        bool any = file.Read(out Frame first) == ReadOutcome.Frame;
        return new RingFile(path, length, any ? first.Time : null, file.CanRewind);
    }

    /// <summary>By first frame, those without one last; then by name.</summary>
    public static int InOrder(RingFile left, RingFile right)
    {
        int byTime = (left.First, right.First) switch
        {
            ({ } earlier, { } later) => earlier.CompareTo(later),
            (null, null) => 0,
            (null, _) => 1,
            _ => -1,
        };
        return byTime != 0 ? byTime : string.CompareOrdinal(left.Name, right.Name);
    }

    static CaptureException CannotReadTwice(string path)
        => new($"{CaptureFile.Spoken(path)}: a ring is made of files, not of pipes",
            "cat > OUT.pcap; rsttrace analyze --ring OUT.pcap FILES");
}
