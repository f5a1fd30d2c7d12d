using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using RstTrace.Core.Wire;

namespace RstTrace.Core.Flows;

/// <summary>What makes a flow this flow: the four-tuple in either direction, the IP version and
/// what it travels in.</summary>
/// <remarks>The endpoint with the lower address (then port) stands first, so that both directions
/// have one key.</remarks>
[StructLayout(LayoutKind.Auto)]
record struct FlowKey
{
    public IpAddress LowAddress;
    public IpAddress HighAddress;

    /// <summary>See <see cref="Segment.Encapsulation"/>.</summary>
    public ulong Encapsulation;

    public ushort LowPort;
    public ushort HighPort;
    public bool IsIpv6;

    /// <summary>Writes the key of a segment's flow.</summary>
    /// <remarks>In place: a processor that copies what it has just written piece by piece waits
    /// for the pieces.</remarks>
    /// <param name="segment">Any segment of the flow.</param>
    /// <param name="key">Its key.</param>
    /// <returns>Whether its source is the endpoint that stands first.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool Of(in Segment segment, out FlowKey key)
    {
        bool sourceIsLow = segment.SourceAddress == segment.DestinationAddress
            ? segment.SourcePort <= segment.DestinationPort
            : segment.SourceAddress.IsBelow(segment.DestinationAddress);

        // Without a branch: nobody can guess which address is the lower.
        ulong swap = sourceIsLow ? 0 : ulong.MaxValue;
        ulong high = (segment.SourceAddress.High ^ segment.DestinationAddress.High) & swap;
        ulong low = (segment.SourceAddress.Low ^ segment.DestinationAddress.Low) & swap;
        key.LowAddress = new(segment.SourceAddress.High ^ high, segment.SourceAddress.Low ^ low);
        key.HighAddress = new(
            segment.DestinationAddress.High ^ high, segment.DestinationAddress.Low ^ low);
        key.LowPort = sourceIsLow ? segment.SourcePort : segment.DestinationPort;
        key.HighPort = sourceIsLow ? segment.DestinationPort : segment.SourcePort;
        key.Encapsulation = segment.Encapsulation;
        key.IsIpv6 = segment.IsIpv6;
        return sourceIsLow;
    }

    /// <summary>Whether Wireshark takes both for one conversation: it looks at addresses and ports
    /// alone, not at tags and tunnels.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly bool HasTupleOf(in FlowKey other)
        => LowAddress == other.LowAddress && HighAddress == other.HighAddress
            && LowPort == other.LowPort && HighPort == other.HighPort && IsIpv6 == other.IsIpv6;

    /// <summary>The same four-tuple in another encapsulation.</summary>
    public readonly FlowKey In(ulong encapsulation) => this with { Encapsulation = encapsulation };

    /// <summary>The four-tuple without encapsulation.</summary>
    public readonly FlowKey WithoutEncapsulation() => In(0);

    /// <summary>A hash under a secret, so that nobody on the wire can choose keys that
    /// collide.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly uint Hash(ulong secret)
    {
        ulong ports = ((ulong)LowPort << 32) | ((ulong)HighPort << 1) | (IsIpv6 ? 1UL : 0UL);
        ulong other = BitOperations.RotateLeft(secret, 23) ^ 0xA0761D6478BD642F;

        // The secret is in every factor: none can be made 0, which would hide the other. Without
        // IPv6 and tunnels, two numbers hold all there is.
        if (!IsIpv6 && Encapsulation == 0)
        {
            ulong addresses = (LowAddress.Low << 32) ^ HighAddress.Low;
            return (uint)Keyed.Fold(Keyed.Fold(addresses ^ secret, ports ^ other), secret);
        }

        ulong low = Keyed.Fold(LowAddress.High ^ secret, LowAddress.Low ^ other);
        ulong high = Keyed.Fold(HighAddress.High ^ ~secret, HighAddress.Low ^ ~other);
        ulong rest = Keyed.Fold(Encapsulation ^ secret, ports ^ other);
        return (uint)Keyed.Fold(low ^ rest, high ^ secret);
    }
}
