using System.Globalization;
using System.Text;
using RstTrace.Core.Resets;
using RstTrace.Core.Wire;

namespace RstTrace.Reports;

/// <summary>What a ladder says, however it is drawn.</summary>
static class LadderWords
{
    static readonly Duration s_pause = Duration.FromSeconds(1);

    /// <summary>What a segment says: "PSH+ACK seq 1 ack 1".</summary>
    public static string Label(in LadderStep step)
    {
        string sequence = step.Sequence.ToString(CultureInfo.InvariantCulture);
        string label = $"{Flags(step.Segment.Control)} seq {sequence}";
        return step.Acknowledgment is { } acknowledgment
            ? $"{label} ack {acknowledgment.ToString(CultureInfo.InvariantCulture)}"
            : label;
    }

    /// <summary>When, in seconds since the flow began.</summary>
    public static string Seconds(Timestamp time, FlowSummary flow)
        => (time - flow.Start).Seconds.ToString("0.000000", CultureInfo.InvariantCulture);

    /// <summary>"35 s of silence" between two neighbours; null where it is short, and where
    /// segments between the two, which are not shown, broke it.</summary>
    public static string? Silence(in LadderStep earlier, in LadderStep later)
    {
        Duration silence = later.Segment.Time - earlier.Segment.Time;
        bool areNeighbours = later.Ordinal == earlier.Ordinal + 1;
        return areNeighbours && silence >= s_pause ? $"{silence} of silence" : null;
    }

    /// <summary>What a segment is to the reset; empty for one around it.</summary>
    public static string Of(LadderRole role) => role switch
    {
        LadderRole.Reset => "the reset",
        LadderRole.Trigger => "drew it",
        LadderRole.Repeat => "repeat",
        LadderRole.Evidence => "evidence",
        LadderRole.Context or _ => "",
    };

    static string Flags(ControlBits control)
    {
        var text = new StringBuilder();
        foreach ((ControlBits bit, string name) in s_names)
        {
            if ((control & bit) == 0) continue;
            if (text.Length > 0) text.Append('+');
            text.Append(name);
        }

        return text.Length > 0 ? text.ToString() : "none";
    }

    static readonly (ControlBits Bit, string Name)[] s_names =
    [
        (ControlBits.Syn, "SYN"),
        (ControlBits.Fin, "FIN"),
        (ControlBits.Reset, "RST"),
        (ControlBits.Push, "PSH"),
        (ControlBits.Ack, "ACK"),
        (ControlBits.Urgent, "URG"),
    ];
}
