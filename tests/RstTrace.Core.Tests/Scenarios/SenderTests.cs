using System.Linq;
using NUnit.Framework;
using RstTrace.Core.Resets;

namespace RstTrace.Core.Tests.Scenarios;

/// <summary>Who really sent a reset: the endpoint that it names, or nobody knows. One signal alone
/// accuses no third party (invariant 10).</summary>
public sealed class SenderTests
{
    const string Exchange = """
        +0.000 > S  0:0(0)          win 64240 shift 7 ts 100
        +0.010 < S. 0:0(0)   ack 1  win 65160 shift 7 ts 900 ttl 61 id 0
        +0.001 > .  1:1(0)   ack 1  ts 101
        +0.010 > P. 1:101(100)   ack 1    ts 103
        +0.010 < P. 1:51(50)     ack 101  ts 903 ttl 57 id 500
        +0.001 > .  101:101(0)   ack 51   ts 104

        """;

    [TestCase("ttl 57 ts 904", Party.Server, TestName = "The TTL of its data")]
    [TestCase("ttl 61 ts 904", Party.Server, TestName = "The TTL of its SYN/ACK")]
    [TestCase("ttl 56 ts 904", Party.Unknown, TestName = "One less")]
    [TestCase("ttl 59 ts 904", Party.Unknown, TestName = "Between them")]
    [TestCase("ttl 250 ts 904", Party.Unknown, TestName = "Far off")]
    [TestCase("ttl 57", Party.Server, TestName = "No timestamp is a hint, no more")]
    [TestCase("ttl 56", Party.Unknown, TestName = "No timestamp and one less")]
    [TestCase("ttl 57 ts 1", Party.Server, TestName = "An old timestamp proves nothing")]
    [TestCase("ttl 57 ts 904 id 501", Party.Server, TestName = "The next IP ID")]
    [TestCase("ttl 57 ts 904 id 9999", Party.Server, TestName = "Any IP ID")]
    public void What_a_reset_shows(string header, Party sender)
    {
        Verdict verdict = Trace.Of(Exchange + $"+0.5 < R. 51:51(0) ack 101 {header}").Event.Verdict;
        Assert.That(verdict.Sender, Is.EqualTo(sender));
    }

    [TestCase("ttl 57 ts 904 id 501", "identification", Party.Server)]
    [TestCase("ttl 57 ts 904 id 564", "identification", Party.Server)]
    [TestCase("ttl 57 ts 904", "timestamps", Party.Server)]
    [TestCase("ttl 57", "timestamps", Party.ThirdParty)]
    [TestCase("ttl 57", "hop-limit", Party.Server)]
    [TestCase("ttl 50", "hop-limit", Party.ThirdParty)]
    public void For_whom_an_observation_speaks(string header, string rule, Party says)
    {
        Verdict verdict = Trace.Of(Exchange + $"+0.5 < R. 51:51(0) ack 101 {header}").Event.Verdict;
        Evidence seen = verdict.Evidence.Single(evidence => evidence.Rule == rule);
        Assert.That(seen.Says, Is.EqualTo(says));
        Assert.That(seen.Frames[0].Number, Is.EqualTo(7), "the reset comes first");
    }

    [TestCase("ttl 57 ts 904 id 500", "identification", TestName = "The same IP ID")]
    [TestCase("ttl 57 ts 904 id 565", "identification", TestName = "An IP ID out of reach")]
    [TestCase("ttl 57 ts 904", "identification", TestName = "An IP ID of 0")]
    [TestCase("ttl 57 ts 902", "timestamps", TestName = "A timestamp from before")]
    public void What_says_nothing_is_not_said(string header, string rule)
        => Assert.That(
            Trace.Of(Exchange + $"+0.5 < R. 51:51(0) ack 101 {header}").Event.Verdict.Evidence
                .Select(evidence => evidence.Rule),
            Has.None.EqualTo(rule));

    [Test]
    public void A_sender_that_was_never_heard_has_no_TTL_to_compare_with()
        => Assert.That(
            Trace.Of("+0 > S 0:0(0)\n+0.1 < R. 0:0(0) raw ack 1000001 ttl 9").Event.Verdict.Sender,
            Is.EqualTo(Party.Server));

    [TestCase("crafted win 1024", Party.Client, TestName = "A raw tool's SYN has any TTL")]
    [TestCase("win 1024", Party.Client, TestName = "A window that no stack uses")]
    [TestCase("win 64240", Party.Client, TestName = "A socket's own TTL tells no distance")]
    public void A_scanner_resets_with_its_kernels_TTL(string syn, Party sender)
        => Assert.That(
            Trace.Of($"""
                +0.000 > S  0:0(0)        {syn} ttl 200
                +0.010 < S. 0:0(0) ack 1
                +0.001 > R  1:1(0)        ttl 64
                """).Event.Verdict.Sender,
            Is.EqualTo(sender));

    [Test]
    public void Once_a_raw_tools_SYN_is_followed_by_more_the_TTL_counts()
        => Assert.That(
            Trace.Of("""
                +0.000 > S  0:0(0)        crafted win 1024 ttl 60
                +0.010 < S. 0:0(0) ack 1
                +0.001 > .  1:1(0) ack 1  ttl 60
                +0.001 > R. 1:1(0) ack 1  ttl 64
                """).Event.Verdict.Sender,
            Is.EqualTo(Party.Unknown));

    [TestCase(4, Party.Unknown)]
    [TestCase(5, Party.Server)]
    public void A_side_that_shows_ever_new_TTLs_proves_nothing_by_another(int shown, Party sender)
    {
        string several = string.Concat(Enumerable.Range(0, shown - 2).Select(
            index => $"+0.1 < . 51:51(0) ack 101 ttl {100 + (index * 20)} ts 903\n"));
        Assert.That(
            Trace.Of(Exchange + several + "+0.1 < R. 51:51(0) ack 101 ttl 30 ts 904")
                .Event.Verdict.Sender,
            Is.EqualTo(sender));
    }

    [Test]
    public void A_sender_that_goes_on_long_after_its_reset_is_in_doubt()
    {
        Verdict verdict = Trace.Of(Exchange + """
            +0.500 < R. 51:51(0)   ack 101  ts 904 ttl 57
            +0.400 < P. 51:99(48)  ack 101  ts 905 ttl 57
            """).Event.Verdict;
        Assert.That(verdict.Sender, Is.EqualTo(Party.Unknown));
        Assert.That(
            verdict.Evidence.Single(seen => seen.Rule == "sender-alive").Frames[1].Number,
            Is.EqualTo(8));
    }

    [Test]
    public void Doubt_halves_the_confidence()
    {
        double sure = Trace.Of(Exchange + "+0.5 < R. 51:51(0) ack 101 ttl 57 ts 904")
            .Event.Verdict.Confidence;
        double doubtful = Trace.Of(Exchange + "+0.5 < R. 51:51(0) ack 101 ttl 44 ts 904")
            .Event.Verdict.Confidence;
        Assert.That(doubtful, Is.EqualTo(sure / 2).Within(0.01));
    }
}
