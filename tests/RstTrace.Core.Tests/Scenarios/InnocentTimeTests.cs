using NUnit.Framework;
using RstTrace.Core.Resets;

namespace RstTrace.Core.Tests.Scenarios;

/// <summary>Resets that come soon after something they do not answer, or sooner than a round trip
/// that was measured too long.</summary>
public sealed class InnocentTimeTests
{
    // It acknowledges nothing of the request: it was on its way already.
    [TestCase("0.001")]
    [TestCase("0.050")]
    public void A_reset_that_crosses_the_request(string after)
        => SentBy.Server(Exchanges.Far + $"""
            +0.500 > P. 101:201(100) ack 51
            +{after} < R. 51:51(0)   ack 101  ttl 48
            """);

    [Test] // Unknown is all right, for the TTL. But crossing is no second signal.
    public void A_reset_that_crosses_the_request_with_another_TTL()
        => SentBy.ServerOrUnknown(Exchanges.Far + """
            +0.500 > P. 101:201(100) ack 51
            +0.001 < R. 51:51(0)     ack 101  ttl 59
            """);

    // Both requests have the same acknowledgment: the reply is to the first of them.
    [Test]
    public void A_reply_to_the_segment_before_the_last()
        => SentBy.Server(Exchanges.Far + """
            +0.500 > P. 101:201(100) ack 51
            +0.099 > P. 201:301(100) ack 51
            +0.002 < R  51:51(0)     win 0 ttl 48
            """);

    [Test]
    public void A_reply_to_the_first_of_many()
        => SentBy.Server(Exchanges.Far + """
            +0.500 > P. 101:201(100) ack 51
            +0.030 > P. 201:301(100) ack 51
            +0.030 > P. 301:401(100) ack 51
            +0.030 > P. 401:501(100) ack 51
            +0.011 < R  51:51(0)     win 0 ttl 48
            """);

    // Of two SYNs nobody knows which was answered; and one answer alone may have been slow.
    [TestCase("+1.000 > S 0:0(0) win 64240\n+0.100 <", TestName = "The SYN was sent again")]
    [TestCase("+0.400 <", TestName = "The SYN/ACK was slow")]
    public void A_handshake_that_took_longer_than_a_round_trip(string synAck)
        => SentBy.Server($"""
            +0.000 > S  0:0(0)         win 64240
            {synAck} S. 0:0(0)  ack 1  win 65160 ttl 57
            +0.001 > .  1:1(0)  ack 1
            +0.500 > P. 1:101(100)  ack 1
            +0.020 < R  1:1(0)  win 0 ttl 57
            """);

    // Captured at the server: its answers take no time, and the client's are a round trip late.
    [Test]
    public void A_server_resets_where_it_is_captured()
        => SentBy.Server("""
            +0.000 > S  0:0(0)          win 64240 ttl 48
            +0.000 < S. 0:0(0)   ack 1  win 65160
            +0.100 > .  1:1(0)   ack 1  ttl 48
            +0.001 > P. 1:101(100) ack 1  ttl 48
            +0.000 < R. 1:1(0)   ack 101
            """);

    [Test]
    public void A_client_resets_where_it_is_captured()
        => SentBy.Client("""
            +0.000 > S  0:0(0)          win 64240
            +0.100 < S. 0:0(0)   ack 1  win 65160 ttl 48
            +0.001 > .  1:1(0)   ack 1
            +0.050 < P. 1:51(50) ack 1  ttl 48
            +0.000 > R. 1:1(0)   ack 51
            """);

    // A host whose answers to data are slow, since it thinks: its kernel does not.
    [Test]
    public void A_kernel_is_sooner_than_the_program_was()
        => SentBy.Server("""
            +0.000 > P. 1:101(100)   ack 1
            +0.900 < P. 1:51(50)     ack 101  ttl 57
            +1.000 > P. 101:201(100) ack 51
            +0.900 < P. 51:99(48)    ack 201  ttl 57
            +1.000 > P. 201:301(100) ack 99
            +0.010 < R  99:99(0)     win 0 ttl 57
            """);

    // Each answers what the other sent: the reply to data is no attack on both sides.
    [Test]
    public void Data_that_cross_a_reset_are_answered_by_one()
        => SentBy.InTurn(Exchanges.MidPath + """
            +0.500 < R. 51:51(0)     ack 101  ttl 57
            +0.001 > P. 101:201(100) ack 51   ttl 61
            +0.010 < R  51:51(0)     win 0 ttl 57
            """,
            Party.Server);
}
