using NUnit.Framework;

namespace RstTrace.Core.Tests.Scenarios;

/// <summary>Resets of an endpoint whose TTL is another than its other segments', as sockets,
/// kernels, raw tools and routes make it.</summary>
public sealed class InnocentHopLimitTests
{
    // Seven hops away: a SYN/ACK with the host's 64, data with the socket's own TTL (IP_TTL).
    static string SocketOfItsOwn(int hopLimit) => $"""
        +0.000 > S  0:0(0)            win 64240 shift 7 ts 100
        +0.010 < S. 0:0(0)     ack 1    win 65160 shift 7 ts 905 ttl 57
        +0.001 > .  1:1(0)     ack 1    ts 111
        +0.001 > P. 1:101(100) ack 1    ts 112
        +0.010 < .  1:1(0)     ack 101  ts 917 id 500 ttl {hopLimit}
        +0.001 < P. 1:51(50)   ack 101  ts 918 id 501 ttl {hopLimit}
        +0.001 > .  101:101(0) ack 51   ts 124

        """;

    [TestCase(193)]
    [TestCase(248)]
    public void A_kernel_answers_without_the_socket_and_with_the_hosts_TTL(int hopLimit)
        => SentBy.Server(SocketOfItsOwn(hopLimit) + """
            +9.000 > P. 101:201(100) ack 51   ts 9124
            +0.010 < R  51:51(0)     win 0 ttl 57
            """);

    [TestCase(193)]
    [TestCase(248)]
    public void A_socket_gives_up_with_its_own_TTL(int hopLimit)
        => SentBy.Server(SocketOfItsOwn(hopLimit)
            + $"+0.5 < R. 51:51(0) ack 101 ts 1419 id 502 ttl {hopLimit}");

    // RFC 5082: a BGP session has TTL 255, and the kernel behind it its own.
    const string Gtsm = """
        +1.000 > P. 1:20(19)   ack 1   ttl 255 service 179
        +0.001 < P. 1:20(19)   ack 20  ttl 255 id 501 service 179
        +60.00 > P. 20:39(19)  ack 20  ttl 255 service 179
        +0.001 < R  20:20(0)   win 0 ttl 64 service 179

        """;

    const string HostsOwn = """
        +0.100 > S  0:0(0)         win 64240 port 41001 service 22
        +0.001 < S. 0:0(0)  ack 1  win 65160 ttl 64 port 41001 service 22
        +0.001 > .  1:1(0)  ack 1  port 41001 service 22

        """;

    [TestCase(HostsOwn, "", TestName = "GTSM, and the host's own TTL before")]
    [TestCase("", HostsOwn, TestName = "GTSM, and the host's own TTL after")]
    public void A_session_of_TTL_255_is_answered_with_the_hosts_own(string before, string after)
        => SentBy.Server(before + Gtsm + after);

    [Test]
    public void A_refusal_is_a_control_of_the_hosts_own_TTL_too()
        => SentBy.Server("""
            +0.000 > S  0:0(0)  win 64240 port 41001 service 80
            +0.001 < R. 0:0(0)  raw ack 1000001 win 0 ttl 64 port 41001 service 80

            """ + Gtsm);

    [Test] // Unknown is all right: nothing shows the host's own TTL.
    public void GTSM_alone_accuses_nobody()
        => SentBy.ServerOrUnknown(Gtsm);

    [TestCase("crafted win 1024 ttl 37", TestName = "As masscan and nmap")]
    [TestCase("win 1024 ttl 255", TestName = "With a maximum segment size")]
    [TestCase("crafted win 65535 ttl 255 id 54321", TestName = "As ZMap")]
    [TestCase("crafted win 8192 ttl 128 id 1", TestName = "As Scapy")]
    public void The_kernel_resets_what_a_raw_tool_began(string syn)
        => SentBy.Client($"""
            +0.000 > S  0:0(0)         {syn}
            +0.010 < S. 0:0(0)  ack 1  win 65160 ttl 57
            +0.001 > R  1:1(0)         win 0
            """);

    [Test]
    public void A_raw_tool_with_a_stacks_SYN_is_known_by_its_hosts_other_connections()
        => SentBy.Client("""
            +0.000 > S  0:0(0)         win 64240 shift 7 port 41001
            +0.010 < S. 0:0(0)  ack 1  win 65160 shift 7 ttl 57 port 41001
            +0.001 > .  1:1(0)  ack 1  port 41001
            +0.100 > S  0:0(0)         win 64240 shift 7 ttl 255
            +0.010 < S. 0:0(0)  ack 1  win 65160 shift 7 ttl 57
            +0.001 > R  1:1(0)         win 0
            """);

