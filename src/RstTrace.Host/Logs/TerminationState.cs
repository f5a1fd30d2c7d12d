using System;
using RstTrace.Host.Logs.Formats;

namespace RstTrace.Host.Logs;

/// <summary>What HAProxy says of how a session ended, in words (Configuration Manual, "Session
/// state at disconnection").</summary>
static class TerminationState
{
    /// <summary>The phrase of a line of HAProxy; null where it is none.</summary>
    /// <param name="process">Who wrote it.</param>
    /// <param name="text">What it says.</param>
    public static Phrase? Find(string? process, string text)
    {
        bool isHaproxy = process?.StartsWith("haproxy", StringComparison.Ordinal) == true;
        if (!isHaproxy || Haproxy.TerminationState(text) is not { } state) return null;

        string who = Who(state[0]), when = When(state[1]);
        return new Phrase(
            "haproxy-" + state, [], $"HAProxy, {state}: {who}{when}.",
            "HAProxy Configuration Manual, Session state at disconnection")
        {
            Moment = PhraseMoment.End,
        };
    }

    static string Who(char first) => first switch
    {
        'C' => "the client broke off",
        'S' => "the server behind broke off or refused",
        'P' => "HAProxy ended it by a rule or limit",
        'L' => "HAProxy answered it itself",
        'R' => "HAProxy had no resource left (memory, ports, files)",
        'I' => "HAProxy found an error of its own",
        'D' => "HAProxy ended it, since the server behind was found down",
        'U' => "HAProxy ended it, since a server of higher rank came back",
        'K' => "an operator of HAProxy ended it",
        'c' => "HAProxy's \"timeout client\" ran out",
        's' => "HAProxy's \"timeout server\" (or connect) ran out",
        _ => "it ended in order",
    };

    static string When(char second) => second switch
    {
        'R' => ", while it waited for the client's request",
        'Q' => ", while it waited in the queue for a server",
        'C' => ", while it connected to the server",
        'H' => ", while it waited for the server's answer",
        'D' => ", while data passed",
        'L' => ", while the last data went to the client",
        'T' => ", while the client was kept waiting on purpose",
        _ => "",
    };
}
