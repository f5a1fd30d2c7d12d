using System;
using System.Buffers.Binary;
using RstTrace.Core.Application;
using RstTrace.Core.Wire;

namespace RstTrace.Core.Resets;

/// <summary>What a reset says of itself, in its payload (RFC 9293 §3.5.3 lets it speak) or in an
/// option of MPTCP.</summary>
/// <remarks>Anybody can write anything: it is what the reset says, not what is so.</remarks>
static class StatedReasons
{
    const int MaxLength = 120;

    static ReadOnlySpan<byte> BigIpMark => "BIG-IP: [0x"u8;

    /// <summary>What it says; null when it says nothing.</summary>
    /// <param name="reset">The RST.</param>
    /// <param name="payload">The first octets of its payload.</param>
    public static StatedReason? Read(in Segment reset, ReadOnlySpan<byte> payload)
        => ReadPayload(payload, reset.PayloadLength)
            ?? (reset.MptcpReset == Segment.NoMptcpReset ? null : Mptcp(reset.MptcpReset));

    static StatedReason? ReadPayload(ReadOnlySpan<byte> payload, int length)
        => BigIp(payload)
            ?? Diagnostic(payload, length)
            ?? LinuxReason(payload, length)
            ?? Plain(payload);

    /// <summary><c>BIG-IP: [0xBUILD:LINE] {peer} CAUSE</c>.</summary>
    static StatedReason? BigIp(ReadOnlySpan<byte> payload)
    {
        if (!payload.StartsWith(BigIpMark)) return null;

        payload = payload.TrimEnd((byte)0);
        int end = payload.IndexOf((byte)']');
        ReadOnlySpan<byte> cause = end < 0 ? [] : payload[(end + 1)..].Trim((byte)' ');
        bool isFromPeer = cause.StartsWith("{peer}"u8);
        if (isFromPeer) cause = cause["{peer}"u8.Length..].Trim((byte)' ');
        return new StatedReason(StatedReasonKind.BigIp, PrintableText.Of(payload, MaxLength))
        {
            Cause = cause.IsEmpty ? null : PrintableText.Of(cause, MaxLength),
            IsFromPeer = isFromPeer,
        };
    }

    /// <summary>Eight octets: a mark, the reason's number, and whose number it is. Malformed, it is
    /// to be ignored.</summary>
    static StatedReason? Diagnostic(ReadOnlySpan<byte> payload, int length)
    {
        const int Length = 8;
        const ushort Mark = 0x33AA;
        if (length != Length || payload.Length != Length) return null;
        if (BinaryPrimitives.ReadUInt16BigEndian(payload) != Mark) return null;

        int code = BinaryPrimitives.ReadUInt16BigEndian(payload[2..]);
        uint enterprise = BinaryPrimitives.ReadUInt32BigEndian(payload[4..]);
        if (code == 0) return null;

        string? cause = enterprise == 0 ? ReasonNames.OfDiagnostic(code) : null;
        string whose = enterprise == 0 ? "" : $" of enterprise {enterprise}";
        return new StatedReason(
            StatedReasonKind.Diagnostic, $"RST diagnostic {code}{whose}{In(cause)}")
        {
            Cause = cause,
            Code = code,
            Enterprise = enterprise,
        };
    }

    /// <summary>A thousand octets, all zero but the first.</summary>
    static StatedReason? LinuxReason(ReadOnlySpan<byte> payload, int length)
    {
        const int Length = 1000, Enough = 16, Highest = 63;
        if (length != Length || payload.Length < Enough) return null;
        if (payload[1..].IndexOfAnyExcept((byte)0) >= 0) return null;

        int code = payload[0];
        if (code is 0 or > Highest) return null;

        string? cause = ReasonNames.OfLinux(code);
        return new StatedReason(
            StatedReasonKind.LinuxReason, $"Linux reset reason {code}{In(cause)}")
        {
            Cause = cause,
            Code = code,
        };
    }

    static StatedReason? Plain(ReadOnlySpan<byte> payload)
    {
        payload = payload.TrimEnd((byte)0);
        if (payload.IsEmpty) return null;

        return new StatedReason(
            PrintableText.Is(payload) ? StatedReasonKind.Text : StatedReasonKind.Octets,
            PrintableText.Of(payload, MaxLength));
    }

    static StatedReason Mptcp(ushort option)
    {
        const int Transient = 0x1;
        int code = option & 0xFF;
        bool isTransient = (option >> 8 & Transient) != 0;
        string? cause = ReasonNames.OfMptcp(code);
        return new StatedReason(
            StatedReasonKind.Mptcp,
            $"MPTCP reset reason {code}{In(cause)}{(isTransient ? ", transient" : "")}")
        {
            Cause = cause,
            Code = code,
            IsTransient = isTransient,
        };
    }

    static string In(string? cause) => cause is null ? "" : $" ({cause})";
}
