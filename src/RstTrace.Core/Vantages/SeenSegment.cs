using System;
using System.Runtime.InteropServices;
using RstTrace.Core.Wire;

namespace RstTrace.Core.Vantages;

/// <summary>What is kept of a segment to find it again in another capture.</summary>
[StructLayout(LayoutKind.Auto)]
readonly record struct SeenSegment
{
    const int Digested = 64;

    /// <summary>When its frame was captured, by the capture's own clock.</summary>
    public required Timestamp Time { get; init; }

    /// <summary>Its frame.</summary>
    public required FrameId Frame { get; init; }

    /// <summary>SEG.SEQ.</summary>
    public required SequenceNumber Sequence { get; init; }

    /// <summary>SEG.ACK as it stands in the header.</summary>
    public required SequenceNumber Acknowledgment { get; init; }

    /// <summary>TSval; 0 without timestamps.</summary>
    public required uint TimestampValue { get; init; }

    /// <summary>A hash of the first octets of payload; 0 without.</summary>
    public required uint Digest { get; init; }

    /// <summary>Octets of payload.</summary>
    public required int PayloadLength { get; init; }

    /// <summary>The control bits.</summary>
    public required ControlBits Control { get; init; }

    /// <summary>SEG.WND, not scaled.</summary>
    public required ushort Window { get; init; }

    /// <summary>IPv4 identification.</summary>
    public required ushort Identification { get; init; }

    /// <summary>MSS option; 0 when absent.</summary>
    public required ushort MaximumSegmentSize { get; init; }

    /// <summary>TTL or hop limit.</summary>
    public required byte HopLimit { get; init; }

    /// <summary>Window scale option, or <see cref="Segment.NoWindowShift"/>.</summary>
    public required byte WindowShift { get; init; }

    /// <summary>What else is known of it.</summary>
    public required SegmentTraits Traits { get; init; }

    /// <summary>Whether the end whose address stands first in the key sent it.</summary>
    public required bool FromLow { get; init; }

    /// <summary>Whether the RST bit is set.</summary>
    public bool IsReset => (Control & ControlBits.Reset) != 0;

    /// <summary>Whether the SYN bit is set.</summary>
    public bool IsSyn => (Control & ControlBits.Syn) != 0;

    /// <summary>Whether the ACK bit is set.</summary>
    public bool HasAcknowledgment => (Control & ControlBits.Ack) != 0;

    /// <summary>SEG.LEN.</summary>
    public uint SequenceLength
        => (uint)PayloadLength + (IsSyn ? 1u : 0u)
            + ((Control & ControlBits.Fin) != 0 ? 1u : 0u);

    /// <summary>What is kept of a segment.</summary>
    /// <param name="segment">The segment.</param>
    /// <param name="fromLow">Which end sent it.</param>
    /// <param name="octets">Its frame's octets, borrowed for the call.</param>
    public static SeenSegment Of(in Segment segment, bool fromLow, ReadOnlySpan<byte> octets)
        => new()
        {
            Time = segment.Time,
            Frame = segment.Frame,
            Sequence = segment.Sequence,
            Acknowledgment = segment.Acknowledgment,
            TimestampValue = segment.HasTimestamps ? segment.TimestampValue : 0,
            Digest = DigestOf(segment.Payload(octets)),
            PayloadLength = segment.PayloadLength,
            Control = segment.Control,
            Window = segment.Window,
            Identification = segment.Identification,
            MaximumSegmentSize = segment.MaximumSegmentSize,
            HopLimit = segment.HopLimit,
            WindowShift = segment.WindowShift,
            Traits = segment.Traits,
            FromLow = fromLow,
        };

    /// <summary>A hash of the first octets of a payload, 0 for too few to tell anything.</summary>
    public static uint DigestOf(ReadOnlySpan<byte> payload)
    {
        const int Fewest = 16;
        if (payload.Length < Fewest) return 0;

        // FNV-1a: the same in every run, and nobody gains by a collision.
        uint hash = 2166136261;
        foreach (byte octet in payload[..Math.Min(payload.Length, Digested)])
            hash = (hash ^ octet) * 16777619;
        return hash | 1;
    }
}
