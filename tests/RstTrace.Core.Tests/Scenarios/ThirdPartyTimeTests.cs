using System.Globalization;
using NUnit.Framework;
using RstTrace.Core.Resets;

namespace RstTrace.Core.Tests.Scenarios;

/// <summary>Resets at a time when their claimed sender could not have sent them, or after which it
/// does not know of them; and a second signal of another kind.</summary>
public sealed class ThirdPartyTimeTests
{
    // Until 2 round trips and 200 ms after the reset, its sender's data may have been on its way.
    [TestCase("ttl 120 ts 1423 id 502", TestName = "Alive, and another TTL on the reset")]
    [TestCase("ttl 57 ts 1423 id 41922", TestName = "Alive, and an IP ID out of the counter")]
    public void A_server_that_goes_on_long_after_its_reset(string header)
        => SentBy.ThirdParty(Exchanges.Linux + $"""
            +0.500 < R. 51:51(0)   ack 101  {header}
            +0.400 < P. 51:99(48)  ack 101  ts 1823 id 502 ttl 57
            """);

    [Test]
    public void A_server_that_acknowledges_what_came_long_after_a_reset_of_another_TTL()
        => SentBy.ThirdParty(Exchanges.Linux + """
            +0.500 < R. 51:51(0)      ack 101  ts 1423 id 502 ttl 120
            +0.400 > P. 101:201(100)  ack 51   ts 1028 id 7005
            +0.010 < .  51:51(0)      ack 201  ts 1833 id 502 ttl 57
            """);

    [Test]
    public void A_refusal_that_the_servers_own_SYN_ACK_belies_with_another_TTL()
        => SentBy.InTurn("""
            +0.000 > S  0:0(0)         win 64240
            +0.010 < R. 0:0(0)         raw ack 1000001 win 0 ttl 120
            +0.090 < S. 0:0(0)  ack 1  win 65160 ttl 48
            +0.000 > R  1:1(0)         win 0
            """,
            Party.Unknown, Party.Client);

    // 20 ms after the request, of a server that is 100 ms away.
    [Test]
    public void It_acknowledges_what_has_not_arrived_yet_and_with_another_TTL()
        => SentBy.ThirdParty(Exchanges.Far + """
            +0.500 > P. 101:201(100) ack 51
            +0.020 < R. 51:51(0) ack 201 ttl 59
            """);

    // Another host behind the same address may be nearer, and does not know the connection.
    [Test]
    public void It_answers_what_has_not_arrived_yet_and_with_another_TTL()
        => SentBy.ThirdPartyOrUnknown(Exchanges.Far + """
            +0.500 > P. 101:201(100) ack 51
            +0.020 < R  51:51(0) win 0 ttl 59
            """);

    [Test]
    public void Sooner_than_the_server_can_answer_and_then_its_answer()
        => SentBy.InTurn(Exchanges.Far + """
            +0.500 > P. 101:201(100) ack 51
            +0.020 < R. 51:51(0)     ack 201  ttl 59
            +0.080 < P. 51:99(48)    ack 201  ttl 48
            +0.000 > R  201:201(0)   win 0
            """,
            Party.ThirdParty, Party.Client);

    [TestCase(0.5, 0.001)]
    [TestCase(0.5, 0.019)]
    [TestCase(240.0, 0.000)]
    public void Both_sides_at_once_neither_answering_and_with_the_TTL_of_a_box(
        double after, double apart)
        => SentBy.ThirdParty(Exchanges.MidPath + string.Create(
            CultureInfo.InvariantCulture,
            $"""
            +{after} < R. 51:51(0)   ack 101  ttl 253
            +{apart} > R. 101:101(0) ack 51   ttl 253
            """));

    [Test]
    public void In_mid_stream_three_resets_a_side_with_another_TTL()
        => SentBy.ThirdParty(Exchanges.MidPath + """
            +0.500 > P. 101:201(100) ack 51   ttl 61
            +0.001 < R. 51:51(0)     ack 201  ttl 88
            +0.000 < R. 1511:1511(0) ack 201  ttl 88
            +0.000 < R. 4431:4431(0) ack 201  ttl 88
            +0.000 > R. 201:201(0)   ack 51   ttl 98
            +0.000 > R. 1661:1661(0) ack 51   ttl 98
            +0.000 > R. 4581:4581(0) ack 51   ttl 98
            """);
}
