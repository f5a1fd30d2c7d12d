using System.Collections.Generic;
using System.Linq;
using RstTrace.Core.Resets;
using RstTrace.Reports;

namespace RstTrace.Accuracy;

/// <summary>How an answer stands to the truth.</summary>
enum Outcome
{
    /// <summary>It is one that the label accepts.</summary>
    Right,

    /// <summary>It is "unknown" where an answer could be had.</summary>
    Abstained,

    /// <summary>It is another.</summary>
    Wrong,
}

/// <summary>One labelled reset and what RstTrace says of it.</summary>
/// <param name="Capture">Where it is.</param>
/// <param name="Truth">What is known.</param>
/// <param name="Verdict">What is said.</param>
sealed record Judgement(LabelledCapture Capture, Truth Truth, Verdict Verdict)
{
    public const string Unknown = "unknown";
    const string ThirdParty = "third-party";

    /// <summary>The sender named.</summary>
    public string SaidSender => ContractWords.Of(Verdict.Sender);

    /// <summary>The stage named.</summary>
    public string SaidStage => ContractWords.Of(Verdict.Stage);

    /// <summary>The cause named.</summary>
    public string SaidCause => Verdict.Cause.Id;

    public Outcome Sender => Of(SaidSender, Truth.Senders);

    /// <summary>Null where no stage is labelled.</summary>
    public Outcome? Stage => Truth.Stages.Count == 0 ? null : Of(SaidStage, Truth.Stages);

    /// <summary>Null where no cause is labelled.</summary>
    public Outcome? Cause => Truth.Causes.Count == 0 ? null : Of(SaidCause, Truth.Causes);

    /// <summary>Whether a box in the middle is blamed for what an endpoint did.</summary>
    public bool IsFalseAccusation => SaidSender == ThirdParty && Sender == Outcome.Wrong;

    /// <summary>Whether nothing is known to be wrong with it.</summary>
    public bool IsAllRight
        => Sender == Outcome.Right
            && Stage is null or Outcome.Right
            && Cause is null or Outcome.Right;

    static Outcome Of(string said, IReadOnlyList<string> accepted)
        => accepted.Contains(said) ? Outcome.Right
            : said == Unknown ? Outcome.Abstained
            : Outcome.Wrong;
}
