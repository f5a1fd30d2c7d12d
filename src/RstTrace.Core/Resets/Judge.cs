using System;
using System.Collections.Generic;
using RstTrace.Core.Application;
using RstTrace.Core.Flows;
using RstTrace.Core.Kernel;
using RstTrace.Core.Resets.Senders;
using RstTrace.Core.Wire;

namespace RstTrace.Core.Resets;

/// <summary>From evidence to verdict.</summary>
static class Judge
{
    const int MaxAlternatives = 3;

    /// <summary>The event of a settled reset.</summary>
    /// <param name="evidence">What is known of it.</param>
    /// <param name="weakness">What weakens the verdict beside what the evidence shows.</param>
    public static ResetEvent Event(
        ResetEvidence evidence, Degradations weakness = Degradations.None)
    {
        Degradations degraded = evidence.Degraded | weakness;
        // What the kernel says is true, whatever the capture lacks.
        bool isSaid = evidence.Kernel is { Answer: not KernelAnswer.None };
        Verdict verdict = Verdict(evidence, isSaid ? 1 : Trust(degraded));
        return new ResetEvent
        {
            Frames = evidence.Frames.Count == 1 ? evidence.ResetAlone : [.. evidence.Frames],
            Time = evidence.Reset.Time,
            ClaimedSender = evidence.Sender,
            Verdict = verdict,
            HopsAway = verdict.Sender == Party.ThirdParty ? evidence.HopsAway : null,
            Flags = evidence.Reset.Control,
            Shape = evidence.Shape,
            SequenceFit = evidence.Fit,
            Accepted = evidence.Kernel?.Accepted ?? evidence.Accepted,
            Idle = evidence.Idle,
            IdleTimeout = evidence.IsAfterIdle ? evidence.Bracket : null,
            SinceTrigger = evidence.HasTrigger ? evidence.Reset.Time - evidence.Trigger.Time : null,
            Trigger = evidence.Trigger.Frame,
            StatedReason = evidence.Stated?.Text,
            Kernel = evidence.Kernel,
            Flow = Summary(evidence),
            Degraded = degraded,
        };
    }

    static Verdict Verdict(ResetEvidence evidence, double trust)
    {
        SenderAssessment sender = evidence.Assessment;
        Span<double> fits = stackalloc double[Catalogue.Entries.Length];
        for (int index = 0; index < fits.Length; index++)
            fits[index] = Catalogue.Entries[index].Weigh(evidence);

        KernelGround.Weigh(evidence, fits);

        // Where an end is taken for the sender, no box is accused by way of the cause: but its own
        // packet filter, where its kernel denies the reset.
        bool isByEnd = sender.Sender is Party.Client or Party.Server
            && evidence.Kernel is not { Answer: KernelAnswer.Denied };
        (CauseEntry cause, double fit) = TakeBest(fits, mayBeBox: !isByEnd);
        double confidence = fit * trust * sender.Trust;

        return new Verdict
        {
            Sender = sender.Sender,
            Stage = Phase.StageOf(evidence),
            Phase = evidence.Phase.Id,
            RadarStage = evidence.Phase.Radar,
            Cause = cause,
            Summary = Summary(evidence, cause, sender.Sender),
            Confidence = Math.Round(confidence, 2),
            Evidence = sender.Evidence,
            Alternatives = Alternatives(cause, fits, confidence, sender.Sender, evidence),
            Fixes = Fixes(evidence, cause, sender.Sender),
        };
    }

    static string Summary(ResetEvidence evidence, CauseEntry cause, Party sender)
    {
        string told = cause.Tell(evidence);
        if (evidence.Kernel is { Answer: not KernelAnswer.None })
            return told + KernelSentence.Added(evidence);
        return (sender, cause.Doer) switch
        {
            (Party.Unknown, Doer.End) => $"{Doubt(evidence)} If it did: {told}",
            (Party.Unknown, Doer.Box) => $"{Doubt(evidence)} If it did not: {told}",
            (Party.Unknown, _) => $"{Doubt(evidence)} {told}",
            (Party.ThirdParty, Doer.End) => "A box on the path sent it in the name of the "
                + $"{Say.Of(evidence.Sender)}. Who takes it for genuine reads: {told}",
            _ => told,
        };
    }

    static string Doubt(ResetEvidence evidence)
        => $"Whether the {Say.Of(evidence.Sender)} sent it is in doubt.";

    // To send people to a host that may have nothing to do with it is the worst advice.
    static IReadOnlyList<Fix> Fixes(ResetEvidence evidence, CauseEntry cause, Party sender)
    {
        bool isByEnd = sender is Party.Client or Party.Server;
        if (!isByEnd && cause.Doer == Doer.End) return [CaptureAtSender(evidence)];

        IReadOnlyList<Fix> fixes = Placeholders.Fill(cause.Fixes, evidence);
        return (sender, cause.Doer) switch
        {
            (Party.Unknown, Doer.Box) => [CaptureAtSender(evidence), .. fixes],
            (Party.Unknown, _) => [.. fixes, CaptureAtSender(evidence)],
            _ => fixes,
        };
    }

    static Fix CaptureAtSender(ResetEvidence evidence)
        => new($"Capture at the {Say.Of(evidence.Sender)} too, at the same time: a reset that it "
            + "did not send was made on the path.",
            $"tcpdump -i any -s 128 -w {Say.Of(evidence.Sender)}.pcap host "
            + evidence.AddressOf(evidence.Receiver));

