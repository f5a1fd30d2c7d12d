using System;
using System.Collections.Generic;
using RstTrace.Core.Flows;
using RstTrace.Core.Incidents;
using RstTrace.Core.Kernel;
using RstTrace.Core.Resets;
using RstTrace.Core.Silences;

namespace RstTrace.Reports;

/// <summary>One line of a verdict.</summary>
/// <param name="Label">A word that says what it is; empty where it goes on with the line
/// above.</param>
/// <param name="Text">What is said, as it came: not yet made safe to show. Empty where the command
/// says it.</param>
/// <param name="Ink">How it stands out.</param>
readonly record struct VerdictLine(string Label, string Text, Ink Ink = Ink.Plain)
{
    /// <summary>What to type, to be copied as it stands; null when nothing is typed.</summary>
    public string? Command { get; init; }
}

/// <summary>One verdict in words: who, when, why, not, weak, do, proof, open. However it is
/// laid out.</summary>
/// <param name="files">Names of the capture's files.</param>
/// <param name="withDay">Whether times need their day.</param>
sealed class VerdictLines(IReadOnlyList<string> files, bool withDay)
{
    const int BriefEvidence = 3, BriefLogLines = 2, BriefLogLine = 200;
    const string Ellipsis = "...";
    const StringComparison Exactly = StringComparison.Ordinal;

    /// <summary>What shows the reset in Wireshark; null where nothing does.</summary>
    public string? Wireshark { get; init; }

    /// <summary>The best of an incident: the verdict of its example, what would refute it, the
    /// first fix, the strongest evidence.</summary>
    /// <param name="incident">The incident.</param>
    /// <param name="roomToSay">Characters that what the two sides said may take.</param>
    public IEnumerable<VerdictLine> Brief(Incident incident, int roomToSay)
    {
        ResetEvent reset = incident.Example;
        IReadOnlyList<Alternative> alternatives = reset.Verdict.Alternatives;
        foreach (VerdictLine line in Story(reset, incident.IdleTimeout, roomToSay))
            yield return line;
        if (Unless(incident) is { } unless) yield return unless;
        else if (alternatives.Count > 0) yield return Not(alternatives[0]);
        foreach (VerdictLine line in Weak(Words.WorthSaying(reset.Degraded))) yield return line;
        if (incident.Fixes.Count > 0) yield return Do(incident.Fixes[0]);
        foreach (VerdictLine line in Proof(reset, BriefEvidence)) yield return line;
        foreach (VerdictLine line in Logs(reset, BriefLogLines, BriefLogLine)) yield return line;
        if (Open is { } open) yield return open;
    }

    /// <summary>All of it.</summary>
    public IEnumerable<VerdictLine> Full(ResetEvent reset)
    {
        Verdict verdict = reset.Verdict;
        foreach (VerdictLine line in Story(reset, reset.IdleTimeout)) yield return line;
        foreach (VerdictLine line in Proof(reset)) yield return line;
        foreach (VerdictLine line in Logs(reset)) yield return line;
        for (int i = 0; i < verdict.Alternatives.Count; i++)
            yield return Not(verdict.Alternatives[i], isFirst: i == 0);

        foreach (VerdictLine line in Weak(reset.Degraded)) yield return line;
        for (int i = 0; i < verdict.Fixes.Count; i++)
            yield return Do(verdict.Fixes[i], isFirst: i == 0);
        if (Open is { } open) yield return open;
    }

    /// <summary>What is typed to see it in Wireshark; null where nothing is.</summary>
    public VerdictLine? Open
        => Wireshark is null ? null : new VerdictLine("open", "") { Command = Wireshark };

    /// <summary>What would refute a pattern; null where there is none.</summary>
    public static VerdictLine? Unless(Incident incident)
        => incident.Kind == IncidentKind.Resets
            ? null
            : new VerdictLine("unless", incident.RefutedBy);

    /// <summary>Who, when and why, and what it and the two sides say.</summary>
    /// <param name="reset">The reset.</param>
    /// <param name="timeout">What is known of an idle timeout; null for nothing.</param>
    /// <param name="roomToSay">Characters that what the two sides said may take.</param>
    public IEnumerable<VerdictLine> Story(
        ResetEvent reset, IdleBracket? timeout, int roomToSay = int.MaxValue)
    {
        string summary = reset.Verdict.Summary;
        string proven = reset.Verdict.SenderConfidence is { } sure
            ? $" ({Words.Sure(sure)}, by captures of both ends)" : "";
        yield return new("who", Who(reset) + proven);
        yield return new("when", When(reset));
        yield return new("why", $"{summary} ({Words.Sure(reset.Verdict.Confidence)})");
        if (reset.StatedReason is { } reason && !summary.Contains($"\"{reason}\"", Exactly))
            yield return new("says", $"\"{reason}\"");
        if (Said(reset.Flow, summary, roomToSay) is { Length: > 0 } said)
            yield return new("said", said);
        if (reset.Kernel?.Owner is { } owner) yield return new("whose", Whose(owner));
        if (timeout != null) yield return new("idle", Idle(timeout));
    }

