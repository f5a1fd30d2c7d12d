using System.Collections.Generic;
using System.Runtime.InteropServices;
using System.Text;
using RstTrace.Core;
using RstTrace.Core.Flows;
using RstTrace.Core.Incidents;
using RstTrace.Core.Resets;
using RstTrace.Core.Wire;

namespace RstTrace.Reports;

/// <summary>The verdicts of a capture as comments on its frames: on each reset what is known of
/// it, on its repeats and on the frame that drew it which reset it is about.</summary>
public sealed class ResetComments : IResetSink
{
    /// <summary>Comments at most. What comes after has none.</summary>
    public const int Most = 1 << 18;

    // A comment that is longer takes no other in.
    const int Longest = 4_096;

    readonly Dictionary<FrameId, byte[]> _comments = []; // UTF-8, half the memory

    /// <summary>Resets that were commented on.</summary>
    public long Resets { get; private set; }

    /// <summary>Resets that were not, since there were too many comments.</summary>
    public long ResetsLeftOut { get; private set; }

    /// <summary>Frames that have a comment.</summary>
    public int Frames => _comments.Count;

    /// <summary>What is said of a frame, in a few lines without control characters; null for
    /// nothing.</summary>
    public string? Of(FrameId frame)
        => _comments.TryGetValue(frame, out byte[]? text) ? Encoding.UTF8.GetString(text) : null;

    /// <inheritdoc/>
    public void Take(ResetEvent reset)
    {
        if (_comments.Count >= Most)
        {
            ResetsLeftOut++;
            return;
        }

        Resets++;
        Add(reset.Frames[0], OfReset(reset));
        string brief = Short(reset);
        for (int i = 1; i < reset.Frames.Count; i++)
            Add(reset.Frames[i], $"repeats the reset in {Words.Of(reset.Frames[0], [])}: {brief}");

        if (!reset.Trigger.IsNone && reset.Trigger.File == reset.Frames[0].File)
            Add(reset.Trigger, $"drew the reset in {Words.Of(reset.Frames[0], [])}: {brief}");
    }

    /// <inheritdoc/>
    public void Take(Incident incident)
    {
        // Each of its resets has a comment of its own.
    }

    void Add(FrameId frame, string text)
    {
        if (_comments.Count >= Most && !_comments.ContainsKey(frame)) return;

        byte[] octets = Encoding.UTF8.GetBytes("rsttrace: " + text);
        ref byte[]? said = ref CollectionsMarshal.GetValueRefOrAddDefault(
            _comments, frame, out bool isMore);
        if (!isMore) said = octets;
        else if (said!.Length < Longest) said = [.. said, (byte)'\n', .. octets];
    }

    static string OfReset(ResetEvent reset)
    {
        Verdict verdict = reset.Verdict;
        string text = $"reset {By(reset)}, {VerdictLines.During(reset)}{Drawn(reset)}: "
            + $"{Why(verdict)}\n{Escaped.Text(verdict.Summary)}";
        return verdict.Fixes.Count > 0
            ? $"{text}\nto do: {Escaped.Text(verdict.Fixes[0].Text)}"
            : text;
    }

    static string Drawn(ResetEvent reset) => reset switch
    {
        { Trigger.IsNone: true } => "",
        { SinceTrigger: { } since } => $", {since} after {Words.Of(reset.Trigger, [])} drew it",
        _ => $", drawn by {Words.Of(reset.Trigger, [])}",
    };

    static string Short(ResetEvent reset) => $"{By(reset)}, {Why(reset.Verdict)}";

    static string Why(Verdict verdict)
        => $"{verdict.Cause.Id}{Words.Doubt(verdict)} ({Words.Sure(verdict.Confidence)})";

    static string By(ResetEvent reset)
    {
        Verdict verdict = reset.Verdict;
        string claimed = $"in the name of the {ContractWords.Of(reset.ClaimedSender)}";
        bool isClaimed = verdict.Sender
            == (reset.ClaimedSender == Side.Client ? Party.Client : Party.Server);
        if (isClaimed) return Words.By(verdict.Sender);

        return verdict.Sender == Party.ThirdParty
            ? $"by {Words.Stranger(verdict.Cause)}{VerdictLines.Where(reset)}, {claimed}"
            : $"{Words.By(verdict.Sender)} {claimed}";
    }
}
