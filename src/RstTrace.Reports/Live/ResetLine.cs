using RstTrace.Core.Flows;
using RstTrace.Core.Resets;

namespace RstTrace.Reports.Live;

/// <summary>One verdict on one line, in columns: time, client, server, who, when, why, how sure,
/// and in brackets what weakens it.</summary>
/// <remarks>No column holds a blank, so that awk can pick one.</remarks>
public static class ResetLine
{
    const int Between = 2, Who = 12, When = 14, Why = 25;
    const int Ends = 47; // 255.255.255.255:65535 twice, and an arrow

    /// <summary>The line, with its end.</summary>
    /// <param name="reset">The verdict.</param>
    /// <param name="style">What the output can show.</param>
    /// <param name="withDay">Whether the day stands before the time: for what is kept.</param>
    public static string Of(ResetEvent reset, TextStyle style, bool withDay)
    {
        Verdict verdict = reset.Verdict;
        FlowSummary flow = reset.Flow;
        string time = TimeText.Clock(reset.Time, withDay).Replace(' ', 'T');
        string ends = $"{flow.EndpointText(flow.Client)} → {flow.EndpointText(flow.Server)}";
        int column = time.Length + Between;
        Page line = new Page(style).Put(time, Ink.Quiet).To(column).Put(ends);
        line.To(column += Ends).Put(ContractWords.Of(verdict.Sender), InkOf(verdict.Sender));
        line.To(column += Who).Put(ContractWords.Of(verdict.Stage));
        line.To(column += When).Put(verdict.Cause.Id, Ink.Strong);
        line.To(column + Why).Put(Words.Share(verdict.Confidence));
        if (reset.Kernel?.Reason is { } reason) line.Put($"  {reason}", Ink.Quiet);
        if (Weakness(reset.Degraded) is { Length: > 0 } weakness) line.Put($" ({weakness})");
        return line.End().ToString();
    }

    /// <summary>What weakens a verdict, in the words of the contract; empty for nothing.</summary>
    internal static string Weakness(Degradations degraded)
    {
        string words = "";
        foreach ((Degradations flag, string word) in ContractWords.Degraded)
            if ((degraded & flag) != 0) words += (words.Length > 0 ? "," : "") + word;

        return words;
    }

    static Ink InkOf(Party sender) => sender switch
    {
        Party.ThirdParty => Ink.Bad,
        Party.Unknown => Ink.Doubtful,
        Party.Client or Party.Server or _ => Ink.Plain,
    };
}