    [TestCase(56)]
    [TestCase(58)]
    [TestCase(59)]
    public void Where_the_route_was_seen_to_flap_one_hop_more_is_the_route(int hopLimit)
        => SentBy.Server(Exchanges.Linux + $"""
            +0.100 < P. 51:61(10)  ack 101  ts 1023 id 502 ttl 58
            +0.100 < P. 61:71(10)  ack 101  ts 1123 id 503 ttl 57
            +0.500 < R. 71:71(0)   ack 101  ts 1623 id 504 ttl {hopLimit}
            """);

    [Test] // Unknown is all right: it is the other direction's route that flaps.
    public void Where_the_other_direction_flaps_one_hop_more_accuses_nobody()
        => SentBy.ServerOrUnknown(Exchanges.MidPath + """
            +0.100 > P. 101:111(10)  ack 51   ttl 60
            +0.010 < .  51:51(0)     ack 111  ttl 57
            +0.100 > P. 111:121(10)  ack 51   ttl 61
            +0.010 < R. 51:51(0)     ack 121  ttl 58
            """);

    [TestCase(55)]
    [TestCase(50)]
    [TestCase(120)]
    public void A_route_that_changed_at_the_reset_shows_in_the_next_connection(int hopLimit)
        => SentBy.Server(Exchanges.Linux + $"""
            +0.500 < R. 51:51(0)        ack 101  ts 1423 id 502 ttl {hopLimit}
            +0.050 > S  0:0(0)            win 64240 shift 7 ts 678 port 40001
            +0.010 < S. 0:0(0)   ack 1    win 65160 shift 7 ts 1483 ttl {hopLimit} port 40001
            +0.001 > .  1:1(0)   ack 1    ts 689 port 40001
            +0.010 < P. 1:51(50) ack 1    ts 1494 id 900 ttl {hopLimit} port 40001
            """);

    // What connections without a handshake or a reset show is not kept: unknown is all right.
    [Test]
    public void A_route_that_changed_at_the_reset_shows_in_connections_that_were_open()
        => SentBy.ServerOrUnknown("""
            +0.000 > S  0:0(0)          win 64240 port 40001
            +0.010 < S. 0:0(0)   ack 1  win 65160 ttl 57 port 40001
            +0.001 > .  1:1(0)   ack 1  port 40001

            """ + Exchanges.MidPath + """
            +0.500 < R. 51:51(0)  ack 101  ttl 54
            +0.100 < P. 1:51(50)  ack 1    ttl 54 port 40001
            +0.100 < P. 51:99(48) ack 1    ttl 54 port 40001
            """);

    [TestCase(55)]
    [TestCase(56)]
    [TestCase(57)]
    public void Of_paths_that_share_the_load_any_may_carry_the_reset(int hopLimit)
        => SentBy.Server(Exchanges.Linux + $"""
            +0.001 < .  51:61(10)  ack 101  ts 923 id 502 ttl 56
            +0.001 < .  61:71(10)  ack 101  ts 924 id 503 ttl 57
            +0.001 < .  71:81(10)  ack 101  ts 925 id 504 ttl 56
            +0.001 < .  81:91(10)  ack 101  ts 926 id 505 ttl 57
            +0.500 < R. 91:91(0)   ack 101  ts 1426 id 506 ttl {hopLimit}
            """);

    // A kernel without the socket makes up a new label, and routers share the load by it.
    // Unknown is all right: no other segment shows that path.
    [Test]
    public void A_new_flow_label_may_take_another_path()
        => SentBy.ServerOrUnknown(
            Exchanges.MidPath + """
                +9.000 > P. 101:201(100) ack 51  ttl 61
                +0.010 < R  51:51(0)     win 0 ttl 56 label 74565
                """,
            Exchanges.Ipv6);

    [Test] // Unknown is all right: another host of the same address looks like any other.
    public void Another_host_that_took_over_the_address_knows_of_no_connection()
        => SentBy.ServerOrUnknown(Exchanges.Linux + """
            +9.000 > P. 101:201(100) ack 51  ts 9128 id 7005
            +0.010 < R  51:51(0)     win 0 ttl 44
            """);

    [Test]
    public void A_capture_on_both_sides_of_a_router_shows_each_segment_twice()
        => SentBy.Server("""
            +0.000 > S  0:0(0)           win 64240 mac 1
            +0.000 > S  0:0(0)           win 64240 ttl 63 mac 2
            +0.010 < S. 0:0(0)    ack 1  win 65160 ttl 57 mac 3
            +0.000 < S. 0:0(0)    ack 1  win 65160 ttl 56 mac 4
            +0.001 > .  1:1(0)    ack 1  mac 1
            +0.000 > .  1:1(0)    ack 1  ttl 63 mac 2
            +0.500 < R. 1:1(0)    ack 1  ttl 57 id 7 mac 3
            +0.000 < R. 1:1(0)    ack 1  ttl 56 id 7 mac 4
            """);
}
