using System.Globalization;
using System.Linq;
using NUnit.Framework;

namespace RstTrace.Core.Tests.Scenarios;

/// <summary>Resets of an endpoint whose headers differ from its other segments', as stacks
/// do.</summary>
public sealed class InnocentHeaderTests
{
    // A reply that Linux makes without the socket: no options, window 0, IP ID 0 with DF.
    [Test]
    public void A_reply_of_IP_ID_0_though_the_data_count()
        => SentBy.Server(Exchanges.Linux + """
            +9.000 > P. 101:201(100) ack 51  ts 9128 id 7005
            +0.010 < R  51:51(0)     win 0 ttl 57
            """);

    [Test]
    public void The_clients_kernel_answers_data_that_nobody_waits_for()
        => SentBy.Client(Exchanges.Linux + """
            +0.100 > F. 101:101(0)  ack 51   ts 228 id 7005
            +0.010 < .  51:51(0)    ack 102  ts 1033 id 502 ttl 57
            +0.100 < P. 51:99(48)   ack 102  ts 1133 id 503 ttl 57
            +0.000 > R  102:102(0)  win 0
            """);

    static string Counting(int reset, params int[] identifications)
        => string.Join('\n',
        [
            """
            +0.000 > S  0:0(0)         win 64240
            +0.010 < S. 0:0(0)  ack 1  win 65160 ttl 57
            +0.001 > .  1:1(0)  ack 1
            """,
            .. identifications.Select((identification, index) => string.Create(
                CultureInfo.InvariantCulture,
                $"+0.1 < P. {1 + (index * 50)}:0(50) ack 1 ttl 57 id {identification}")),
            string.Create(
                CultureInfo.InvariantCulture,
                $"+0.5 < R. {1 + (identifications.Length * 50)}:0(0) ack 1 id {reset}"),
        ]);

    [TestCase(504, 501, 502, 503, TestName = "A counter of the connection's own")]
    [TestCase(2900, 500, 780, 1490, 2100, TestName = "A counter that all connections share")]
    [TestCase(9000, 500, 3100, 5200, 7400, TestName = "The same of a busy host")]
    [TestCase(60001, 500, 41000, 12345, 33333, TestName = "Numbers at random")]
    [TestCase(3, 51000, 9000, 30000, 61234, TestName = "Numbers at random, now a small one")]
    [TestCase(1024, 256, 512, 768, TestName = "A counter with its octets swapped")]
    [TestCase(635, 500, 545, 590, TestName = "One for each segment that the card cuts")]
    [TestCase(2, 65530, 65533, 65535, TestName = "A counter that wraps")]
    [TestCase(7, 7, 7, 7, TestName = "Always the same")]
    [TestCase(0, 0, 0, 0, TestName = "Always 0")]
    [TestCase(0, 501, 502, 503, TestName = "0 on the reset alone")]
    public void IP_IDs_that_a_host_may_give(int reset, params int[] identifications)
        => SentBy.Server(Counting(reset, identifications) + " ttl 57");

    [TestCase(60001, 500, 41000, 12345, 33333, TestName = "One signal: IP IDs are random")]
    [TestCase(9000, 500, 3100, 5200, 7400, TestName = "One signal: IP IDs leap")]
    [TestCase(1024, 256, 512, 768, TestName = "One signal: IP IDs go on, octets swapped")]
    public void Beside_such_IP_IDs_another_TTL_stays_one_signal(
        int reset, params int[] identifications)
        => SentBy.ServerOrUnknown(Counting(reset, identifications) + " ttl 120");

    // Retransmissions take numbers of the counter, too; segments lost before the capture are gone.
    [Test]
    public void A_counter_goes_on_while_the_capture_misses_segments()
        => SentBy.Server(Exchanges.Linux + """
            +0.100 < .  28201:28301(100) ack 101  ts 1023 id 782 ttl 57
            +0.500 < R. 28301:28301(0)   ack 101  ts 1523 id 783 ttl 57
            """,
            fit: null);

    // Windows: initial TTL 128, no timestamps by default, an abort with window 0.
    const string Windows = """
        +0.000 > S  0:0(0)            win 64240 shift 8
        +0.010 < S. 0:0(0)     ack 1    win 65535 shift 8 id 20001 ttl 121
        +0.001 > .  1:1(0)     ack 1
        +0.001 > P. 1:101(100) ack 1
        +0.010 < P. 1:51(50)   ack 101  id 20002 ttl 121
        +0.001 > .  101:101(0) ack 51

        """;

