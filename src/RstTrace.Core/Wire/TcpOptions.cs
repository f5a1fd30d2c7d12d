using System;
using System.Buffers.Binary;
using System.Runtime.CompilerServices;

namespace RstTrace.Core.Wire;

/// <summary>The TCP options that tell something of a connection (RFC 9293 §3.2).</summary>
/// <remarks>The last of several alike counts, as in Linux. What cannot be read marks the segment
/// and ends the reading; what went before it stands.</remarks>
static class TcpOptions
{
    /// <summary>RFC 7323 §2.3: a larger shift is taken for this one.</summary>
    const byte LargestShift = 14;

    /// <summary>Two no-operations, then timestamps of ten octets: the only options of nearly
    /// every segment but the SYNs (RFC 7323, appendix A).</summary>
    public const uint AlignedTimestamps = 0x0101_080A;

    /// <summary>Octets of these.</summary>
    public const int TimestampsLength = 12;

    /// <summary>MPTCP's subtype of a reset (RFC 8684 §3.6).</summary>
    const int MptcpResetSubtype = 8;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Read(in TcpHeader header, ref Segment segment)
    {
        segment.WindowShift = Segment.NoWindowShift;
        segment.MptcpReset = Segment.NoMptcpReset;
        if (header.Length == TcpHeader.MinimumLength)
        {
            segment.Traits |= SegmentTraits.NoOptions;
            return;
        }

        if (HasTimestampsAlone(in header))
            ReadTimestamps(header.Options[2..], ref segment);
        else if (!TryReadAll(header.Options, ref segment) || !header.IsWhole)
            segment.Traits |= SegmentTraits.OptionsIncomplete;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static bool HasTimestampsAlone(in TcpHeader header)
        => header.IsWhole
            && header.Options.Length == TimestampsLength
            && BinaryPrimitives.ReadUInt32BigEndian(header.Options) == AlignedTimestamps;

    static bool TryReadAll(ReadOnlySpan<byte> options, ref Segment segment)
    {
        while (!options.IsEmpty)
        {
            byte kind = options[0];
            if (kind == Kind.End) return true;
            if (kind == Kind.NoOperation)
            {
                options = options[1..];
                continue;
            }

            if (options.Length < 2) return false;
            int length = options[1];
            if (length < 2 || length > options.Length) return false;
            if (!TryReadOne(kind, options[..length], ref segment)) return false;
            options = options[length..];
        }

        return true;
    }

    static bool TryReadOne(byte kind, ReadOnlySpan<byte> option, ref Segment segment)
    {
        switch (kind)
        {
            case Kind.MaximumSegmentSize when option.Length == 4:
                segment.MaximumSegmentSize = BinaryPrimitives.ReadUInt16BigEndian(option[2..]);
                return true;
            case Kind.WindowScale when option.Length == 3:
                segment.WindowShift = Math.Min(option[2], LargestShift);
                return true;
            case Kind.SackPermitted when option.Length == 2:
                segment.Traits |= SegmentTraits.SackPermitted;
                return true;
            case Kind.Timestamps when option.Length == 10:
                ReadTimestamps(option, ref segment);
                return true;
            case Kind.Md5 or Kind.Authentication:
                segment.Traits |= SegmentTraits.Authenticated;
                return true;
            case Kind.Mptcp when option.Length > 2:
                ReadMptcp(option, ref segment);
                return true;
            case Kind.MaximumSegmentSize or Kind.WindowScale or Kind.SackPermitted
                or Kind.Timestamps or Kind.Mptcp:
                return false;
            default:
                return true;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static void ReadTimestamps(ReadOnlySpan<byte> option, ref Segment segment)
    {
        segment.TimestampValue = BinaryPrimitives.ReadUInt32BigEndian(option[2..]);
        segment.TimestampEcho = BinaryPrimitives.ReadUInt32BigEndian(option[6..]);
        segment.Traits |= SegmentTraits.Timestamps;
    }

    static void ReadMptcp(ReadOnlySpan<byte> option, ref Segment segment)
    {
        segment.Traits |= SegmentTraits.Mptcp;
        if (option.Length != 4 || option[2] >> 4 != MptcpResetSubtype) return;

        int flags = option[2] & 0x0F;
        byte reason = option[3];
        segment.MptcpReset = (ushort)((flags << 8) | reason);
    }

    static class Kind
    {
        public const byte End = 0, NoOperation = 1, MaximumSegmentSize = 2, WindowScale = 3;
        public const byte SackPermitted = 4, Timestamps = 8, Md5 = 19, Authentication = 29;
        public const byte Mptcp = 30;
    }
}
