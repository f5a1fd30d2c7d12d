using System.Collections.Generic;
using System.Linq;
using NUnit.Framework;
using RstTrace.Core.Kernel;
using RstTrace.Core.Resets;
using RstTrace.Core.Tests.Scenarios;

namespace RstTrace.Core.Tests.Kernel;

/// <summary>What a verdict makes of the kernel's word.</summary>
sealed class KernelWordTests
{
    const string Answered = Exchanges.MidPath + "+0.500 < R. 51:51(0) ack 101 win 500 ttl 57";
    const string Pending = Exchanges.MidPath + """
        +0.100 > P. 101:201(100) ack 51 ttl 61
        +0.010 < .  51:51(0)     ack 201 ttl 57
        +0.100 < R. 51:51(0)     ack 201 win 500 ttl 57
        """;
    const string Refused = """
        +0.000 > S  0:0(0)            win 64240 shift 7
        ~0.000 < R. 0:0(0) rawseq ack 1
        """;
    const string Silent = """
        +0.000 > S  0:0(0)        win 64240 shift 7
        +0.010 < S. 0:0(0) ack 1  win 65160 shift 7
        +0.001 > .  1:1(0) ack 1
        +9.000 < R. 1:1(0) ack 1  win 500
        """;

    static IEnumerable<string> Reasons => KernelReason.Names;

    // The packets alone would have it the other way round.
    [TestCase(Answered, "TCP_ABORT_ON_CLOSE", "close-unread-data")]
    [TestCase(Pending, "TCP_STATE", "linger-zero-abort")]
    [TestCase(Answered, "TCP_KEEPALIVE_TIMEOUT", "keepalive-timeout")]
    [TestCase(Answered, "TCP_ABORT_ON_MEMORY", "orphan-memory-abort")]
    public void The_kernel_knows_better(string trace, string reason, string cause)
    {
        Verdict alone = Trace.Of(trace).Event.Verdict;
        Verdict told = Told(trace, new() { Answer = KernelAnswer.Sent, Reason = reason }).Verdict;
        Assert.That(alone.Cause.Id, Is.Not.EqualTo(cause));
        Assert.That(told.Cause.Id, Is.EqualTo(cause));
        Assert.That(told.Confidence, Is.GreaterThanOrEqualTo(0.9));
        Assert.That(told.Sender, Is.EqualTo(Party.Server));
        Assert.That(told.Summary, Does.Contain($"Its kernel says so: {reason}."));
        Assert.That(told.Evidence[0].Rule, Is.EqualTo("kernel"));
    }

    [Test]
    public void A_socket_that_was_destroyed_is_told_from_one_that_was_closed()
    {
        var word = new KernelWord
        {
            Answer = KernelAnswer.Sent,
            Reason = "TCP_STATE",
            State = "ESTABLISHED",
            IsOfProcess = true,
            Owner = new SocketOwner(12, "ss", OwnerTie.Caller),
        };
        Assert.That(Told(Answered, word).Verdict.Summary, Is.EqualTo(
            "Somebody destroyed the server's socket, as ss -K does. Its kernel says so: TCP_STATE, "
            + "by ss (process 12)."));
        Assert.That(
            Told(Answered, word with { State = "CLOSE" }).Verdict.Summary,
            Does.StartWith("The server aborted the connection on purpose."));
    }

    [TestCase(0, "accept-queue-flushed")]
    [TestCase(1, "linger-zero-abort")]
    public void A_counter_tells_a_listener_that_closed_from_an_abort(long lingered, string cause)
    {
        var word = new KernelWord
        {
            Answer = KernelAnswer.Sent,
            Reason = "TCP_STATE",
            State = "CLOSE",
            HasCounters = true,
            Aborts = 1,
            Counters = lingered == 0 ? [] : [new("TcpExtTCPAbortOnData", lingered)],
        };
        Assert.That(Told(Silent, word).Verdict.Cause.Id, Is.EqualTo(cause));
    }

    [TestCase(Refused, "firewall-reject")]
    [TestCase(Answered, "injected-reset")]
    public void What_the_kernel_denies_its_host_did_otherwise(string trace, string cause)
    {
        Verdict told = Told(trace, new() { Answer = KernelAnswer.Denied }).Verdict;
        Assert.That(told.Cause.Id, Is.EqualTo(cause));
        Assert.That(told.Sender, Is.EqualTo(Party.Server));
        Assert.That(told.Summary, Does.EndWith("did not send it: what did is on that host."));
        Assert.That(told.Evidence[0].Text, Does.Contain("REJECT"));
    }

    [Test]
    public void A_kernel_that_gives_no_reason_still_says_who()
    {
        Verdict alone = Trace.Of(Refused).Event.Verdict;
        Verdict told = Told(Refused, new() { Answer = KernelAnswer.Sent }).Verdict;
        Assert.That(told.Cause, Is.EqualTo(alone.Cause));
        Assert.That(told.Alternatives.Select(other => other.Cause.Id),
            Does.Not.Contain("firewall-reject"));
        Assert.That(told.Summary, Does.EndWith("Its kernel sent it."));
    }

    [Test]
    public void A_reason_that_is_new_changes_nothing_but_the_sender()
        => Assert.That(
            Told(Pending, new() { Answer = KernelAnswer.Sent, Reason = "NEVER_SEEN" })
                .Verdict.Cause.Id,
            Is.EqualTo(Trace.Of(Pending).Event.Verdict.Cause.Id));

    [TestCase(true)]
    [TestCase(false)]
    public void Who_took_it_is_the_receivers_kernels_to_say(bool accepted)
    {
        ResetEvent told = Told(
            Answered, new() { Answer = KernelAnswer.None, Accepted = accepted });
        Assert.That(told.Accepted, Is.EqualTo(accepted));
        Assert.That(told.Verdict.Cause, Is.EqualTo(Trace.Of(Answered).Event.Verdict.Cause));
    }

    [TestCaseSource(nameof(Reasons))]
    public void A_reason_names_causes_that_there_are(string reason)
    {
        KernelReason known = KernelReason.Find(reason)!;
        Assert.That(known.Causes, Is.Not.Empty.And.Unique);
        Assert.That(known.Causes, Is.SubsetOf(Catalogue.Causes.Select(cause => cause.Id)));
        Assert.That(known.Meaning, Does.Match("^[a-z].*[^.]$"));
    }

    static ResetEvent Told(string trace, KernelWord word)
        => Trace.Of(trace, options: new TracerOptions { Kernel = new Said(word) }).Event;

    // The one word, whatever is asked.
    sealed class Said(KernelWord word) : IKernelWitness
    {
        public KernelWord? Ask(in KernelQuestion question) => word;
    }
}
