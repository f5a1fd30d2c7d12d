using System.Numerics;

namespace RstTrace.Core.Wire.Tunnels;

/// <summary>Makes <see cref="Segment.Encapsulation"/>: a running mix over the wrappings, outermost
/// first.</summary>
/// <remarks>
/// <para>In it: VLAN identifiers other than 0 (which only marks a priority), the kind of each
/// tunnel, its network identifier or key, and its two outer addresses in ascending order, so that
/// both directions agree.</para>
/// <para>Not in it, as they differ by direction or by flow: MPLS labels, GTP tunnel endpoints,
/// PPTP call identifiers, sequence numbers, priorities, and the ports of outer UDP.</para>
/// <para>It is 64 bits without a secret: tunnels collide with a chance of 2^-64 a pair unless
/// somebody made them to.</para>
/// </remarks>
static class Encapsulation
{
    const ushort VlanIdentifier = 0x0FFF;

    /// <summary>A VLAN tag.</summary>
    /// <param name="segment">What it is noted in.</param>
    /// <param name="tag">The tag's identifier, with or without the bits above it.</param>
    public static void Vlan(ref Segment segment, ushort tag)
    {
        int identifier = tag & VlanIdentifier;
        if (identifier == 0) return;
        segment.Encapsulation = Mix(
            segment.Encapsulation, Word(TunnelKind.Vlan, (ulong)identifier));
    }

    /// <summary>A PPPoE session.</summary>
    public static void Pppoe(ref Segment segment, ushort session)
        => segment.Encapsulation = Mix(
            segment.Encapsulation, Word(TunnelKind.Pppoe, session));

    /// <summary>A tunnel between the two addresses that the segment holds at this moment: those of
    /// the IP header just passed.</summary>
    /// <param name="segment">What it is noted in.</param>
    /// <param name="kind">How it wraps.</param>
    /// <param name="network">Network identifier or key, less than 2^56; 0 for none.</param>
    public static void Tunnel(ref Segment segment, TunnelKind kind, ulong network = 0)
    {
        IpAddress lower = segment.SourceAddress;
        IpAddress upper = segment.DestinationAddress;
        if (upper.IsBelow(lower)) (lower, upper) = (upper, lower);

        ulong mixed = Mix(segment.Encapsulation, Word(kind, network));
        mixed = Mix(mixed, lower.High);
        mixed = Mix(mixed, lower.Low);
        mixed = Mix(mixed, upper.High);
        segment.Encapsulation = Mix(mixed, upper.Low);
    }

    static ulong Word(TunnelKind kind, ulong identifier) => ((ulong)kind << 56) | identifier;

    /// <summary>Takes one word in. Every bit of the word and of what went before reaches about
    /// half of the result's, which is never 0: that means plain IP.</summary>
    /// <remarks>The constants are those of SplitMix64 (Steele, Lea and Flood, OOPSLA 2014). Each
    /// step can be undone, so that two words never give one result.</remarks>
    static ulong Mix(ulong before, ulong word)
    {
        ulong mixed = BitOperations.RotateLeft(before, 29) ^ (word + 0x9E37_79B9_7F4A_7C15);
        mixed = (mixed ^ (mixed >> 30)) * 0xBF58_476D_1CE4_E5B9;
        mixed = (mixed ^ (mixed >> 27)) * 0x94D0_49BB_1331_11EB;
        mixed ^= mixed >> 31;
        return mixed == 0 ? 1 : mixed;
    }
}
