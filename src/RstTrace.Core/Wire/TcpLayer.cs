using System;

namespace RstTrace.Core.Wire;

/// <summary>TCP: the last layer.</summary>
static class TcpLayer
{
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

        int captured = Math.Min(header.Length, octets.Length);
        segment.PayloadLength = cursor.OnWire - header.Length;
        segment.PayloadOffset = cursor.Offset + captured;
        segment.PayloadCaptured = octets.Length - captured;

        TcpOptions.Read(in header, ref segment);
        return cursor.Stop(DecodeOutcome.Decoded);
    }
}
