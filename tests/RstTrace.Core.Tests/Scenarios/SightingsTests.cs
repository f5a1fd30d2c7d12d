using System;
using System.Globalization;
using System.Linq;
using NUnit.Framework;
using RstTrace.Core.Resets;

namespace RstTrace.Core.Tests.Scenarios;

/// <summary>Captures that hold each frame more than once: on all interfaces of a router, or of a
/// host with bridges. Nothing was sent again in them, and nobody repeats a reset with another
/// TTL.</summary>
public sealed class SightingsTests
{
    // Through a bridge and through a router; a Docker host has both.
    static readonly int[][] s_ways = [[0], [0, 0], [0, 1], [0, 0, 1], [0, 1, 1]];

    const string Handshake = """
        +0.000 > S  0:0(0)         win 64240 ttl 64 id 7001
        +0.010 < S. 0:0(0)  ack 1  win 65160 ttl 57
        +0.001 > .  1:1(0)  ack 1  ttl 64 id 7002

        """;

    const string Exchange = Handshake + """
        +0.010 > P. 1:101(100)   ack 1    ttl 64 id 7003
        +0.010 < P. 1:51(50)     ack 101  ttl 57 id 501
        +0.001 > .  101:101(0)   ack 51   ttl 64 id 7004

        """;

    // The server's answer is sent four times, and nobody acknowledges it.
    const string Unheard = Exchange + """
        +0.050 < P. 51:151(100)  ack 101  ttl 57 id 502
        +0.300 < P. 51:151(100)  ack 101  ttl 57 id 503
        +0.600 < P. 51:151(100)  ack 101  ttl 57 id 504
        +1.200 < P. 51:151(100)  ack 101  ttl 57 id 505
        +60.00 > P. 101:201(100) ack 51   ttl 64 id 7005
        +0.010 < R  51:51(0)     win 0 ttl 57

        """;

    const string Abort = Exchange + "+0.5 < R. 51:51(0) ack 101 ttl 57 id 502\n";

    const string OtherTtl = Exchange + """
        +0.5 > P. 101:201(100) ack 51 ttl 64 id 7005
        +.01 < R  51:51(0)     win 0 ttl 60

        """;

    // Each line as often as the way says, some microseconds and hops further on.
    static Trace Play(string trace, int[] way)
        => Trace.Of(string.Join('\n', trace.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .SelectMany(line => way.Select((hops, place) => Seen(line, hops, place)))));

    static string Seen(string line, int hops, int place)
    {
        string[] words = line.Trim().Split(' ', StringSplitOptions.RemoveEmptyEntries);
        int ttl = Array.IndexOf(words, "ttl") + 1;
        int shown = int.Parse(words[ttl], CultureInfo.InvariantCulture) - hops;
        words[ttl] = shown.ToString(CultureInfo.InvariantCulture);
        if (place > 0) words[0] = "+0.00002";
        return string.Join(' ', words);
    }

    [TestCaseSource(nameof(s_ways))]
    public void What_was_sent_again_is_counted_once(params int[] way)
    {
        Verdict verdict = Play(Unheard, way).Event.Verdict;
        Assert.That(verdict.Cause.Id, Is.EqualTo("retransmission-timeout"));
        Assert.That(verdict.Summary, Does.Contain("4 times"));
    }

    [TestCaseSource(nameof(s_ways))]
    public void What_was_sent_once_was_not_sent_again(params int[] way)
    {
        Verdict late = Play(
            Handshake + """
                +0.4 > P. 1:101(100) ack 1 ttl 64 id 7003
                +.01 < R  1:1(0)     win 0 ttl 57

                """,
            way).Event.Verdict;
        Verdict abort = Play(Abort, way).Event.Verdict;
        Assert.That(late.Phase, Is.EqualTo("established.first-request"));
        Assert.That(late.Cause.Id, Is.EqualTo("peer-lost-state"), late.Summary);
        Assert.That(abort.Sender, Is.EqualTo(Party.Server));
        Assert.That(abort.Cause.Id, Is.EqualTo("linger-zero-abort"));
    }

    [TestCaseSource(nameof(s_ways))]
    public void Its_copies_are_no_second_ground_against_a_host_of_another_TTL(params int[] way)
    {
        Verdict verdict = Play(OtherTtl, way).Event.Verdict;
        Assert.That(verdict.Sender, Is.EqualTo(Party.Unknown));
        Assert.That(verdict.Evidence.Select(seen => seen.Rule), Has.None.EqualTo("copies"));
    }

    [TestCase("+.005 < R  51:51(0) win 0 ttl 55", TestName = "Two hops")]
    [TestCase("+.005 < R  51:51(0) win 0 ttl 61", TestName = "Nearer")]
    [TestCase("+.005 < R  51:51(0) win 0 ttl 59 id 77", TestName = "Another packet")]
    [TestCase("+.200 < R  51:51(0) win 0 ttl 59", TestName = "Later")]
    public void Another_repeat_still_speaks_against_the_host(string repeat)
        => Assert.That(
            Trace.Of(OtherTtl + repeat).Event.Verdict.Evidence.Select(seen => seen.Rule),
            Has.One.EqualTo("copies"));
}
