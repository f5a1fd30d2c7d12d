using System.Linq;
using RstTrace.Core.Tests.Scenarios;

namespace RstTrace.Core.Tests.Invariants;

/// <summary>Connections whose resets are nothing special, to be played by the hundred.</summary>
static class ResetTraces
{
    public const string None = """
        +0.000 > S  0:0(0)           win 64240 shift 7 ts 1
        +0.010 < S. 0:0(0)    ack 1  win 65160 shift 7 ts 1
        +0.001 > .  1:1(0)    ack 1  ts 2
        +0.010 > P. 1:101(100)   ack 1    ts 3
        +0.010 < P. 1:1401(1400) ack 101  ts 3
        +0.010 < P. 1:1401(1400) ack 101  ts 3
        +0.001 > .  101:101(0)   ack 1401 ts 4
        +9.000 > .  100:100(0)   ack 1401 ts 4
        +0.001 > F. 101:101(0)   ack 1401 ts 4
        +0.001 < F. 1401:1401(0) ack 102  ts 4
        +0.001 > .  102:102(0)   ack 1402 ts 4
        """;

    public const string Lone = "+0.000 < R 1:1(0)";

    public const string Late = None + "\n+0.100 < R 1402:1402(0)";

    public const string AfterIdle = """
        +0.000 > S  0:0(0)           win 64240 shift 7 ts 1
        +0.010 < S. 0:0(0)    ack 1  win 65160 shift 7 ts 1 ttl 61
        +0.001 > .  1:1(0)    ack 1  ts 2
        +99.01 > P. 1:101(100)   ack 1    ts 3
        +0.010 < R  1:1(0) ttl 44
        """;

    /// <summary>As many connections like this, one after the other.</summary>
    public static RecordedFrames Frames(string trace, int connections)
        => new(Enumerable.Range(0, connections).SelectMany(index => Trace.Segments(
            trace, new TraceSetting { ClientPort = (ushort)(1_024 + index) })));
}
