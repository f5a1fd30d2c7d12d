using System;
using System.IO;
using RstTrace.Core;

namespace RstTrace.Capture;

/// <summary>What a demand for octets met.</summary>
enum Arrival
{
    /// <summary>As many as were asked for have arrived.</summary>
    Enough,

    /// <summary>Not yet: ask again.</summary>
    Waiting,

    /// <summary>The stream is over: fewer than asked for are left, and no more will come.</summary>
    Ended,
}

/// <summary>The octets of a stream that have arrived and are not yet read.</summary>
/// <remarks>One array, never grown: a record that does not fit in it is damage. Each fill takes
/// what the stream has, never waiting for the array to be full, so that a stream that grows slowly
/// is read as it grows.</remarks>
sealed class OctetBuffer : IDisposable
{
    /// <summary>Length of the array, and so the longest record that can be read whole.</summary>
    /// <remarks>Four times the longest frame, so that little is moved from the end of the array to
    /// its front; larger is slower, since it leaves the processor's cache.</remarks>
    public const int Capacity = 1 << 20;

    readonly byte[] _octets;
    readonly Stream _stream;
    readonly string _name;
    int _start;
    int _end;
    long _dropped;

    /// <param name="stream">Owned: disposed with this.</param>
    /// <param name="name">What messages call it.</param>
    /// <param name="octets">An array of <see cref="Capacity"/> to use; it must not be used by
    /// others before this is disposed.</param>
    public OctetBuffer(Stream stream, string name, byte[] octets)
    {
        _stream = stream;
        _name = name;
        _octets = octets;
    }

    /// <summary>What has arrived and is not read yet. Valid until the next demand.</summary>
    public ReadOnlySpan<byte> Arrived => new(_octets, _start, _end - _start);

    /// <summary>The array that <see cref="Arrived"/> is a part of, and where it begins
    /// there.</summary>
    public (byte[] Octets, int Start) Place => (_octets, _start);

    /// <summary>Where in the stream the first unread octet is, from 0.</summary>
    public long Position => _dropped + _start;

    /// <summary>Why the stream ended early, in a few words; null when it simply ended.</summary>
    public string? Fault { get; private set; }

    /// <summary>Gets so many octets into <see cref="Arrived"/>.</summary>
    /// <param name="octets">At most <see cref="Capacity"/>.</param>
    /// <exception cref="CaptureException">The system could not read.</exception>
    public Arrival Demand(int octets)
        => _end - _start >= octets ? Arrival.Enough : Fill(octets);

    /// <summary>Counts so many of the octets that have arrived as read.</summary>
    public void Drop(int octets) => _start += octets;

    /// <summary>Whether the stream can be read again; standard input is read on from where it was
    /// given to us.</summary>
    public bool CanRewind => _stream is { CanSeek: true } and not StandardInput;

    /// <summary>Goes back to the beginning of the stream.</summary>
    /// <exception cref="CaptureException">The system could not.</exception>
    public void Rewind()
    {
        try
        {
            _stream.Position = 0;
        }
        catch (Exception failure) when (SystemFailure.Is(failure))
        {
            throw SystemFailure.Reading(_name, failure);
        }

        _start = _end = 0;
        _dropped = 0;
        Fault = null;
    }

    Arrival Fill(int octets)
    {
        MoveToFront();

        while (_end < octets)
        {
            if (_stream is StandardInput input && !input.HasArrived()) return Arrival.Waiting;

            int arrived = Take();
            if (arrived == 0) return Arrival.Ended;

            _end += arrived;
        }

        return Arrival.Enough;
    }

    void MoveToFront()
    {
        if (_start == 0) return;

        Arrived.CopyTo(_octets);
        _dropped += _start;
        _end -= _start;
        _start = 0;
    }

    int Take()
    {
        if (Fault is not null) return 0;

        try
        {
            return _stream.Read(_octets, _end, _octets.Length - _end);
        }
        catch (InvalidDataException)
        {
            Fault = "its gzip compression is damaged or cut short";
            return 0;
        }
        catch (Exception failure) when (SystemFailure.Is(failure))
        {
            throw SystemFailure.Reading(_name, failure);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _stream.Dispose();
}
