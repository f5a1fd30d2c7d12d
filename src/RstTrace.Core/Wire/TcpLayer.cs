using System;
using System.Runtime.CompilerServices;

namespace RstTrace.Core.Wire;

/// <summary>TCP: the last layer.</summary>
static class TcpLayer
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Layer Enter(ref Cursor cursor, ref Segment segment)
    {
        ReadOnlySpan<byte> octets = cursor.Ahead;
        DecodeOutcome outcome = TcpHeader.TryParse(octets, cursor.OnWire, out TcpHeader header);
        if (outcome != DecodeOutcome.Decoded) return cursor.Stop(outcome);

        segment.SourcePort = header.SourcePort;
        segment.DestinationPort = header.DestinationPort;
        segment.Sequence = header.Sequence;
        segment.Acknowledgment = header.Acknowledgment;
        segment.Control = header.Control;
        segment.Window = header.Window;

        segment.PayloadLength = cursor.OnWire - header.Length;
        segment.PayloadOffset = cursor.Offset + header.Captured;
        segment.PayloadCaptured = octets.Length - header.Captured;

        TcpOptions.Read(in header, ref segment);
        return cursor.Stop(DecodeOutcome.Decoded);
    }
}
