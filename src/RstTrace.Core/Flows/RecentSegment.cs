using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using RstTrace.Core.Wire;

namespace RstTrace.Core.Flows;

/// <summary>What is remembered of a segment while it may still turn out to have drawn a
/// reset.</summary>
[StructLayout(LayoutKind.Auto)]
record struct RecentSegment
{
    public Timestamp Time;
    public FrameId Frame;
    public SequenceNumber Sequence;
    public SequenceNumber Acknowledgment;
    public int PayloadLength;
    public ControlBits Control;
    public byte HopLimit;
    public byte TrafficClass;

    /// <summary>Writes it in place, for the reason given at <see cref="FlowKey.Of"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Set(in Segment segment)
    {
        Time = segment.Time;
        Frame = segment.Frame;
        Sequence = segment.Sequence;
        Acknowledgment = segment.Acknowledgment;
        PayloadLength = segment.PayloadLength;
        Control = segment.Control;
        HopLimit = segment.HopLimit;
        TrafficClass = segment.TrafficClass;
    }

    public readonly bool HasAcknowledgment => (Control & ControlBits.Ack) != 0;

    public readonly bool IsSyn => (Control & ControlBits.Syn) != 0;

    public readonly bool IsFin => (Control & ControlBits.Fin) != 0;

    /// <summary>SEG.SEQ + SEG.LEN.</summary>
    public readonly SequenceNumber SequenceEnd
        => Sequence + ((uint)PayloadLength + (IsSyn ? 1u : 0u) + (IsFin ? 1u : 0u));
}
