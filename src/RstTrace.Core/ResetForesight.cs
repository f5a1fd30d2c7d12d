using System;
using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using RstTrace.Core.Flows;
using RstTrace.Core.Wire;
using RstTrace.Core.Wire.Links;

namespace RstTrace.Core;

/// <summary>Which connections of a capture will be reset, found by looking through it before it is
/// traced: then only their details are kept, and the rest costs half as much.</summary>
/// <remarks>One bit for each hash of a four-tuple, 128 kB: now and then one too many is taken for
/// such a connection, which costs a little time; none is missed. Tags and tunnels are left out,
/// since the directions of a connection may differ in them.</remarks>
public sealed class ResetForesight
{
    const int BitsLog2 = 20;

    readonly ulong[] _bits = new ulong[1 << (BitsLog2 - 6)];
    readonly ulong _secret = Keyed.NewSecret();

    /// <summary>Looks at frames.</summary>
    /// <param name="batch">Borrowed for the call.</param>
    public void Take(FrameBatch batch)
    {
        for (int index = 0; index < batch.Count; index++)
        {
            Frame frame = batch[index];
            if (!IsPlainly.NoReset(frame.Link, frame.Octets)) Decode(in frame);
        }
    }

    /// <summary>Whether a connection on these addresses and ports is reset, whatever it travels
    /// in.</summary>
    internal bool Foresees(in FlowKey key)
    {
        uint place = Place(in key);
        return (_bits[place >> 6] >> (int)(place & 63) & 1) != 0;
    }

    void Decode(in Frame frame)
    {
        DecodeOutcome outcome = SegmentDecoder.Decode(in frame, out Segment segment);
        if (outcome != DecodeOutcome.Decoded || !segment.IsReset) return;

        FlowKey.Of(in segment, out FlowKey key);
        uint place = Place(in key);
        _bits[place >> 6] |= 1UL << (int)(place & 63);
    }

    uint Place(in FlowKey key) => key.WithoutEncapsulation().Hash(_secret) >> (32 - BitsLog2);

    /// <summary>What is seen of nearly all frames at a glance.</summary>
    static class IsPlainly
    {
        const int Ipv4 = EthernetHeader.Length, Ipv6Next = Ipv4 + 6, Ipv4Protocol = Ipv4 + 9;
        const int ControlOverIpv4 = Ipv4 + 20 + 13, ControlOverIpv6 = Ipv4 + 40 + 13;
        const byte Ipv4WithoutOptions = 0x45, Tcp = 6;

        /// <summary>Whether it is TCP in IP in Ethernet, and the bit is not set. What comes out
        /// malformed or is a later fragment is no reset, either.</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static bool NoReset(LinkType link, ReadOnlySpan<byte> octets)
        {
            if (link != LinkType.Ethernet || octets.Length <= ControlOverIpv4) return false;

            ushort type = BinaryPrimitives.ReadUInt16BigEndian(octets[EthernetHeader.TypeField..]);
            return type switch
            {
                EtherType.Ipv4 => octets[Ipv4] == Ipv4WithoutOptions && octets[Ipv4Protocol] == Tcp
                    && IsUnset(octets[ControlOverIpv4]),
                EtherType.Ipv6 => octets.Length > ControlOverIpv6
                    && octets[Ipv6Next] == Tcp && IsUnset(octets[ControlOverIpv6]),
                _ => false,
            };
        }

        static bool IsUnset(byte control) => ((ControlBits)control & ControlBits.Reset) == 0;
    }
}
