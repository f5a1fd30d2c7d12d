using System;
using System.Collections.Generic;
using RstTrace.Core.Flows;
using RstTrace.Core.Incidents;
using RstTrace.Core.Resets;
using RstTrace.Core.Silences;

namespace RstTrace.Reports;

/// <summary>One verdict in words: who, when, why, not, weak, do, proof.</summary>
/// <param name="lines">Where it is written.</param>
/// <param name="files">Names of the capture's files.</param>
sealed class VerdictText(VerdictLines lines, IReadOnlyList<string> files)
{
    const int BriefEvidence = 3;
    const string Ellipsis = "...";
    const StringComparison Exactly = StringComparison.Ordinal;

    /// <summary>Whether times need their day.</summary>
    public bool WithDay { get; init; }

    /// <summary>What shows the reset in Wireshark; null where nothing does.</summary>
    public string? Wireshark { get; init; }

    /// <summary>The best of an incident: the verdict of its example, what would refute it, the
    /// first fix, the strongest evidence.</summary>
    public void WriteBrief(Incident incident)
    {
        ResetEvent reset = incident.Example;
        Verdict verdict = reset.Verdict;
        WriteWhoWhenWhy(reset, incident.IdleTimeout, isBrief: true);
        if (incident.Kind != IncidentKind.Resets) Write("unless", incident.RefutedBy);
        else if (verdict.Alternatives.Count > 0) WriteNot("not", verdict.Alternatives[0]);

        // Most captures end soon after what they are about: that weakens little.
        WriteWeak(reset.Degraded & ~Degradations.Unsettled);
        if (incident.Fixes.Count > 0) WriteDo("do", incident.Fixes[0]);
        WriteProof(reset, BriefEvidence);
        WriteOpen();
    }

    /// <summary>All of it.</summary>
    public void WriteFull(ResetEvent reset)
    {
        Verdict verdict = reset.Verdict;
        WriteWhoWhenWhy(reset, reset.IdleTimeout, isBrief: false);
        WriteProof(reset, int.MaxValue);
        for (int i = 0; i < verdict.Alternatives.Count; i++)
            WriteNot(i == 0 ? "not" : "", verdict.Alternatives[i]);

        WriteWeak(reset.Degraded);
        for (int i = 0; i < verdict.Fixes.Count; i++)
            WriteDo(i == 0 ? "do" : "", verdict.Fixes[i]);
        WriteOpen();
    }

    void WriteWhoWhenWhy(ResetEvent reset, IdleBracket? timeout, bool isBrief)
    {
        string summary = reset.Verdict.Summary;
        Write("who", Who(reset));
        Write("when", When(reset));
        Write("why", $"{summary} ({Words.Sure(reset.Verdict.Confidence)})");
        if (reset.StatedReason is { } reason && !summary.Contains($"\"{reason}\"", Exactly))
            Write("says", $"\"{reason}\"");
        WriteSaid(reset.Flow, summary, isBrief);
        if (timeout != null) Write("idle", Idle(timeout));
    }

    // What the summary quotes is not said again.
    void WriteSaid(FlowSummary flow, string summary, bool isBrief)
    {
        string client = Said("client", flow.ClientOpening, summary);
        string server = Said("server", flow.ServerOpening, summary);
        string between = client.Length > 0 && server.Length > 0 ? "; " : "";
        if (client.Length + server.Length == 0) return;

        // Two lines for both: the shorter one leaves its room to the other.
        int room = (2 * lines.Room) - between.Length;
        if (isBrief && client.Length + server.Length > room)
        {
            int half = room / 2;
            int ofClient = Math.Max(half, room - server.Length);
            int ofServer = room - Math.Min(client.Length, ofClient);
            client = Clipped(client, ofClient);
            server = Clipped(server, ofServer);
        }

        Write("said", client + between + server);
    }

    static string Said(string side, string? opening, string summary)
        => opening is null || summary.Contains(opening, Exactly) ? "" : $"{side}: {opening}";

    static string Clipped(string text, int room)
        => text.Length <= room ? text : text[..(room - Ellipsis.Length)] + Ellipsis;

    string Idle(IdleBracket timeout)
    {
        string told = timeout.Sentence(frame => Words.Of(frame, files));
        return timeout.Heartbeat is { } heartbeat
            ? $"{told}; heartbeat {heartbeat}: {timeout.HeartbeatReason}"
            : told;
    }

