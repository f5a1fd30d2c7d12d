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
        Meaning = "A segment arrived that belongs to no connection of this capture, and the host "
            + "answered it with a reset, as TCP demands. A single one is mostly the rest of an "
            + "older connection; many are a scan, or traffic that returns on another path.",
        Predicate = "No SYN, nothing of the sender, at most two segments of the other side, and "
            + "the RST fits one of them as its answer: SEG.SEQ = its SEG.ACK, or SEG.ACK = its "
            + "end.",
        Culprits =
        [
            "a connection older than the capture",
            "a scan with ACK, FIN or odd flags",
            "a host that restarted under its clients",
            "a NAT that lets untranslated segments through",
            "a path that carries half of the connection elsewhere",
        ],
        LookAlikes =
        [
            new("peer-lost-state",
                "a capture that begins earlier: a connection that was open on both sides was lost; "
                    + "if there never was one, the segment is a stray"),
        ],
        SeparateBy = "a capture that begins earlier: the connection may be older than this one",
        Weigh = static e => e.IsUnsolicited && e.HasTrigger ? 0.7 : 0,
        Tell = static e => $"A segment for {e.NameOf(e.Sender)} that belongs to no connection in "
            + "this capture drew a reset.",
        Fixes =
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
        Meaning = "A reset stands alone: the capture holds nothing else of its connection. Either "
            + "the capture began too late, or it sees one direction only, or somebody elsewhere "
            + "sends under this address, and the answers come here.",
        Predicate = "A RST that answers no captured segment, of a connection of which no SYN, and "
            + "nothing of the side that it is for, was captured.",
        Culprits =
        [
            "a capture that began in the middle",
            "a mirror port of one direction, or a path that returns elsewhere",
            "backscatter: answers to a flood or scan under a false address",
        ],
        LookAlikes =
        [
            new("stray-segment",
                "a capture of both directions: with the segment that drew it, stray-segment; alone "
                    + "even there, orphan-rst"),
        ],
        SeparateBy = "a capture that begins earlier, or one of both directions",
        Weigh = static e => e.IsUnsolicited && !e.HasTrigger && !e.ReceiverHalf.Seen ? 0.6 : 0,
        Tell = static e => $"Of this connection the capture holds nothing but the reset in the "
            + $"name of {e.NameOf(e.Sender)}.",
        Fixes =
        [
            new("Start the capture before the connection."),
        ],
    };
}
