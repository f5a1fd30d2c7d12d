using System.Linq;
using NUnit.Framework;
using RstTrace.Core.Flows;
using RstTrace.Core.Resets;

namespace RstTrace.Core.Tests.Scenarios;

/// <summary>What follows a genuine reset, and looks as if its sender knew nothing of it.</summary>
public sealed class InnocentAftermathTests
{
    // On its way together with the reset: up to two round trips and 200 ms.
    [TestCase("0.0002")]
    [TestCase("0.009")]
    public void Data_that_the_reset_overtook(string later)
        => SentBy.Server(
            Exchanges.Linux + $"""
                +0.500 < R. 1499:1499(0)   ack 101  ts 1423 id 503 ttl 57
                +{later} < P. 51:1499(1448)  ack 101  ts 1423 id 502 ttl 57
                """,
            fit: SequenceFit.InWindow);

    [Test]
    public void Data_of_a_long_path_that_the_reset_overtook()
        => SentBy.Server(
            Exchanges.Far + """
                +0.500 < R. 2971:2971(0)     ack 101  ttl 48
                +0.090 < P. 51:1511(1460)    ack 101  ttl 48
                +0.001 < P. 1511:2971(1460)  ack 101  ttl 48
                """,
            fit: SequenceFit.InWindow);

    [Test]
    public void A_copy_of_old_data_that_the_network_kept_for_long()
        => SentBy.Server(Exchanges.Linux + """
            +0.500 < R. 51:51(0)    ack 101  ts 1423 id 502 ttl 57
            +0.500 < P. 1:51(50)    ack 101  ts 922 id 501 ttl 57
            """);

    // Whatever a reset overtakes on its way lies behind its number. One hint accuses nobody.
    [TestCase("51:51(0) ack 101 ts 1423", "51:99(48) ack 101 ts 1424", 1, TestName = "Goes on")]
    [TestCase("51:51(0) ack 101", "51:99(48) ack 101 ts 1424", 1, TestName = "Goes on, no clock")]
    [TestCase("51:51(0) ack 101 ts 1423", "51:99(48) ack 101 ts 1422", 0, TestName = "Older")]
    [TestCase("99:99(0) ack 101 ts 1423", "51:99(48) ack 101 ts 1423", 0, TestName = "Overtaken")]
    [TestCase("51:51(0) ack 101 ts 1423", "1:51(50) ack 101 ts 1424", 0, TestName = "Sent again")]
    [TestCase("51:51(0) ack 101 ts 1423", "51:51(0) ack 101 ts 1424", 0, TestName = "No data")]
    public void Data_at_the_number_of_a_reset_is_a_hint(string reset, string data, int hints)
    {
        Verdict verdict = Trace.Of(Exchanges.Linux + $"""
            +0.500 < R. {reset} id 502 ttl 57
            +0.005 < P. {data} id 503 ttl 57
            """).Event.Verdict;
        Assert.That(
            verdict.Evidence.Count(seen => seen.Rule == "data-after"), Is.EqualTo(hints));
        Assert.That(verdict.Sender, Is.Not.EqualTo(Party.ThirdParty));
    }

    const string Crossing = Exchanges.Linux + """
        +0.100 < F. 51:51(0)     ack 101  ts 1023 id 502 ttl 57
        +0.009 > P. 101:201(100) ack 51   ts 237 id 7005
        +0.010 < R  51:51(0)     win 0 ttl 57

        """;

    [Test]
    public void A_copy_of_the_FIN_that_the_network_kept_for_long()
        => SentBy.Server(Crossing + "+0.4 < F. 51:51(0) ack 101 ts 1023 id 502 ttl 57");

    [Test] // Unknown is all right: who sends the FIN anew still has the connection.
    public void A_FIN_that_is_sent_anew_after_the_reset_accuses_nobody()
        => SentBy.ServerOrUnknown(
            Crossing + "+0.4 < F. 51:51(0) ack 101 ts 1442 id 503 ttl 57");

    [TestCase("id 502 ttl 57 ts 1423", TestName = "A copy of the reset, at once")]
    [TestCase("id 502 ttl 56 ts 1423", TestName = "A copy of the reset, from a hop farther")]
    public void A_frame_that_was_captured_twice(string header)
        => SentBy.Server(Exchanges.Linux + $"""
            +0.500 < R. 51:51(0)   ack 101  id 502 ttl 57 ts 1423
            +0.000 < R. 51:51(0)   ack 101  {header}
            """);