    static string Who(ResetEvent reset)
    {
        FlowSummary flow = reset.Flow;
        string side = ContractWords.Of(reset.ClaimedSender);
        string claimed = $"{side} {flow.EndpointText(reset.Source)}";
        string receiver = reset.ClaimedSender == Side.Client ? "server" : "client";
        string to = $"to {receiver} {flow.EndpointText(reset.Destination)}";
        return reset.Verdict.Sender switch
        {
            Party.ThirdParty => $"{Words.Stranger(reset.Verdict.Cause)}{Where(reset)}, in the name "
                + $"of {claimed}, {to}",
            Party.Unknown => $"unknown; it bears the address of {claimed}, {to}",
            Party.Client when reset.ClaimedSender == Side.Server =>
                $"the client, in the name of {claimed}, {to}",
            Party.Server when reset.ClaimedSender == Side.Client =>
                $"the server, in the name of {claimed}, {to}",
            Party.Client or Party.Server or _ => $"{claimed} {to}",
        };
    }

    /// <summary>How far away the box that made it is; empty where nobody knows.</summary>
    public static string Where(ResetEvent reset) => reset.HopsAway switch
    {
        null => "",
        0 => ", by its TTL on this very link",
        { } hops => $", by its TTL {Words.Count(hops, "hop")} from here",
    };

    string When(ResetEvent reset)
    {
        string text = TimeText.Clock(reset.Time, WithDay) + ", " + During(reset);
        if (reset.Trigger.IsNone) return text;

        string trigger = Words.Of(reset.Trigger, files);
        return reset.SinceTrigger is { } since
            ? $"{text}; {since} after {trigger}, which drew it"
            : $"{text}; drawn by {trigger}";
    }

    /// <summary>When in the connection's life.</summary>
    public static string During(ResetEvent reset)
    {
        string into = $"{reset.Flow.Duration} into the connection";
        return reset.Verdict.Stage switch
        {
            Stage.Handshake => "in the handshake",
            Stage.AfterIdle when reset.Idle is { } idle =>
                $"after {idle} of silence, {into}",
            Stage.AfterIdle => $"after a silence, {into}",
            Stage.MidStream => $"mid-stream, {into}",
            Stage.Closing => $"while closing, {into}",
            Stage.NoConnection or _ => "with no connection that it belongs to",
        };
    }

    void WriteNot(string label, Alternative alternative)
    {
        string by = alternative.Sender is { } sender ? " " + Words.By(sender) : "";
        string text = $"{alternative.Cause.Id}{by} ({Words.Share(alternative.Confidence)})";
        if (alternative.SeparateBy.Length > 0) text += "; to tell: " + alternative.SeparateBy;
        Write(label, text);
    }

    void WriteWeak(Degradations degraded)
    {
        string label = "weak";
        foreach ((Degradations flag, string sentence) in Words.Weaknesses)
        {
            if ((degraded & flag) == 0) continue;
            Write(label, sentence, Ink.Doubtful);
            label = "";
        }
    }

    void WriteDo(string label, Fix fix)
    {
        Write(label, fix.Text);
        if (fix.Command is { } command) lines.Command(command);
    }

    void WriteOpen()
    {
        if (Wireshark is { } command) lines.Command("open", command);
    }

    /// <summary>The evidence for the verdict, then the evidence against it. Where the sender is
    /// not known, all of it is why.</summary>
    void WriteProof(ResetEvent reset, int most)
    {
        Party sender = reset.Verdict.Sender;
        if (sender == Party.Unknown)
        {
            WriteEvidence("proof", reset, static _ => true, most);
            return;
        }

        WriteEvidence("proof", reset, says => says == sender || says == Party.Unknown, most);
        WriteEvidence("but", reset, says => says != sender && says != Party.Unknown, most);
    }

    void WriteEvidence(string label, ResetEvent reset, Predicate<Party> fits, int most)
    {
        int shown = 0;
        foreach (Evidence evidence in reset.Verdict.Evidence)
        {
            if (!fits(evidence.Says)) continue;
            if (shown == most) break;

            string proof = evidence.Frames.Count > 0
                ? $"{Words.Of(evidence.Frames, files)}: {evidence.Text}"
                : evidence.Text;
            Write(shown++ == 0 ? label : "", proof);
        }

        if (shown == 0 && label == "proof") Write(label, Words.Of(reset.Frames, files));
    }

    void Write(string label, string text, Ink ink = Ink.Plain)
        => lines.Line(label, text, ink);
}
