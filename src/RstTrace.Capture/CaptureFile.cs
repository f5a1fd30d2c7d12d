using System;
using System.IO;
using System.Threading;
using RstTrace.Core;
using RstTrace.Core.Wire;

namespace RstTrace.Capture;

/// <summary>A capture in a file or on standard input: pcap or pcapng, plain or gzip.</summary>
/// <remarks>Reads once, from front to back, with one buffer of fixed size (two for gzip). A frame
/// is handed over as soon as its octets have arrived. Where standard input has none for a moment,
/// <see cref="Read(out Frame)"/> says <see cref="ReadOutcome.Waiting"/>.</remarks>
public sealed class CaptureFile : IFrameBatchSource
{
    /// <summary>The name that stands for standard input.</summary>
    public const string StandardInputName = "-";

    /// <summary>As many files as the frames of one run can name.</summary>
    public const int MostFiles = 65_536;

    readonly OctetBuffer _file;     // the file's own octets
    readonly OctetBuffer _capture;  // the same, or what gzip makes of them
    readonly CaptureFormat _format;
    readonly int _index;
    RecordReader _records;
    ReadOutcome _last;
    bool _disposed;

    CaptureFile(
        string name, long? length, OctetBuffer file, OctetBuffer capture, CaptureFormat format,
        int fileIndex)
    {
        Name = name;
        Length = length;
        _file = file;
        _capture = capture;
        _format = format;
        _index = fileIndex;
        _records = format.Read(capture, fileIndex);
        Format = file == capture ? format.Name : $"{format.Name}, gzip";
    }

    /// <summary>Its name as it was given.</summary>
    public string Name { get; }

    /// <summary>What it is, such as "pcap, microseconds" or "pcapng, gzip".</summary>
    public string Format { get; }

    /// <summary>Octets of the file as it lies there, compressed or not, when it was opened; null
    /// where that is not known.</summary>
    public long? Length { get; }

    /// <summary>Octets of the file that are behind us, counted like <see cref="Length"/>.</summary>
    public long Position => _file.Position;

    /// <summary>After <see cref="ReadOutcome.Damaged"/>, in one line: file, place, what is wrong,
    /// what to do. Null before.</summary>
    public string? Damage => _records.Damage is { } damage ? $"{Spoken(Name)}: {damage}" : null;

    /// <summary>Opens a capture and recognises its format.</summary>
    /// <param name="path">The file; "-" is standard input.</param>
    /// <param name="fileIndex">Its index in <see cref="FrameId.File"/>.</param>
    /// <param name="cancel">Ends the waiting for standard input to begin; a gzip stream there then
    /// ends as if cut short.</param>
    /// <returns>The caller's to dispose.</returns>
    /// <exception cref="CaptureException">There is no such file, it is a folder, it may not be
    /// read, or it is no capture (<see cref="CaptureFailure.NotACapture"/>). A capture that is cut
    /// short, even one of no octets, is opened and then found
    /// <see cref="ReadOutcome.Damaged"/>.</exception>
    /// <exception cref="OperationCanceledException">Cancelled before the capture began.</exception>
    public static CaptureFile Open(
        string path, int fileIndex = 0, CancellationToken cancel = default)
        => Open(path, fileIndex, new CaptureBuffers(), cancel);

    /// <summary>Opens with buffers that are free again once the file is disposed.</summary>
    internal static CaptureFile Open(
        string path, int fileIndex, CaptureBuffers buffers, CancellationToken cancel)
        => Open(CaptureStream.Open(path), path, fileIndex, buffers, cancel);

    /// <param name="stream">Owned: disposed with the result, or at once when this throws.</param>
    /// <param name="path">What messages call it.</param>
    /// <param name="fileIndex">Its index.</param>
    /// <param name="buffers">See above.</param>
    /// <param name="cancel">See above.</param>
    internal static CaptureFile Open(
        Stream stream, string path, int fileIndex, CaptureBuffers buffers, CancellationToken cancel)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)fileIndex, (uint)MostFiles);
        try
        {
            long? length = stream.CanSeek ? stream.Length : null;
            var file = new OctetBuffer(stream, Spoken(path), buffers.File);
            OctetBuffer capture = Gzip.Fits(Head(file, CaptureFormat.HeadLength, cancel))
                ? Gzip.Unpack(file, Spoken(path), buffers.Unpacked, cancel)
                : file;
            CaptureFormat format = Recognise(path, capture, cancel);
            return new CaptureFile(path, length, file, capture, format, fileIndex);
        }
        catch
        {
            stream.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public ReadOutcome Read(out Frame frame)
    {
        // Frame and Waiting come before End and Damaged, which stay.
        if (_last < ReadOutcome.End) return _last = _records.Read(out frame);

        ObjectDisposedException.ThrowIf(_disposed, this);
        frame = default;
        return _last;
    }

    /// <inheritdoc/>
    public ReadOutcome Read(FrameBatch batch)
    {
        if (_last < ReadOutcome.End) return _last = _records.Read(batch);

        ObjectDisposedException.ThrowIf(_disposed, this);
        return _last;
    }

    /// <inheritdoc/>
    public bool CanRewind => _file == _capture && _file.CanRewind;

    /// <inheritdoc/>
    public void Rewind()
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        _file.Rewind();
        _records = _format.Read(_capture, _index);
        _last = default;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _disposed = true;
        _last = ReadOutcome.End;
        _capture.Dispose();
    }

    static CaptureFormat Recognise(string path, OctetBuffer capture, CancellationToken cancel)
        => CaptureFormat.Of(Head(capture, CaptureFormat.HeadLength, cancel))
            ?? throw ForeignFormat.Refuse(
                path, Head(capture, ForeignFormat.HeadLength, cancel));

    /// <summary>So many first octets, or all if there are fewer.</summary>
    static ReadOnlySpan<byte> Head(OctetBuffer octets, int length, CancellationToken cancel)
    {
        while (octets.Demand(length) == Arrival.Waiting) cancel.ThrowIfCancellationRequested();

        return octets.Arrived[..Math.Min(length, octets.Arrived.Length)];
    }

    /// <summary>A name as messages say it.</summary>
    internal static string Spoken(string path)
        => path == StandardInputName ? "standard input" : path;
}
