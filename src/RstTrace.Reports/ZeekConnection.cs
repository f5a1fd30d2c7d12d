using System;
using System.Buffers;
using System.Text;
using RstTrace.Core.Flows;
using RstTrace.Core.Resets;
using RstTrace.Core.Wire;

namespace RstTrace.Reports;

/// <summary>A connection and the reset that ends it as Zeek would sum them up: conn_state and
/// history.</summary>
/// <remarks>By the rules of Zeek's scripts/base/protocols/conn/main.zeek, and those of its
/// TCPSessionAdapter.cc for the states of the two ends. What an event does not know is left out,
/// not guessed: docs/formats.md lists it.</remarks>
static class ZeekConnection
{
    static readonly SearchValues<char> s_answers = SearchValues.Create("HAFGIQ");

    // An end's state, in Zeek's words.
    enum EndState
    {
        Inactive,
        Partial,
        SynSent,
        Established,
        Closed,
        Reset,
    }

    /// <summary>How it stands with this reset, such as <c>REJ</c> or <c>RSTR</c>.</summary>
    public static string State(ResetEvent reset)
    {
        FlowSummary flow = reset.Flow;
        EndState originator = StateOf(Side.Client, reset), responder = StateOf(Side.Server, reset);
        if (responder == EndState.Reset)
        {
            bool saidNothing = flow.Client.Octets == 0 && flow.Server.Octets == 0;
            bool isRejected = originator == EndState.SynSent
                || (originator == EndState.Reset && saidNothing);
            return isRejected ? "REJ"
                : originator is EndState.Inactive or EndState.Partial ? "RSTRH"
                : "RSTR";
        }

        if (responder is not (EndState.Inactive or EndState.Partial)) return "RSTO";

        return IsSynThenReset(History(reset)) ? "RSTOS0" : "OTH";
    }

    static EndState StateOf(Side side, ResetEvent reset)
    {
        FlowSummary flow = reset.Flow;
        Endpoint end = side == Side.Client ? flow.Client : flow.Server;
        bool answered = Has(flow.Server, Signs.Syn);
        if (reset.ClaimedSender == side || Has(end, Signs.Reset)) return EndState.Reset;
        if (Has(end, Signs.Fin)) return EndState.Closed;
        if (end.Packets == 0) return EndState.Inactive;
        if (answered) return EndState.Established;
        return Has(end, Signs.Syn) ? EndState.SynSent : EndState.Partial;
    }

    // /\^?S[^HAFGIQ]*R.*/
    static bool IsSynThenReset(string history)
    {
        int reset = history.IndexOf('R', StringComparison.Ordinal);
        return history.StartsWith('S') && reset > 0
            && !history.AsSpan(0, reset).ContainsAny(s_answers);
    }

    /// <summary>The letters of what was seen, the client's in capitals, each once: the handshake,
    /// who spoke first, who closed first, the reset.</summary>
    public static string History(ResetEvent reset)
    {
        FlowSummary flow = reset.Flow;
        var letters = new StringBuilder(16);
        if (Has(flow.Client, Signs.Syn)) letters.Append('S');
        if (Has(flow.Server, Signs.Syn)) letters.Append('h');
        if (flow.HandshakeSeen || IsHalfSeen(reset)) letters.Append('A');

        bool serverFirst = Has(flow.Server, Signs.SpokeFirst);
        Add(letters, flow, serverFirst, 'D', static end => end.Octets > 0);
        Add(letters, flow, serverFirst, 'W', static end => Has(end, Signs.ShutWindow));
        Add(letters, flow, serverFirst, 'G', static end => Has(end, Signs.Gap));
        bool serverClosed = Has(flow.Server, Signs.ClosedFirst);
        Add(letters, flow, serverClosed, 'F', static end => Has(end, Signs.Fin));

        AddResets(letters, reset);
        return letters.ToString();
    }

    // Only the client's side was captured, and it went on as if it had been answered.
    static bool IsHalfSeen(ResetEvent reset)
        => Has(reset.Flow.Client, Signs.Syn) && !Has(reset.Flow.Server, Signs.Syn)
            && reset.Verdict.Stage is Stage.MidStream or Stage.AfterIdle or Stage.Closing;

    static void Add(
        StringBuilder letters, FlowSummary flow, bool serverFirst, char letter,
        Predicate<Endpoint> shows)
    {
        char small = char.ToLowerInvariant(letter);
        if (serverFirst && shows(flow.Server)) letters.Append(small);
        if (shows(flow.Client)) letters.Append(letter);
        if (!serverFirst && shows(flow.Server)) letters.Append(small);
    }

    static void AddResets(StringBuilder letters, ResetEvent reset)
    {
        bool byClient = reset.ClaimedSender == Side.Client;
        if (Has(byClient ? reset.Flow.Server : reset.Flow.Client, Signs.Reset))
            letters.Append(byClient ? 'r' : 'R');

        char letter = (reset.Flags & ControlBits.Fin) != 0 ? 'I'
            : (reset.Flags & ControlBits.Syn) != 0 ? 'Q' : 'R';
        letters.Append(byClient ? letter : char.ToLowerInvariant(letter));
    }

    static bool Has(Endpoint end, Signs sign) => (end.Signs & sign) != 0;
}
