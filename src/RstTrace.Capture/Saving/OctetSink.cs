using System;
using System.IO;
using RstTrace.Core;

namespace RstTrace.Capture.Saving;

/// <summary>Octets on their way to a stream, gathered and sent some at a time.</summary>
/// <remarks>A record is reserved whole, so that what is sent ends with a record. After the first
/// failure nothing more is sent, and nothing throws.</remarks>
/// <param name="stream">Owned: disposed with this.</param>
/// <param name="name">What messages call it.</param>
sealed class OctetSink(Stream stream, string name) : IDisposable
{
    /// <summary>The longest record: a frame of <see cref="RecordReader.LongestFrame"/>, the
    /// longest comment and what goes around them.</summary>
    const int Capacity = RecordReader.LongestFrame + (128 << 10);

    /// <summary>So many octets wait at most, unless one record has more.</summary>
    const int Enough = 64 << 10;

    readonly byte[] _octets = new byte[Capacity];
    int _waiting;
    long _framesWaiting;

    /// <summary>Octets taken so far, sent or not.</summary>
    public long Length { get; private set; }

    /// <summary>Frames in what was sent.</summary>
    public long Frames { get; private set; }

    /// <summary>Frames that were taken and not sent since the stream failed.</summary>
    public long FramesLost { get; private set; }

    /// <summary>Why nothing more is sent; null while all is well.</summary>
    public CaptureException? Failure { get; private set; }

    /// <summary>Room for one record, to be filled before the next call.</summary>
    /// <param name="octets">Its length, at most <see cref="Capacity"/>.</param>
    /// <param name="frames">How many frames are in it.</param>
    /// <returns>What it held before is arbitrary.</returns>
    public Span<byte> Reserve(int octets, int frames)
    {
        if (_waiting + octets > Enough) Flush();

        Span<byte> room = _octets.AsSpan(_waiting, octets);
        _waiting += octets;
        _framesWaiting += frames;
        Length += octets;
        return room;
    }

    /// <summary>Takes one record that is there already, of any length.</summary>
    /// <param name="record">Borrowed for the call.</param>
    /// <param name="frames">How many frames are in it.</param>
    public void Append(ReadOnlySpan<byte> record, int frames)
    {
        if (record.Length <= Enough)
        {
            record.CopyTo(Reserve(record.Length, frames));
            return;
        }

        Flush();
        Length += record.Length;
        if (Failure is null) Send(record);
        if (Failure is null) Frames += frames;
        else FramesLost += frames;
    }

    /// <summary>Sends what waits.</summary>
    public void Flush()
    {
        if (Failure is null) Send(_octets.AsSpan(0, _waiting));
        if (Failure is null) Frames += _framesWaiting;
        else FramesLost += _framesWaiting;
        _waiting = 0;
        _framesWaiting = 0;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Flush();
        try
        {
            stream.Dispose();
        }
        catch (Exception failure) when (SystemFailure.Is(failure))
        {
            Failure ??= SystemFailure.Writing(name, failure);
        }
    }

    void Send(ReadOnlySpan<byte> octets)
    {
        if (octets.IsEmpty) return;

        try
        {
            stream.Write(octets);
        }
        catch (Exception failure) when (SystemFailure.Is(failure))
        {
            Failure = SystemFailure.Writing(name, failure);
            CutBack(Length - octets.Length);
        }
    }

    // A full disk took part of a record: without it the file is whole, if shorter.
    void CutBack(long length)
    {
        try
        {
            if (stream.CanSeek) stream.SetLength(length);
        }
        catch (Exception failure) when (SystemFailure.Is(failure) || failure is ArgumentException)
        {
            // A device has no length; the first failure says what there is to say.
        }
    }
}
