using System;
using System.Buffers.Binary;
using System.Runtime.CompilerServices;

namespace RstTrace.Core.Wire;

/// <summary>An IPv4 header's fields (RFC 791 §3.1). Lengths and offsets are octets.</summary>
/// <remarks>After <see cref="DecodeOutcome.Decoded"/> no member throws; after any other outcome
/// it is empty and must not be read.</remarks>
public readonly record struct Ipv4Header
{
    /// <summary>A header without options.</summary>
    public const int MinimumLength = 20;

    // Read in three gulps, each member a shift of one: a bounds check each, not one a member.
    readonly ulong _toFragment;
    readonly ulong _toSource;
    readonly uint _destination;

    Ipv4Header(ReadOnlySpan<byte> octets)
    {
        _toFragment = BinaryPrimitives.ReadUInt64BigEndian(octets);
        _toSource = BinaryPrimitives.ReadUInt64BigEndian(octets[8..]);
        _destination = BinaryPrimitives.ReadUInt32BigEndian(octets[16..]);
    }

    /// <summary>Its length, options included: 20 to 60.</summary>
    public int Length => (int)((_toFragment >> 56) & 0x0F) * 4;

    /// <summary>Type of service, or DSCP and ECN.</summary>
    public byte TrafficClass => (byte)(_toFragment >> 48);

    /// <summary>The datagram's length, this header included; 0 where segmentation offload left it
    /// to the hardware.</summary>
    public int TotalLength => (ushort)(_toFragment >> 32);

    /// <summary>Identification.</summary>
    public ushort Identification => (ushort)(_toFragment >> 16);

    /// <summary>DF.</summary>
    public bool DontFragment => (_toFragment & 0x4000) != 0;

    /// <summary>MF: others follow.</summary>
    public bool MoreFragments => (_toFragment & 0x2000) != 0;

    /// <summary>Whether it carries a fragment after the first.</summary>
    public bool IsLaterFragment => (_toFragment & 0x1FFF) != 0;

    /// <summary>Time to live.</summary>
    public byte HopLimit => (byte)(_toSource >> 56);

    /// <summary>What it carries, by IANA's protocol numbers.</summary>
    public byte Protocol => (byte)(_toSource >> 48);

    /// <summary>Source address.</summary>
    public IpAddress Source => IpAddress.FromIpv4((uint)_toSource);

    /// <summary>Destination address.</summary>
    public IpAddress Destination => IpAddress.FromIpv4(_destination);

    int Version => (int)(_toFragment >> 60);

    /// <summary>Cuts a header from the front of some octets.</summary>
    /// <param name="octets">What was captured.</param>
    /// <param name="onWire">How many octets there were on the wire.</param>
    /// <param name="header">The view.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DecodeOutcome TryParse(
        ReadOnlySpan<byte> octets, int onWire, out Ipv4Header header)
    {
        header = default;
        if (onWire < MinimumLength) return DecodeOutcome.Malformed;
        if (octets.Length < MinimumLength) return DecodeOutcome.Truncated;

        var parsed = new Ipv4Header(octets);
        int length = parsed.Length;
        if (parsed.Version != 4 || length < MinimumLength || length > onWire)
            return DecodeOutcome.Malformed;

        int total = parsed.TotalLength;
        if (total != 0 && total < length) return DecodeOutcome.Malformed;
        if (length > octets.Length) return DecodeOutcome.Truncated;

        header = parsed;
        return DecodeOutcome.Decoded;
    }
}
