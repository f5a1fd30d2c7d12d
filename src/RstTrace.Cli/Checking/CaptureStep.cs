using System;
using System.Collections.Generic;
using System.Threading;
using RstTrace.Core.Resets;
using RstTrace.Host.Checking;

namespace RstTrace.Cli.Checking;

/// <summary>Step: what the engine says of the resets that the check itself drew.</summary>
sealed class CaptureStep(CheckCapture capture, ushort port) : IStep
{
    const int MostEvidence = 4;

    public string Id => "capture";

    public string Title => "what the packets of this check say";

    public Finding Run(CancellationToken ending)
    {
        IReadOnlyList<ResetEvent> events = capture.End();
        if (capture.Failure is { } failure)
            return this.Skipped($"nothing was captured: {failure}");

        var drawn = new List<ResetEvent>();
        foreach (ResetEvent reset in events)
        {
            // A connection that we close with words unread ends with a reset of ours.
            bool isOurs = reset.ClaimedSender == Core.Flows.Side.Client;
            if (reset.Flow.Server.Port == port && !isOurs) drawn.Add(reset);
        }

        if (drawn.Count == 0)
        {
            return this.Found(
                StepVerdict.Ok,
                $"{capture.Frames} frames captured, and no reset of the service among them");
        }

        ResetEvent surest = drawn[0];
        foreach (ResetEvent reset in drawn)
            if (reset.Verdict.Confidence > surest.Verdict.Confidence) surest = reset;

        return Told(drawn, surest);
    }

    Finding Told(List<ResetEvent> drawn, ResetEvent surest)
    {
        Verdict verdict = surest.Verdict;
        int alike = 0;
        foreach (ResetEvent reset in drawn)
            if (reset.Verdict.Cause.Id == verdict.Cause.Id) alike++;

        var evidence = new List<string> { verdict.Summary };
        foreach (Evidence one in verdict.Evidence)
            if (evidence.Count < MostEvidence) evidence.Add(one.Text);

        if (verdict.Cause.Id == "port-closed")
        {
            evidence.Insert(0, "each reset was judged by itself, and a firewall's looks the same: "
                + "where the step 'port' says more, it has compared");
        }

        string sender = verdict.Sender switch
        {
            Party.Server => "the server",
            Party.Client => "the client",
            Party.ThirdParty => "a box on the way",
            Party.Unknown or _ => "nobody can tell whom",
        };
        return this.Found(
            StepVerdict.Bad,
            Headline(alike, drawn.Count, verdict, sender)) with
        {
            Evidence = evidence,
            Weight = 10,
            Next = [new Fix("What that cause means.", $"rsttrace causes {verdict.Cause.Id}")],
        };
    }

    static string Headline(int alike, int all, Verdict verdict, string sender)
        => FormattableString.Invariant(
            $"{alike} of {all} resets: {verdict.Cause.Title} ({verdict.Cause.Id}), from {sender}, ")
            + FormattableString.Invariant($"confidence {verdict.Confidence:0.00}");
}
