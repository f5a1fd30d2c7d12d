using System;
using System.Collections.Generic;
using System.Linq;
using NUnit.Framework;
using RstTrace.Core.Resets;

namespace RstTrace.Core.Tests.Scenarios.Causes;

/// <summary>Why a live socket was aborted.</summary>
[TestFixtureSource(nameof(Settings))]
sealed class AbortCauseTests(TraceSetting setting) : CauseScenarios(setting)
{
    static readonly Scenario[] s_scenarios =
    [
        new("All was answered, and the server aborts",
            Exchange + "+0.500 < R. 51:51(0) ack 101", "linger-zero-abort")
        {
            Phase = "established.quiescent",
            Radar = "later",
            Stage = Stage.MidStream,
        },
        new("All was read, and the client aborts",
            Exchange + "+0.500 > R. 101:101(0) ack 51", "linger-zero-abort", "close-unread-data"),
        new("The server aborts with its answer on its way",
            Request + """
                +0.100 < .  51:1499(1448)   ack 201
                +0.000 < .  1499:2947(1448) ack 201
                +0.000 < R. 2947:2947(0)    ack 201
                """,
            "linger-zero-abort")
        {
            Phase = "established.response-in-flight",
        },
        new("The server aborts when its answer was sent again and at last acknowledged",
            Request + """
                +0.100 < P. 51:151(100) ack 201
                +0.300 < P. 51:151(100) ack 201
                ~0.000 > .  201:201(0)  ack 151
                +0.300 < R. 151:151(0)  ack 201
                """,
            "linger-zero-abort"),
        new("An abort that is ahead of the client is challenged, and then believed",
            Request + """
                +0.100 < .  51:1499(1448) ack 201
                +0.000 < R. 2947:2947(0)  ack 201
                ~0.000 > .  201:201(0)    ack 1499
                ~0.000 < R  1499:1499(0)
                """,
            "linger-zero-abort"),
        new("The request was received and never answered",
            Handshake + """
                +0.010 > P. 1:101(100) ack 1
                ~0.000 < .  1:1(0)     ack 101
                +0.500 < R. 1:1(0)     ack 101
                """,
            "close-unread-data")
        {
            Phase = "established.first-request",
            Radar = "post-psh",
        },
        new("The request was received and only the abort acknowledges it",
            Handshake + """
                +0.010 > P. 1:101(100) ack 1
                ~0.030 < R. 1:1(0)     ack 101
                """,
            "close-unread-data"),
        new("The second request was received and never answered",
            Request + "+0.500 < R. 51:51(0) ack 201", "close-unread-data")
        {
            Phase = "established.request-pending",
            Radar = "later",
        },
        new("A request in several segments was received and never answered",
            Handshake + """
                +0.010 > .  1:1449(1448)    ack 1
                +0.000 > .  1449:2897(1448) ack 1
                +0.000 > P. 2897:3000(103)  ack 1
                ~0.000 < .  1:1(0)          ack 3000
                +0.500 < R. 1:1(0)          ack 3000
                """,
            "close-unread-data"),
        new("The server does not read, and is killed",
            Request + """
                +0.100 > .  201:1649(1448) ack 51
                ~0.000 < .  51:51(0)       ack 1649 win 0
                +0.200 > .  1648:1648(0)   ack 51
                ~0.000 < .  51:51(0)       ack 1649 win 0
                +0.400 < R. 51:51(0)       ack 1649 win 400
                """,
            "close-unread-data")
        {
            Phase = "zero-window",
        },
        new("The client gives up while the answer comes in",
            Request + """
                ~0.000 < .  51:1499(1448)   ack 201
                +0.000 < .  1499:2947(1448) ack 201
                ~0.000 > R. 201:201(0)      ack 2947
                ~0.000 < .  2947:4395(1448) ack 201
                ~0.000 > R  201:201(0)
                """,
            "linger-zero-abort", "close-unread-data"),
        new("What had been asked was answered before the abort",
            Request + """
                +0.100 < P. 51:151(100)  ack 201
                ~0.040 > .  201:201(0)   ack 151
                +0.001 < R. 151:151(0)   ack 201
                """,
            "linger-zero-abort")
        {
            Never = ["close-unread-data"],
        },
        new("A server that never spoke closes what nobody accepted",
            Handshake + "+9.000 < R. 1:1(0) ack 1", "accept-queue-flushed", "linger-zero-abort")
        {
            Phase = "established.no-data",
            Radar = "post-ack",
        },
        new("A bare reset is no abort of a live socket",
            Request + "+0.500 > P. 201:301(100) ack 51\n~0.000 < R  51:51(0)", "peer-lost-state"),
    ];

    static IEnumerable<TestCaseData> Scenarios => Scenario.Cases(s_scenarios);

