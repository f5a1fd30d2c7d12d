using System;
using System.Collections.Generic;
using System.Linq;
using NUnit.Framework;
using RstTrace.Core.Resets;

namespace RstTrace.Core.Tests.Scenarios;

/// <summary>For every cause in the catalogue a trace that is it, and one that nearly is and is
/// not: in both, the last event is the one that counts.</summary>
[TestFixtureSource(nameof(Settings))]
sealed class CauseTests(TraceSetting setting)
{
    const string Syn = "+0.000 > S  0:0(0)         win 64240 shift 7 ts 1\n";

    const string Handshake = Syn + """
        +0.010 < S. 0:0(0)   ack 1  win 65160 shift 7 ts 1 ttl 61
        +0.001 > .  1:1(0)   ack 1  ts 2

        """;

    // One request and its answer.
    const string Exchange = Handshake + """
        +0.010 > P. 1:101(100)   ack 1    ts 3
        +0.010 < P. 1:51(50)     ack 101  ts 3 ttl 61
        +0.001 > .  101:101(0)   ack 51   ts 4

        """;

    const string Closed = Exchange + """
        +0.010 > F. 101:101(0)   ack 51   ts 5
        +0.010 < F. 51:51(0)     ack 102  ts 5 ttl 61
        +0.001 > .  102:102(0)   ack 52   ts 6

        """;

    // What retransmits is the server; then it gives up, and the client's next word is too late.
    const string Unheard = Exchange + """
        +0.100 < P. 51:1451(1400) ack 101  ts 6 ttl 61
        +0.200 < P. 51:1451(1400) ack 101  ts 7 ttl 61
        +0.400 < P. 51:1451(1400) ack 101  ts 8 ttl 61

        """;

