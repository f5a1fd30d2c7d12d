using System.Globalization;
using System.Text;
using RstTrace.Core.Flows;
using RstTrace.Core.Resets;
using RstTrace.Core.Resets.Senders;

namespace RstTrace.Core.Kernel;

/// <summary>The kernel's word for a reset in plain words.</summary>
static class KernelSentence
{
    const int MostCounters = 4;

    /// <summary>It as an observation; null where it says nothing of who sent the reset or who took
    /// it.</summary>
    public static Evidence? Observation(ResetEvidence e)
    {
        if (e.Kernel is not { } word) return null;

        string? text = word.Answer switch
        {
            KernelAnswer.Sent => SentBy(e, word),
            KernelAnswer.Denied => $"the {Say.Of(e.Sender)}'s kernel, this host's, did not send "
                + "it, though it left in its name: a packet filter (nft or iptables REJECT) or a "
                + "program that makes packets itself did",
            KernelAnswer.None or _ => word.Accepted switch
            {
                true => $"the {Say.Of(e.Receiver)}'s kernel, this host's, took it",
                false => $"the {Say.Of(e.Receiver)}'s kernel, this host's, did not take it",
                null => null,
            },
        };
        Party says = word.Answer == KernelAnswer.None ? Party.Unknown : SenderRule.Claimed(e);
        return text is null ? null : new Evidence("kernel", says, e.ResetAlone, text);
    }

    /// <summary>What is added to a summary; empty for nothing.</summary>
    public static string Added(ResetEvidence e) => e.Kernel switch
    {
        { Answer: KernelAnswer.Denied } => $" The {Say.Of(e.Sender)}'s own kernel did not send it: "
            + "what did is on that host.",
        { Answer: KernelAnswer.Sent, Reason: { } reason } word
            => $" Its kernel says so: {reason}{By(word)}.",
        { Answer: KernelAnswer.Sent } word => $" Its kernel sent it{By(word)}.",
        _ => "",
    };

    static string SentBy(ResetEvidence e, KernelWord word)
    {
        var text = new StringBuilder($"the {Say.Of(e.Sender)}'s kernel, this host's, sent it");
        if (word.Reason is { } reason)
        {
            text.Append(CultureInfo.InvariantCulture, $" ({reason})");
            string? meaning = KernelGround.IsDestroyed(word)
                ? "its socket was destroyed from outside, as ss -K does"
                : KernelReason.Find(reason)?.Meaning;
            if (meaning is not null) text.Append(": ").Append(meaning);
        }

        if (word.Match == KernelMatch.Listener) text.Append("; matched by port and time");
        if (word.Match == KernelMatch.Translated)
            text.Append("; matched by its receiver and time: the sender's address is translated");
        AppendCounters(text, word);
        return text.ToString();
    }

    // Where a process did it, its name is worth a place in the headline.
    static string By(KernelWord word)
        => word.Owner is { Tie: OwnerTie.Caller } owner ? $", by {Name(owner)}" : "";

    static string Name(SocketOwner owner)
        => owner.Id is { } id
            ? string.Create(CultureInfo.InvariantCulture, $"{owner.Name} (process {id})")
            : owner.Name;

    static void AppendCounters(StringBuilder text, KernelWord word)
    {
        for (int i = 0; i < word.Counters.Count && i < MostCounters; i++)
        {
            CounterMove move = word.Counters[i];
            text.Append(i == 0 ? "; " : ", ");
            text.Append(CultureInfo.InvariantCulture, $"{move.Name} {move.By:+0;-0}");
        }
    }
}