    /// <summary>The cause that fits best, of equals the first in the catalogue, and how well: 0
    /// where none fits. The next call takes the next best.</summary>
    /// <param name="fits">How well each cause in the catalogue fits.</param>
    /// <param name="mayBeBox">Whether it may be one that a box on the path does.</param>
    static (CauseEntry Cause, double Fit) TakeBest(Span<double> fits, bool mayBeBox = true)
    {
        int best = 0;
        double fit = 0;
        for (int index = 0; index < fits.Length; index++)
        {
            bool counts = mayBeBox || Catalogue.Entries[index].Doer != Doer.Box;
            if (counts && fits[index] > fit) (best, fit) = (index, fits[index]);
        }

        fits[best] = 0;
        return (Catalogue.Entries[best], fit);
    }

    // What is left of certainty is theirs to share.
    static List<Alternative> Alternatives(
        CauseEntry verdict,
        Span<double> fits,
        double confidence,
        Party sender,
        ResetEvidence evidence)
    {
        var alternatives = new List<Alternative>(MaxAlternatives);
        double left = 1 - Math.Round(confidence, 2);
        while (alternatives.Count < MaxAlternatives)
        {
            (CauseEntry cause, double fit) = TakeBest(fits);
            if (fit <= 0 || cause == Causes.Unknown.Cause) break;
            double share = Math.Floor(Math.Min(Math.Min(fit, confidence), left) * 90) / 100;
            left -= share;
            string separateBy = Catalogue.Separate(verdict, cause);
            Party? other = OtherSender(cause, sender, evidence);
            alternatives.Add(new Alternative(other, cause, share, separateBy));
        }

        return alternatives;
    }

    static Party? OtherSender(CauseEntry cause, Party sender, ResetEvidence evidence)
        => cause.Doer switch
        {
            Doer.Box when sender != Party.ThirdParty => Party.ThirdParty,
            Doer.End when sender is Party.ThirdParty or Party.Unknown =>
                SenderRule.Claimed(evidence),
            Doer.End or Doer.Box or Doer.Either or _ => null,
        };

    // What is not in the capture cannot be weighed.
    static double Trust(Degradations degraded)
    {
        double trust = 1;
        if ((degraded & (Degradations.NoHandshake | Degradations.Evicted)) != 0) trust *= 0.8;
        if ((degraded & Degradations.OneDirection) != 0) trust *= 0.8;
        if ((degraded & Degradations.Gap) != 0) trust *= 0.9;
        if ((degraded & Degradations.Clock) != 0) trust *= 0.9;
        return trust;
    }

    static FlowSummary Summary(ResetEvidence evidence)
    {
        ref readonly FlowPicture flow = ref evidence.Flow;
        return new FlowSummary
        {
            Client = EndpointOf(in flow, Side.Client),
            Server = EndpointOf(in flow, Side.Server),
            IsIpv6 = flow.Key.IsIpv6,
            Encapsulation = flow.Key.Encapsulation,
            ReturnEncapsulation = flow.ReturnEncapsulation,
            FirstFrame = flow.StartFrame,
            Start = flow.Start,
            Duration = evidence.Reset.Time - flow.Start,
            HandshakeSeen = flow.HandshakeSeen,
            RoundTrip = flow.RoundTrip,
            Stream = flow.Stream,
            Protocol = ProtocolOf(evidence),
            ClientOpening = evidence.ClientOpening.Description,
            ServerOpening = evidence.ServerOpening.Description,
            TlsServerName = evidence.ClientOpening.TlsServerName,
            HttpHost = evidence.ClientOpening.HttpHost,
        };
    }

    static string? ProtocolOf(ResetEvidence evidence)
    {
        ApplicationProtocol client = evidence.ClientOpening.Protocol;
        return (client == ApplicationProtocol.Unknown
            ? evidence.ServerOpening.Protocol
            : client).Word();
    }

    static Endpoint EndpointOf(in FlowPicture flow, Side side)
    {
        (IpAddress address, ushort port) = flow.EndpointOf(side);
        HalfPicture half = flow[side];
        return new Endpoint(address, port, half.Packets, half.Octets)
        {
            Signs = SignsOf(in flow, side),
        };
    }

    static Signs SignsOf(in FlowPicture flow, Side side)
    {
        HalfPicture half = flow[side], other = flow[side.Other];
        bool isClient = side == Side.Client;
        bool spokeFirst = half.Has(HalfTraits.Data)
            && (isClient != flow.Has(FlowTraits.ServerSpokeFirst) || !other.Has(HalfTraits.Data));
        bool closedFirst = half.SawFin && (!other.SawFin || half.FinTime < other.FinTime);
        return Sign(Signs.Syn, half.SawSyn)
            | Sign(Signs.Fin, half.SawFin)
            | Sign(Signs.Gap, half.Has(HalfTraits.Gap))
            | Sign(Signs.ShutWindow, half.Has(HalfTraits.ShutWindow))
            | Sign(
                Signs.Reset,
                flow.Has(isClient ? FlowTraits.ClientReset : FlowTraits.ServerReset))
            | Sign(Signs.SpokeFirst, spokeFirst)
            | Sign(Signs.ClosedFirst, closedFirst);
    }

    static Signs Sign(Signs sign, bool holds) => holds ? sign : Signs.None;
}