    static readonly Case[] s_cases =
    [
        new("port-closed",
            Syn + "+0.010 < R. 0:0(0)  raw ack 1000001 ttl 61",
            Syn + "+0.010 < .  7:7(0)  ack 99 ttl 61\n+0.001 > R 99:99(0)", "port-reuse-half-open"),
        new("orphan-rst",
            "+0.000 < R 1:1(0) win 0",
            "+0.000 > . 1:1(0) ack 1\n+0.001 < R 1:1(0) win 0", "stray-segment"),
        new("stray-segment",
            "+0.000 > . 1:1(0) ack 1\n+0.001 < R 1:1(0) win 0",
            "+0.001 < R 1:1(0) win 0", "orphan-rst"),
        new("port-reuse-half-open",
            Syn + "+0.010 < . 7:7(0) ack 99 ttl 61\n+0.001 > R 99:99(0)",
            Syn + "+0.010 < S. 0:0(0) ack 99 ttl 61\n+0.001 > R 99:99(0)", "handshake-bad-ack"),
        new("timewait-syn-rejected",
            Closed + """
                +9.000 > S  88:88(0)   win 64240
                +0.010 < .  52:52(0)   ack 102  ttl 61
                +0.001 > R  102:102(0)
                """,
            Exchange + """
                +9.000 > S  88:88(0)   win 64240
                +0.010 < .  51:51(0)   ack 101  ttl 61
                +0.001 > R  101:101(0)
                """,
            "port-reuse-half-open"),
        new("handshake-bad-ack",
            Syn + "+0.010 < S. 0:0(0) ack 7777\n+0.001 > R 7777:7777(0)",
            Syn + "+0.010 < S. 0:0(0) ack 1\n+0.001 > R 1:1(0)", "synack-abandoned"),
        new("synack-abandoned",
            Syn + "+3.000 < S. 0:0(0) ack 1\n+0.001 > R 1:1(0)",
            Handshake + "+0.001 > R. 1:1(0) ack 1 ts 3", "connect-and-abort"),
        new("accept-queue-overflow",
            Handshake + "+0.010 < R 1:1(0) win 0 ttl 61",
            Handshake + "+0.010 < R. 1:1(0) ack 1 ts 3 ttl 61", "server-reject-on-accept"),
        new("server-reject-on-accept",
            Handshake + "+0.010 < R. 1:1(0) ack 1 ts 3 ttl 61",
            Handshake + "+9.000 < R. 1:1(0) ack 1 ts 3 ttl 61", "accept-queue-flushed"),
        new("connect-and-abort",
            Handshake + "+0.010 > R. 1:1(0) ack 1 ts 3",
            Handshake + "+0.010 > P. 1:9(8) ack 1 ts 3\n+0.010 > R. 9:9(0) ack 1 ts 3",
            "linger-zero-abort"),
        new("keepalive-timeout",
            Exchange + """
                +10.00 > .  100:100(0)   ack 51   ts 5
                +1.000 > .  100:100(0)   ack 51   ts 6
                +1.000 > R. 101:101(0)   ack 51   ts 7
                """,
            Exchange + """
                +10.00 > .  100:100(0)   ack 51   ts 5
                +1.000 > P. 101:109(8)   ack 51   ts 6
                +1.000 > R. 109:109(0)   ack 51   ts 7
                """,
            "linger-zero-abort"),
        new("timewait-assassination",
            Closed + "+1.000 < . 52:52(0) ack 102 ts 7 ttl 61\n+0.001 > R 102:102(0)",
            Closed + "+1.000 < P. 51:52(1) ack 102 ts 7 ttl 61\n+0.001 > R 102:102(0)",
            "late-segment-after-close"),
        new("late-segment-after-close",
            Closed + "+1.000 < F. 51:51(0) ack 102 ts 7 ttl 61\n+0.001 > R 102:102(0)",
            Closed + "+1.000 < . 52:52(0) ack 102 ts 7 ttl 61\n+0.001 > R 102:102(0)",
            "timewait-assassination"),
        new("write-after-close",
            Handshake + """
                +0.010 < F. 1:1(0)      ack 1    ts 3 ttl 61
                +0.001 > .  1:1(0)      ack 2    ts 4
                +2.000 > P. 1:101(100)  ack 2    ts 5
                +0.010 < R  2:2(0)      win 0 ttl 61
                """,
            Handshake + """
                +0.010 < F. 1:1(0)      ack 1    ts 3 ttl 61
                +0.001 > P. 1:101(100)  ack 1    ts 5
                +0.010 < R  1:1(0)      win 0 ttl 61
                """,
            "close-data-crossing"),
        new("keepalive-race",
            Exchange + """
                +5.000 < F. 51:51(0)     ack 101  ts 4 ttl 61
                +0.001 > P. 101:201(100) ack 51   ts 5
                +0.010 < R  51:51(0)     win 0 ttl 61
                """,
            Exchange + """
                +0.099 < F. 51:51(0)     ack 101  ts 4 ttl 61
                +0.001 > P. 101:201(100) ack 51   ts 5
                +0.010 < R  51:51(0)     win 0 ttl 61
                """,
            "close-data-crossing"),
        new("close-data-crossing",
            Handshake + """
                +0.010 > P. 1:101(100)   ack 1    ts 3
                +0.001 > F. 101:101(0)   ack 1    ts 4
                +0.001 < P. 1:51(50)     ack 101  ts 3 ttl 61
                +0.010 > R  101:101(0)   win 0
                """,
            Handshake + """
                +0.010 > P. 1:101(100)   ack 1    ts 3
                +0.001 > F. 101:101(0)   ack 1    ts 4
                +0.001 < P. 1:51(50)     ack 102  ts 3 ttl 61
                +0.010 > R  102:102(0)   win 0
                """,
            "write-after-close"),
        new("abort-after-own-fin",
            Exchange + """
                +0.010 > F. 101:101(0)   ack 51   ts 5
                +0.010 < .  51:51(0)     ack 102  ts 5 ttl 61
                +9.000 > R. 102:102(0)   ack 51   ts 6
                """,
            Exchange + """
                +0.010 > F. 101:101(0)   ack 51   ts 5
                +0.010 < .  51:51(0)     ack 102  ts 5 ttl 61
                +9.000 < R. 51:51(0)     ack 102  ts 6 ttl 61
                """,
            "abort-after-peer-fin"),
        new("abort-after-peer-fin",
            Handshake + """
                +0.010 > F. 1:1(0)       ack 1    ts 5
                +0.010 < R. 1:1(0)       ack 2    ts 6 ttl 61
                """,
            Handshake + """
                +0.010 > F. 1:1(0)       ack 1    ts 5
                +0.010 < F. 1:1(0)       ack 2    ts 6 ttl 61
                +0.010 < R. 2:2(0)       ack 2    ts 6 ttl 61
                """,
            "abort-after-own-fin"),
        new("mtu-blackhole",
            Unheard + "+99.00 > P. 101:109(8) ack 51 ts 9\n+0.010 < R 51:51(0) ttl 61",
            Unheard.Replace("1451(1400)", "951(900)", StringComparison.Ordinal)
                + "+99.00 > P. 101:109(8) ack 51 ts 9\n+0.010 < R 51:51(0) ttl 61",
            "retransmission-timeout"),
        new("retransmission-timeout",
            Exchange + """
                +0.100 < P. 51:151(100) ack 101  ts 6 ttl 61
                +0.200 < P. 51:151(100) ack 101  ts 7 ttl 61
                +0.400 < P. 51:151(100) ack 101  ts 8 ttl 61
                +1.000 > P. 101:109(8)  ack 51   ts 9
                +0.010 < R  51:51(0)    ttl 61
                """,
            Exchange + """
                +0.100 < P. 51:151(100) ack 101  ts 6 ttl 61
                +0.200 < P. 51:151(100) ack 101  ts 7 ttl 61
                +1.000 > P. 101:109(8)  ack 51   ts 9
                +0.010 < R  51:51(0)    ttl 61
                """,
            "peer-lost-state"),
        new("zero-window-timeout",
            Exchange + """
                +0.100 > .  101:101(0) ack 51   ts 6 win 0
                +0.200 < .  50:50(0)   ack 101  ts 7 ttl 61
                +0.001 > .  101:101(0) ack 51   ts 6 win 0
                +0.400 < .  50:50(0)   ack 101  ts 8 ttl 61
                +5.000 > .  101:101(0) ack 51   ts 9 win 500
                +0.010 < R  51:51(0)   ttl 61
                """,
            Exchange + """
                +0.100 > .  101:101(0) ack 51   ts 6 win 0
                +5.000 > .  101:101(0) ack 51   ts 9 win 500
                +0.010 < R  51:51(0)   ttl 61
                """,
            "peer-lost-state"),
        new("idle-timeout",
            Exchange + "+30.00 > P. 101:125(24) ack 51 ts 5\n+0.010 < R 51:51(0) win 0 ttl 61",
            Exchange + "+29.90 > P. 101:125(24) ack 51 ts 5\n+0.010 < R 51:51(0) win 0 ttl 61",
            "peer-lost-state"),
        new("idle-timeout-spontaneous",
            Exchange + "+60.00 < R  51:51(0) ttl 61",
            Exchange + "+20.00 < R  51:51(0) ttl 61", "peer-lost-state"),
        new("ghost-connection",
            Handshake + """
                +0.990 < S. 0:0(0)     ack 1  win 65160 shift 7 ts 1 ttl 61
                +0.500 > P. 1:101(100) ack 1  ts 3
                +0.010 < R  1:1(0)     win 0 ttl 61
                """,
            Handshake + """
                +0.990 < .  1:1(0)     ack 1  ts 1 ttl 61
                +0.500 > P. 1:101(100) ack 1  ts 3
                +0.010 < R  1:1(0)     win 0 ttl 61
                """,
            "peer-lost-state"),
        new("peer-lost-state",
            Exchange + "+9.000 > P. 101:125(24) ack 51 ts 5\n+0.010 < R 51:51(0) win 0 ttl 61",
            Exchange + "+9.000 > P. 101:125(24) ack 51 ts 5\n+0.010 < R. 51:51(0) ack 125 ttl 61",
            "close-unread-data"),
        new("accept-queue-flushed",
            Handshake + "+9.000 < R. 1:1(0) ack 1 ts 3 ttl 61",
            Handshake + """
                +1.000 < P. 1:9(8) ack 1 ts 3 ttl 61
                +8.000 < R. 9:9(0) ack 1 ts 3 ttl 61
                """,
            "linger-zero-abort"),
        new("close-unread-data",
            Exchange + """
                +0.010 > P. 101:201(100) ack 51   ts 3
                +0.500 < R. 51:51(0)     ack 201  ts 4 ttl 61
                """,
            Exchange + "+0.500 < R. 51:51(0) ack 101 ts 4 ttl 61", "linger-zero-abort"),
        new("linger-zero-abort",
            Exchange + "+0.500 < R. 51:51(0) ack 101 ts 4 ttl 61",
            Exchange + """
                +0.010 > P. 101:201(100) ack 51   ts 3
                +0.001 < R. 51:51(0)     ack 101  ts 4 ttl 61
                """,
            "close-unread-data"),
        new("after-reset",
            Exchange + """
                +0.500 < R. 51:51(0)     ack 101  ts 4 ttl 61
                +2.000 > P. 101:201(100) ack 51   ts 5
                +0.010 < R  51:51(0)     ttl 61
                """,
            Exchange + """
                +2.500 > P. 101:201(100) ack 51   ts 5
                +0.010 < R  51:51(0)     ttl 61
                """,
            "peer-lost-state"),
        new("unknown",
            Syn + "+0.500 > R 1:1(0)",
            Syn + "+0.500 < S. 0:0(0) ack 1\n+0.001 > R 1:1(0)", "synack-abandoned"),
    ];

