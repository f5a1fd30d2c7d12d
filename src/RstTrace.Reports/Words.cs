using System.Collections.Generic;
using System.Globalization;
using System.IO;
using RstTrace.Core.Flows;
using RstTrace.Core.Incidents;
using RstTrace.Core.Resets;
using RstTrace.Core.Silences;
using RstTrace.Core.Wire;

namespace RstTrace.Reports;

/// <summary>The words that the reports for people share.</summary>
static class Words
{
    /// <summary>"no resets", "1 reset", "1,204 resets".</summary>
    public static string Count(long count, string noun) => count switch
    {
        0 => $"no {noun}s",
        1 => $"1 {noun}",
        _ => $"{Number(count)} {noun}s",
    };

    /// <summary>"4 clients", or "at least 256 clients".</summary>
    public static string Tally(Tally tally, string noun)
        => (tally.IsAtLeast ? "at least " : "") + Count(tally.Count, noun);

    /// <summary>What makes an incident one, by its name: a cause, or a kind.</summary>
    public static string Id(Incident incident)
        => incident.Kind == IncidentKind.Resets
            ? incident.Example.Verdict.Cause.Id
            : ContractWords.Of(incident.Kind);

    /// <summary>A rate in two digits: "under 0.01", "0.25", "4.1", "38", "1,204".</summary>
    public static string Rate(double rate) => rate switch
    {
        < 0.01 => "under 0.01",
        < 1 => rate.ToString("0.0#", CultureInfo.InvariantCulture),
        < 10 => rate.ToString("0.#", CultureInfo.InvariantCulture),
        _ => rate.ToString("N0", CultureInfo.InvariantCulture),
    };

    /// <summary>With thousands apart.</summary>
    public static string Number(long number) => number.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>How sure, in a word and a number: "likely 0.91".</summary>
    public static string Sure(double confidence)
    {
        string word = confidence switch
        {
            >= 0.95 => "certain",
            >= 0.75 => "likely",
            >= 0.4 => "possible",
            _ => "a guess",
        };
        return $"{word} {Share(confidence)}";
    }

    /// <summary>What is added to the title of a cause: where the sender is not known, no more than
    /// a guess at it stands in a headline.</summary>
    public static string Doubt(Verdict verdict)
        => verdict.Sender == Party.Unknown && verdict.Cause.Id != "unknown" ? ", perhaps" : "";

    public static string Share(double confidence)
        => confidence.ToString("0.00", CultureInfo.InvariantCulture);

    public static string Of(Party party) => party switch
    {
        Party.Client => "client",
        Party.Server => "server",
        Party.ThirdParty => "third party",
        Party.Unknown or _ => "unknown",
    };

    /// <summary>How much a reset hurts, in a word or two.</summary>
    public static string Of(Severity severity) => severity switch
    {
        Severity.ThirdParty => "cut by a third party",
        Severity.InUse => "cut in use",
        Severity.AfterIdle => "dead after idle",
        Severity.Refused => "refused",
        Severity.AtTheEnd => "at the end",
        Severity.Harmless or _ => "harmless",
    };

    /// <summary>"by the server", for a sentence.</summary>
    public static string By(Party party) => party switch
    {
        Party.Client => "by the client",
        Party.Server => "by the server",
        Party.ThirdParty => "by a box on the path",
        Party.Unknown or _ => "by an unknown sender",
    };

    /// <summary>The same of an incident whose sender is one; of a third party also in whose name,
    /// where that is one.</summary>
    public static string By(Incident incident)
    {
        if (incident.Senders[0] != Party.ThirdParty) return By(incident.Senders[0]);

        string by = $"by {Stranger(incident.Example.Verdict.Cause)}";
        return incident.ClaimedSenders.Count == 1
            ? $"{by} in the name of the {ContractWords.Of(incident.ClaimedSenders[0])}"
            : by;
    }

    /// <summary>Who a third party is. To guess at a connection, it need not be on its
    /// path.</summary>
    public static string Stranger(Cause cause)
        => cause.Id == "blind-reset-attempt" ? "a third party" : "a box on the path";

    public static string Of(Stage stage) => stage switch
    {
        Stage.Handshake => "handshake",
        Stage.MidStream => "mid-stream",
        Stage.AfterIdle => "after idle",
        Stage.Closing => "closing",
        Stage.NoConnection or _ => "no connection",
    };

    /// <summary>"frame 15", "frames 15, 16 and 9 more"; with the file's name where a capture has
    /// several.</summary>
    public static string Of(IReadOnlyList<FrameId> frames, IReadOnlyList<string> files)
    {
        const int Most = 5;
        string text = frames.Count == 1 ? "frame " : "frames ";
        int shown = frames.Count > Most ? Most - 1 : frames.Count;
        for (int i = 0; i < shown; i++)
            text += (i > 0 ? ", " : "") + NumberOf(frames[i], files);

        int rest = frames.Count - shown;
        return rest > 0 ? $"{text} and {Number(rest)} more" : text;
    }

    /// <summary>One frame.</summary>
    public static string Of(FrameId frame, IReadOnlyList<string> files)
        => "frame " + NumberOf(frame, files);

    /// <summary>The name of a capture: its file, or the first of several.</summary>
    public static string Capture(IReadOnlyList<string> files) => files.Count switch
    {
        0 => "capture",
        1 => files[0] == "-" ? "standard input" : files[0],
        _ => $"{files[0]} and {Count(files.Count - 1, "more file")}",
    };

    public static IReadOnlyList<(Degradations Flag, string Sentence)> Weaknesses { get; } =
    [
        (Degradations.SnapLength, "Headers were cut by the snap length."),
        (Degradations.Gap, "The capture lacks segments of this connection."),
        (Degradations.NoHandshake,
            "The handshake was not captured: which side is the client is a guess."),
        (Degradations.OneDirection, "Only one direction was captured."),
        (Degradations.Offload,
            "Segmentation offload: these segments are not those on the wire."),
        (Degradations.Clock, "The capture's clock ran backwards here."),
        (Degradations.Unsettled, "Less than a second of what came after it is known."),
        (Degradations.Evicted,
            "The flow table was full and had forgotten this connection (see --max-flows)."),
    ];

    /// <summary>Where an idle timeout must be: "idle timeout above 17 s, at most 35 s".</summary>
    public static string Timeout(IdleBracket bracket)
        => bracket.Fit == IdleFit.Between
            ? $"idle timeout above {bracket.Above}, at most {bracket.AtMost}"
            : $"idle timeout at most {bracket.AtMost}";

    /// <summary>Without that which weakens little: most captures end soon after what they are
    /// about.</summary>
    public static Degradations WorthSaying(Degradations degraded)
        => degraded & ~Degradations.Unsettled;

    static string NumberOf(FrameId frame, IReadOnlyList<string> files)
        => files.Count > 1 && frame.File < files.Count
            ? $"{frame.Number} of {Path.GetFileName(files[frame.File])}"
            : frame.Number.ToString(CultureInfo.InvariantCulture);
}