    // RFC 5961 §3.2: data were lost, so the reset is ahead, is challenged, and then comes exact.
    // What is lost may be just as much as an injector would guess.
    [TestCase(1499)]
    [TestCase(1511)]
    [TestCase(4431)]
    public void A_reset_ahead_is_challenged_and_the_challenge_is_answered(int sequence)
        => SentBy.Server(
            Exchanges.Linux + $"""
                +0.500 < R. {sequence}:0(0)  ack 101  ts 1423 id 505 ttl 57
                +0.000 > .  101:101(0)  ack 51   ts 628 id 7005
                +0.010 < R  51:51(0)    win 0 ttl 57
                """,
            fit: SequenceFit.InWindow);

    [Test]
    public void Both_give_up_in_the_same_millisecond()
        => SentBy.InTurn(Exchanges.MidPath + """
            +0.500 < R. 51:51(0)    ack 101  ttl 57
            +0.001 > R. 101:101(0)  ack 51   ttl 61
            """,
            Party.Server, Party.Client);

    [Test]
    public void A_reset_that_crosses_data_and_the_answer_to_them()
        => SentBy.InTurn(Exchanges.MidPath + """
            +0.500 > R. 101:101(0)  ack 51   ttl 61
            +0.001 < P. 51:99(48)   ack 101  ttl 57
            +0.020 > R  101:101(0)  win 0 ttl 61
            """,
            Party.Client);

    [Test]
    public void Each_segment_of_an_upload_in_flight_draws_its_reply()
        => SentBy.Server(Exchanges.Linux + """
            +0.500 > P. 101:201(100) ack 51   ts 628 id 7005
            +0.000 > P. 201:301(100) ack 51   ts 628 id 7006
            +0.000 > P. 301:401(100) ack 51   ts 628 id 7007
            +0.010 < R. 51:51(0)     ack 201  ts 1433 id 502 ttl 57
            +0.000 < R  51:51(0)     win 0 ttl 57
            +0.000 < R  51:51(0)     win 0 ttl 57
            """);

    // Rising sequence numbers: they are the acknowledgments that were on their way.
    [Test]
    public void Each_acknowledgment_of_a_download_in_flight_draws_its_reply()
        => SentBy.Server(Exchanges.Linux + """
            +0.500 < .  51:1499(1448)    ack 101   ts 1423 id 502 ttl 57
            +0.000 > .  101:101(0)       ack 1499  ts 628 id 7005
            +0.001 < .  1499:2947(1448)  ack 101   ts 1424 id 503 ttl 57
            +0.000 > .  101:101(0)       ack 2947  ts 629 id 7006
            +0.000 < R. 2947:2947(0)     ack 101   ts 1424 id 504 ttl 57
            +0.009 < R  1499:1499(0)     win 0 ttl 57
            +0.001 < R  2947:2947(0)     win 0 ttl 57
            """);

    // RFC 9293 §3.5, figure 9: the client was restarted, the server was not. The reset repairs.
    [Test]
    public void A_client_that_resets_a_connection_of_its_former_life_and_then_connects()
        => SentBy.Client(
            """
            +0.000 > S  0:0(0)            win 64240
            +0.010 < .  5000:5000(0)      ack 7001 ttl 57
            +0.000 > R  7001:7001(0)      win 0
            +0.012 > S  0:0(0)            win 64240
            +0.010 < S. 0:0(0)     ack 1  win 65160 ttl 57
            +0.001 > .  1:1(0)     ack 1
            +0.500 > P. 1:101(100) ack 1
            """,
            fit: null);

    [Test]
    public void A_client_that_connects_again_from_the_same_port()
        => SentBy.Client(Exchanges.Linux + """
            +0.500 > R. 101:101(0)           ack 51      ts 628 id 7005
            +0.300 > S  900000:900000(0)     win 64240 shift 7 ts 928 id 9001
            +0.010 < S. 700000:700000(0)     ack 900001  win 65160 shift 7 ts 1733 ttl 57
            +0.001 > .  900001:900001(0)     ack 700001  ts 939 id 9002
            +0.300 > P. 900001:900101(100)   ack 700001  ts 1239 id 9003
            """);

    [Test] // Unknown is all right: it is out of the window, and its sender goes on.
    public void A_reset_of_a_former_connection_on_the_same_ports()
        => SentBy.ServerOrUnknown(
            Exchanges.Linux + """
                +0.500 < R. 4000000:4000000(0)  ack 101  ts 200 id 77 ttl 57
                +0.400 < P. 51:99(48)           ack 101  ts 1823 id 502 ttl 57
                """,
            fit: SequenceFit.Outside);
}