    static IEnumerable<TestFixtureData> Settings()
    {
        yield return new TestFixtureData(new TraceSetting()).SetArgDisplayNames("as they stand");
        yield return new TestFixtureData(
            new TraceSetting { ClientIss = uint.MaxValue - 60, ServerIss = uint.MaxValue - 30 })
            .SetArgDisplayNames("numbers wrap");
        yield return new TestFixtureData(new TraceSetting { ServerIss = 0x7FFF_FFE0 })
            .SetArgDisplayNames("numbers change sign");
    }

    // What one connection never shows alone has tests of its own, of several.
    static readonly string[] s_ofSeveral =
    [
        "process-exit-burst", "orphan-memory-abort", "nat-invalid-leak", "syn-scan", "path-rehash",
    ];

    static IEnumerable<string> Names => s_cases.Select(test => test.Cause);

    string Play(string trace)
        => Trace.Of(
            trace.Replace(
                "raw ack 1000001", $"raw ack {unchecked(setting.ClientIss + 1)}",
                StringComparison.Ordinal),
            setting).Events[^1].Verdict.Cause.Id;

    static Case Of(string cause) => s_cases.Single(test => test.Cause == cause);

    [TestCaseSource(nameof(Names))]
    public void This_is(string cause) => Assert.That(Play(Of(cause).Is), Is.EqualTo(cause));

    [TestCaseSource(nameof(Names))]
    public void This_nearly_is(string cause)
        => Assert.That(Play(Of(cause).IsNot), Is.EqualTo(Of(cause).Instead));

    [Test]
    public void Every_cause_has_its_case()
        => Assert.That(
            Catalogue.Causes.Select(cause => cause.Id),
            Is.SubsetOf(Names.Concat(Causes.Scenario.AllCauses).Concat(s_ofSeveral)));

    /// <summary>A cause and two traces.</summary>
    sealed record Case(string Cause, string Is, string IsNot, string Instead);
}
