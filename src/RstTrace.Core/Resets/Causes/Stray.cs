using RstTrace.Core.Flows;

namespace RstTrace.Core.Resets.Causes;

/// <summary>Resets without a connection.</summary>
static class Stray
{
    public static CauseEntry StraySegment { get; } = new()
    {
        Id = "stray-segment",
        Title = "Answer to a segment of no known connection",
        Reference = "RFC 9293 §3.10.7.1, §3.10.7.2",
        SeparateBy = "a capture that begins earlier: the connection may be older than this one",
        Weigh = static e => e.IsUnsolicited && e.HasTrigger ? 0.7 : 0,
        Tell = static e => $"A segment for {e.NameOf(e.Sender)} that belongs to no connection in "
            + "this capture drew a reset.",
        Advise = static _ =>
        [
            new("Start the capture before the connection, if there was one."),
            new("Many of these from one source are a scan; from many, traffic that returns on "
                + "another path."),
        ],
    };

    public static CauseEntry OrphanRst { get; } = new()
    {
        Id = "orphan-rst",
        Title = "A reset with nothing around it",
        Reference = "RFC 9293 §3.5.2",
        SeparateBy = "a capture that begins earlier, or one of both directions",
        Weigh = static e => e.IsUnsolicited && !e.HasTrigger && !e.ReceiverHalf.Seen ? 0.6 : 0,
        Tell = static e => $"Of this connection the capture holds nothing but the reset in the "
            + $"name of {e.NameOf(e.Sender)}.",
        Advise = static _ => [new("Start the capture before the connection.")],
    };
}