    static string Whose(SocketOwner owner)
    {
        string text = owner.Name;
        if (owner.Id is { } id) text += $", process {id}";
        if (owner.Unit is { } unit) text += $", {unit}";
        if (owner.Container is { } container) text += $", container {container}";
        return text + owner.Tie switch
        {
            OwnerTie.Caller => ": it was in a call on this socket when the reset was sent",
            OwnerTie.Closer => ": it had closed the socket",
            OwnerTie.Connector => ": it had opened the connection",
            OwnerTie.Listener or _ => ": it listens on the port (a child may have accepted)",
        };
    }

    /// <summary>The evidence for the verdict, then the evidence against it. Where the sender is
    /// not known, all of it is why.</summary>
    /// <param name="reset">The reset.</param>
    /// <param name="most">Observations for, and as many against.</param>
    public List<VerdictLine> Proof(ResetEvent reset, int most = int.MaxValue)
    {
        Party sender = reset.Verdict.Sender;
        var lines = new List<VerdictLine>();
        AddEvidence(lines, "proof", reset, most, says =>
            sender == Party.Unknown || says == sender || says == Party.Unknown);
        if (lines.Count == 0) lines.Add(new("proof", Words.Of(reset.Frames, files)));
        if (sender != Party.Unknown)
        {
            AddEvidence(
                lines, "but", reset, most, says => says != sender && says != Party.Unknown);
        }

        return lines;
    }

    /// <summary>The lines of logs that fit it, the best first.</summary>
    /// <param name="reset">The reset.</param>
    /// <param name="most">Lines.</param>
    /// <param name="room">Characters of one.</param>
    public static IEnumerable<VerdictLine> Logs(
        ResetEvent reset, int most = int.MaxValue, int room = int.MaxValue)
    {
        for (int i = 0; i < reset.LogLines.Count && i < most; i++)
        {
            string text = Clipped(LogLineText.Of(reset.LogLines[i]), room);
            yield return new(i == 0 ? "log" : "", text);
        }
    }

    /// <summary>What else it could be, and how to tell.</summary>
    public static VerdictLine Not(Alternative alternative, bool isFirst = true)
    {
        string by = alternative.Sender is { } sender ? " " + Words.By(sender) : "";
        string text = $"{alternative.Cause.Id}{by} ({Words.Share(alternative.Confidence)})";
        if (alternative.SeparateBy.Length > 0) text += "; to tell: " + alternative.SeparateBy;
        return new(isFirst ? "not" : "", text);
    }

    /// <summary>What weakens it.</summary>
    public static IEnumerable<VerdictLine> Weak(Degradations degraded)
    {
        string label = "weak";
        foreach ((Degradations flag, string sentence) in Words.Weaknesses)
        {
            if ((degraded & flag) == 0) continue;
            yield return new(label, sentence, Ink.Doubtful);
            label = "";
        }
    }

    /// <summary>What to check or change.</summary>
    public static VerdictLine Do(Fix fix, bool isFirst = true)
        => new(isFirst ? "do" : "", fix.Text) { Command = fix.Command };

    // What the summary quotes is not said again.
    static string Said(FlowSummary flow, string summary, int room)
    {
        string client = Said("client", flow.ClientOpening, summary);
        string server = Said("server", flow.ServerOpening, summary);
        if (client.Length + server.Length == 0) return "";

        // The shorter one leaves its room to the other.
        string between = client.Length > 0 && server.Length > 0 ? "; " : "";
        room -= between.Length;
        if ((long)client.Length + server.Length > room)
        {
            int half = room / 2;
            int ofClient = Math.Max(half, room - server.Length);
            int ofServer = room - Math.Min(client.Length, ofClient);
            client = Clipped(client, ofClient);
            server = Clipped(server, ofServer);
        }

        return client + between + server;
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
        string text = TimeText.Clock(reset.Time, withDay) + ", " + During(reset);
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

    void AddEvidence(
        List<VerdictLine> lines, string label, ResetEvent reset, int most, Predicate<Party> fits)
    {
        int shown = 0;
        foreach (Evidence evidence in reset.Verdict.Evidence)
        {
            if (!fits(evidence.Says)) continue;
            if (shown == most) break;

            string proof = evidence.Frames.Count > 0
                ? $"{Words.Of(evidence.Frames, files)}: {evidence.Text}"
                : evidence.Text;
            lines.Add(new(shown++ == 0 ? label : "", proof));
        }
    }
}