    // A request that the server's system took and nobody read.
    const string Waiting = Handshake + """
        +0.010 > P. 1:101(100) ack 1
        ~0.000 < .  1:1(0)     ack 101

        """;

    [TestCaseSource(nameof(Scenarios))]
    public void The_cause_is(Scenario scenario) => Check(scenario);

    // Two segments are taken, two are on their way when the server closes.
    [Test]
    public void An_upload_is_cut_off_and_what_was_on_its_way_draws_more_resets()
    {
        const string Start = Handshake + "+0.010 > .  1:1449(1448)    ack 1\n"
            + "+0.000 > .  1449:2897(1448) ack 1\n~0.000 < .  1:1(0) ack 2897\n";
        const string Third = "+0.0r > .  2897:4345(1448)  ack 1\n";
        const string Fourth = "+0.0r > .  4345:5793(1448)  ack 1\n";
        const string Abort = "+0.5r < R. 1:1(0) ack 2897\n";
        const string Reply = "~0.000 < R  1:1(0)\n";
        Check(new Scenario(
            "", IsAtServer
                ? Start + Abort + Third.Replace("0.0r", "0.4r", StringComparison.Ordinal)
                    + Reply + Fourth + Reply
                : Start + Third + Fourth + Abort + Reply + "+0.000 < R  1:1(0)",
            "close-unread-data")
        {
            Afterwards = "after-reset",
        });
    }

    [Test]
    public void Several_that_never_heard_a_word_and_are_reset_together_waited_in_the_queue()
        => Assert.That(
            Causes(Trace.Together(Times(3, Handshake + "+9.000 < R. 1:1(0) ack 1", 0.0001))),
            Is.EqualTo(Enumerable.Repeat("accept-queue-flushed", 3)));

    [Test]
    public void Requests_of_several_that_are_reset_together_may_have_waited_in_the_queue()
    {
        Trace trace = Trace.Together(Times(3, Waiting + "+9.000 < R. 1:1(0) ack 101", 0.0001));
        Assert.That(
            trace.Events.Select(reset => Names(reset, "accept-queue-flushed")), Has.All.True);
        Assert.That(Causes(trace), Is.All.AnyOf(
            "accept-queue-flushed", "process-exit-burst", "close-unread-data"));
    }

    [Test]
    public void SYNs_that_go_unanswered_meanwhile_show_that_the_queue_was_full()
    {
        Trace trace = Trace.Together(
            (Waiting + "+4.000 < R. 1:1(0) ack 101", Setting),
            (Later(0.5, Syn + "+1.000 > S  0:0(0)\n+2.000 > S  0:0(0)"),
                Setting with { ClientPort = 40_001 }));
        Assert.That(Causes(trace), Is.EqualTo(["accept-queue-flushed"]));
    }

    [Test]
    public void A_SYN_that_is_refused_next_shows_that_the_listener_has_gone()
    {
        Trace trace = Trace.Together(
            (Waiting + "+1.000 < R. 1:1(0) ack 101", Setting),
            (Later(1.8, Syn + Refused), Setting with { ClientPort = 40_001 }));
        Assert.That(Names(trace.Events[0], "accept-queue-flushed"), Is.True);
        Assert.That(trace.Events[1].Verdict.Cause.Id, Is.EqualTo("port-closed"));
    }

    [Test]
    public void Whom_the_server_had_answered_did_not_wait_in_the_queue()
        => Assert.That(
            Causes(Trace.Together(Times(3, Request + "+9.000 < R. 51:51(0) ack 201", 0.0001))),
            Has.None.EqualTo("accept-queue-flushed"));

    [Test]
    public void Connections_of_one_server_that_end_in_one_moment_died_with_a_process()
        => Assert.That(
            Trace.Together(Times(5, Request + "+5.000 < R. 51:51(0) ack 201", 0.0005)).Events
                .Select(reset => Names(reset, "process-exit-burst")),
            Has.All.True);

    [TestCase(5, 2.0, TestName = "One after the other")]
    [TestCase(2, 0.0005, TestName = "Only two")]
    public void No_process_has_died(int count, double apart)
        => Assert.That(
            Causes(Trace.Together(
                Times(count, Request + "+5.000 < R. 51:51(0) ack 201", apart))),
            Has.All.EqualTo("close-unread-data"));

    [Test]
    public void Resets_of_different_servers_in_one_moment_are_no_process()
        => Assert.That(
            Causes(Trace.Together(Times(4, Request + "+5.000 < R. 51:51(0) ack 201", 0.0005)
                .Select((connection, index) => (connection.Text, connection.Setting with
                {
                    Server = new(Setting.Server.High, Setting.Server.Low + (ulong)index),
                })))),
            Has.All.EqualTo("close-unread-data"));
}
