using System;
using RstTrace.Core.Flows;
using RstTrace.Core.Resets;

namespace RstTrace.Core.Kernel;

/// <summary>What a verdict makes of the kernel's word: the surest ground there is, for it says who
/// and why, where packets only show.</summary>
static class KernelGround
{
    // The kernel names the reason, and the packets the case of it.
    const double Said = 0.97, SaidAlone = 0.9;

    // Linux's names of the counters that tell what shares a reason.
    const string AbortOnData = "TcpExtTCPAbortOnData", Overflows = "TcpExtListenOverflows";

    /// <summary>Weighs the causes again, by what the kernel said.</summary>
    /// <param name="evidence">All that is known.</param>
    /// <param name="fits">How well each cause in the catalogue fits the packets; changed.</param>
    public static void Weigh(ResetEvidence evidence, Span<double> fits)
    {
        switch (evidence.Kernel)
        {
            case { Answer: KernelAnswer.Denied }:
                Raise(evidence.Shape == ResetShape.Active ? "injected-reset" : "firewall-reject",
                    fits, Said);
                break;
            case { Answer: KernelAnswer.Sent } word:
                Acquit(fits);
                if (KernelReason.Find(word.Reason) is { } reason)
                    Weigh(evidence, word, reason, fits);
                break;
            default:
                break;
        }
    }

    static void Weigh(
        ResetEvidence evidence, KernelWord word, KernelReason reason, Span<double> fits)
    {
        const double Contradicted = 0.3;
        ReadOnlySpan<CauseEntry> entries = Catalogue.Entries;
        int best = -1;
        for (int index = 0; index < fits.Length; index++)
        {
            bool isMeant = Array.IndexOf(reason.Causes, entries[index].Id) >= 0
                && IsPossible(entries[index].Id, evidence, word);
            if (!isMeant) fits[index] *= Contradicted;
            else if (fits[index] > 0 && (best < 0 || fits[index] > fits[best])) best = index;
        }

        if (best >= 0) fits[best] = Math.Max(fits[best], Said);
        else Raise(FirstPossible(evidence, word, reason), fits, SaidAlone);
    }

    static string FirstPossible(ResetEvidence evidence, KernelWord word, KernelReason reason)
    {
        foreach (string cause in reason.Causes)
            if (IsPossible(cause, evidence, word)) return cause;

        return reason.Causes[0];
    }

    // What shares a reason and is told apart by state and counters: tcp_abort sends in the state
    // that the socket has, tcp_disconnect after it was closed (Linux net/ipv4/tcp.c); a close with
    // SO_LINGER 0 counts, a listener that closes does not (inet_csk_listen_stop).
    static bool IsPossible(string cause, ResetEvidence evidence, KernelWord word) => cause switch
    {
        "port-closed" => evidence.Shape == ResetShape.Refusal,
        "accept-queue-overflow" => word.Moved(Overflows) != 0,
        "accept-queue-flushed" => !IsDestroyed(word)
            && !(word.Moved(AbortOnData) is { } lingered && lingered >= word.Aborts),
        "linger-zero-abort" => IsDestroyed(word) || !MayHaveWaited(evidence)
            || word.Moved(AbortOnData) != 0,
        "server-reject-on-accept" => !IsDestroyed(word) && word.Moved(AbortOnData) != 0,
        "connect-and-abort" => !IsDestroyed(word),
        _ => true,
    };

    // As far as packets show, no program had taken the connection yet.
    static bool MayHaveWaited(ResetEvidence e)
        => e.Sender == Side.Server && e.Flow.HandshakeSeen && !e.Flow.Server.Has(HalfTraits.Data);

    /// <summary>Whether the socket was destroyed from outside, as <c>ss -K</c> does.</summary>
    public static bool IsDestroyed(KernelWord word)
        => word is { Reason: "TCP_STATE", IsOfProcess: true, State: not null and not "CLOSE" };

    // No box did what the kernel did.
    static void Acquit(Span<double> fits)
    {
        for (int index = 0; index < fits.Length; index++)
            if (Catalogue.Entries[index].Doer == Doer.Box) fits[index] = 0;
    }

    static void Raise(string cause, Span<double> fits, double to)
    {
        for (int index = 0; index < fits.Length; index++)
            if (Catalogue.Entries[index].Id == cause) fits[index] = Math.Max(fits[index], to);
    }
}
