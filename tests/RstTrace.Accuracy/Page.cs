using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;

namespace RstTrace.Accuracy;

/// <summary>The page <c>docs/accuracy.md</c>: the words of <c>page.md</c>, with tables and numbers
/// where it names them in double braces.</summary>
static partial class Page
{
    /// <summary>The page.</summary>
    /// <exception cref="InvalidDataException">The words name what there is not.</exception>
    public static string Of(IReadOnlyList<JudgedCapture> captures)
    {
        Dictionary<string, string> parts = Parts(captures);
        return Placeholder().Replace(
            Words(),
            match => parts.TryGetValue(match.Groups[1].Value, out string? part)
                ? part
                : throw new InvalidDataException($"page.md names {match.Value}: there is none"));
    }

    static Dictionary<string, string> Parts(IReadOnlyList<JudgedCapture> captures)
    {
        Judgement[] all = [.. captures.SelectMany(capture => capture.Judgements)];
        ILookup<string, Judgement> at = all.ToLookup(judgement => judgement.Capture.Vantage);
        return new()
        {
            ["captures"] = $"{captures.Count}",
            ["silent"] = $"{captures.Count(capture => capture.Trace.ResetFrames.Count == 0)}",
            ["frames"] = $"{captures.Sum(capture => capture.Trace.ResetFrames.Count)}",
            ["misplaced"] = $"{captures.Sum(capture => capture.Trace.Misplaced().Count)}",
            ["judged"] = $"{all.Length}",
            ["false-accusations"] = $"{all.Count(judgement => judgement.IsFalseAccusation)}",
            ["senders"] = Headline.Senders(captures),
            ["causes"] = Headline.Causes(captures),
            ["causes-before-widening"] = Headline.CausesBeforeWidening(captures),
            ["stages"] = Headline.Stages(captures),
            ["senders-at-client"] = Matrices.Senders(at["client"]),
            ["senders-at-server"] = Matrices.Senders(at["server"]),
            ["stages-at-client"] = Matrices.Stages(at["client"]),
            ["stages-at-server"] = Matrices.Stages(at["server"]),
            ["cause-table"] = CauseTable.Of(all),
            ["several-accepted"] = CauseTable.SeveralAccepted(all),
            ["confidence"] = ConfidenceTable.Of(all),
            ["undecidable"] = CaseLists.Undecidable(all),
            ["compared"] = ComparedTable.Of(),
            ["not-right"] = CaseLists.NotRight(all),
        };
    }

    static string Words()
    {
        using Stream words = typeof(Page).Assembly.GetManifestResourceStream("page.md")!;
        using var reader = new StreamReader(words);
        return reader.ReadToEnd();
    }

    [GeneratedRegex(@"\{\{([a-z-]+)\}\}")]
    private static partial Regex Placeholder();
}
