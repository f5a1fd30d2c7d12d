using System;

namespace RstTrace.Core.Wire;

/// <summary>Where decoding stands in a frame: what lies ahead, how much of it was captured, and
/// how much there was on the wire.</summary>
/// <remarks>Invariant: 0 ≤ offset ≤ captured end ≤ wire end, and the captured end is within the
/// frame. Every header is asked for with <see cref="Has"/> before it is read.</remarks>
ref struct Cursor
{
    /// <summary>The longest frame that is believed, in octets. The longest that offload makes
    /// today are half a megabyte; a file may claim four gigabytes.</summary>
    const uint LongestFrame = 1 << 24;

    readonly ReadOnlySpan<byte> _octets;
    int _offset;
    int _capturedEnd;
    int _wireEnd;

    /// <param name="octets">The frame's octets.</param>
    /// <param name="originalLength">Its length on the wire, as the capture says.</param>
    public Cursor(ReadOnlySpan<byte> octets, uint originalLength)
    {
        _octets = octets;
        _capturedEnd = octets.Length;
        _wireEnd = Math.Max((int)Math.Min(originalLength, LongestFrame), octets.Length);
        Outcome = DecodeOutcome.UnknownLink;
    }

    /// <summary>What became of the frame, once <see cref="Layer.End"/> is reached.</summary>
    public DecodeOutcome Outcome { get; private set; }

    /// <summary>Whether an IP header was passed.</summary>
    public bool InsideIp { get; set; }

    /// <summary>Where it stands, in octets from the frame's first.</summary>
    public readonly int Offset => _offset;

    /// <summary>The captured octets ahead, up to the end of the layer around them.</summary>
    public readonly ReadOnlySpan<byte> Ahead => _octets[_offset.._capturedEnd];

    /// <summary>How many octets lay ahead on the wire, in the layer around them.</summary>
    public readonly int OnWire => _wireEnd - _offset;

    /// <summary>Whether so many octets ahead were captured.</summary>
    public readonly bool Has(int length) => _capturedEnd - _offset >= length;

    /// <summary>Moves on. Only over what it <see cref="Has"/>.</summary>
    public void Skip(int length) => _offset += length;

    /// <summary>The layer that begins here says its own length: what follows is padding, or
    /// belongs to others. A length beyond the layer around it is believed, as that one may have
    /// been fragmented or written down too short.</summary>
    public void Limit(int length)
    {
        _wireEnd = _offset + length;
        _capturedEnd = Math.Min(_capturedEnd, _wireEnd);
    }

    /// <summary>The end of the way.</summary>
    public Layer Stop(DecodeOutcome outcome)
    {
        Outcome = outcome;
        return Layer.End;
    }

    /// <summary>The end, since a header of so many octets is not all there: the snap length cut
    /// it, or the layer around it has no room for it.</summary>
    public Layer Missing(int length)
        => Stop(OnWire < length ? DecodeOutcome.Malformed : DecodeOutcome.Truncated);

    /// <summary>The end, since something else than IP follows.</summary>
    public Layer StopOther() => Stop(InsideIp ? DecodeOutcome.NotTcp : DecodeOutcome.NotIp);
}