    [TestCase("R. 51:51(0) ack 101 id 20003", TestName = "An abort with window 0")]
    [TestCase("R  51:51(0) ack 51 id 20003", TestName = "A bare reset of two equal numbers")]
    [TestCase("R. 51:51(0) ack 101 id 0", TestName = "An abort without an IP ID")]
    public void Windows_resets_in_its_own_way(string reset)
        => SentBy.Server(Windows + $"+0.5 < {reset} win 0 ttl 121");

    // RFC 7323 §3.2 only recommends it; the reset may belong to a connection that is forgotten.
    [TestCase("win 502 id 502", TestName = "With all else as ever")]
    [TestCase("win 0 id 0", TestName = "With all else left out, too")]
    public void A_stack_that_leaves_timestamps_out_of_resets_does_it_again(string header)
        => SentBy.Server(Exchanges.Linux + $"""
            +0.100 < R. 51:51(0)           ack 101  ttl 57 {header}
            +0.100 > S  0:0(0)             win 64240 shift 7 ts 328 port 40001
            +0.010 < S. 0:0(0)     ack 1   win 65160 shift 7 ts 1133 ttl 57 port 40001
            +0.001 > .  1:1(0)     ack 1   ts 339 port 40001
            +0.010 < P. 1:51(50)   ack 1   ts 1144 id 900 ttl 57 port 40001
            +0.100 < R. 51:51(0)   ack 1   ttl 57 port 40001 {header}
            """);

    // Linux copies the type of service from what it answers.
    [Test]
    public void A_reply_with_the_type_of_service_of_what_it_answers()
        => SentBy.Server("""
            +0.000 > S  0:0(0)  win 64240 tos 184
            +0.010 < R. 0:0(0)  raw ack 1000001 win 0 ttl 57 tos 184
            """);

    [Test]
    public void A_reply_with_a_flow_label_made_up_for_it()
        => SentBy.Server(
            Exchanges.MidPath + """
                +9.000 > P. 101:201(100) ack 51  ttl 61
                +0.010 < R  51:51(0)     win 0 ttl 57 label 74565
                """,
            Exchanges.Ipv6);

    [Test]
    public void A_host_that_labels_no_flow_labels_no_reset()
        => SentBy.Server(
            Exchanges.MidPath + "+0.5 < R. 51:51(0) ack 101 ttl 57",
            Exchanges.Ipv6 with { ServerLabel = 0 });

    [TestCase(57, TestName = "The MAC of the gateway's partner")]
    [TestCase(56, TestName = "The MAC of the gateway's partner, a hop farther")]
    public void A_gateway_that_fails_over_at_the_reset_shows_in_other_connections(int hopLimit)
        => SentBy.Server(
            Exchanges.Linux + $"""
                +0.500 < R. 51:51(0)         ack 101  ts 1423 id 502 mac 12 ttl {hopLimit}
                +0.050 > S  0:0(0)             win 64240 shift 7 ts 678 port 40001
                +0.010 < S. 0:0(0)   ack 1    win 65160 ts 1483 port 40001 mac 12 ttl {hopLimit}
                +0.001 > .  1:1(0)   ack 1    ts 689 port 40001
                +0.010 < P. 1:51(50) ack 1    ts 1494 port 40001 mac 12 ttl {hopLimit}
                """,
            Exchanges.Ethernet);

    // Unknown is all right: nothing else shows the other gateway. But one event explains both.
    [Test]
    public void Another_MAC_and_one_hop_more_are_one_change_of_the_route()
        => SentBy.ServerOrUnknown(
            Exchanges.Linux + "+0.5 < R. 51:51(0) ack 101 ttl 56 ts 1423 id 502 mac 12",
            Exchanges.Ethernet);

    [Test]
    public void A_frame_without_a_MAC_has_no_other_MAC()
        => SentBy.Server(
            Exchanges.Linux + "+0.5 < R. 51:51(0) ack 101 ttl 57 ts 1423 id 502 mac 0",
            Exchanges.Ethernet);

    [Test]
    public void Of_two_gateways_that_share_the_work_either_may_bring_the_reset()
        => SentBy.Server(
            Exchanges.Linux + """
                +0.001 < P. 51:61(10)  ack 101  ts 923 id 502 ttl 57 mac 12
                +0.001 < P. 61:71(10)  ack 101  ts 924 id 503 ttl 57
                +0.500 < R. 71:71(0)   ack 101  ts 1424 id 504 ttl 57 mac 12
                """,
            Exchanges.Ethernet);
}
