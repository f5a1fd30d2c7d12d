using RstTrace.Core.Flows;
using RstTrace.Core.Wire;

namespace RstTrace.CaptureGenerator;

/// <summary>A segment as its connection wants it; the machines add the rest.</summary>
struct Intent
{
    public Side Sender;
    public ControlBits Control;
    public SequenceNumber Sequence;
    public SequenceNumber Acknowledgment;
    public int PayloadLength;
    public int MessageOctets;   // of the message that begins with this segment; else 0
    public bool IsIpv6;
    public bool HasTimestamps;
    public bool IsOutsideConnection; // said by a machine that knows no such connection
}
