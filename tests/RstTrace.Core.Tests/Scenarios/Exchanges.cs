namespace RstTrace.Core.Tests.Scenarios;

/// <summary>Connections before a reset: a request and its answer, all acknowledged, next numbers
/// 101 and 51.</summary>
static class Exchanges
{
    /// <summary>Linux at both ends, captured at the client, the server seven hops and 10 ms away:
    /// timestamps in milliseconds, IP IDs that count (0 for a SYN/ACK), one TTL.</summary>
    public const string Linux = """
        +0.000 > S  0:0(0)            win 64240 shift 7 ts 100 id 7001
        +0.010 < S. 0:0(0)     ack 1    win 65160 shift 7 ts 905 ttl 57
        +0.001 > .  1:1(0)     ack 1    ts 111 id 7002
        +0.001 > P. 1:101(100) ack 1    ts 112 id 7003
        +0.010 < .  1:1(0)     ack 101  ts 917 id 500 ttl 57
        +0.005 < P. 1:51(50)   ack 101  ts 922 id 501 ttl 57
        +0.001 > .  101:101(0) ack 51   ts 128 id 7004

        """;

    /// <summary>Captured between client and server, without timestamps or IP IDs.</summary>
    public const string MidPath = """
        +0.000 > S  0:0(0)            win 64240 shift 7 ttl 61
        +0.010 < S. 0:0(0)     ack 1    win 65160 shift 7 ttl 57
        +0.010 > .  1:1(0)     ack 1    ttl 61
        +0.001 > P. 1:101(100) ack 1    ttl 61
        +0.010 < .  1:1(0)     ack 101  ttl 57
        +0.005 < P. 1:51(50)   ack 101  ttl 57
        +0.010 > .  101:101(0) ack 51   ttl 61

        """;

    /// <summary>Captured at the client, the server 100 ms away, without timestamps or IP
    /// IDs.</summary>
    public const string Far = """
        +0.000 > S  0:0(0)            win 64240 shift 7
        +0.100 < S. 0:0(0)     ack 1    win 65160 shift 7 ttl 48
        +0.001 > .  1:1(0)     ack 1
        +0.001 > P. 1:101(100) ack 1
        +0.100 < .  1:1(0)     ack 101  ttl 48
        +0.005 < P. 1:51(50)   ack 101  ttl 48
        +0.001 > .  101:101(0) ack 51

        """;

    /// <summary>What a BIG-IP that is told to say why writes into its resets: 46 octets.</summary>
    public const string BigIp = "BIG-IP: [0x2664c65:2574] No flow found for ACK";

    /// <summary>Two hosts of IPv6 that label their flows.</summary>
    public static TraceSetting Ipv6 { get; } = new()
    {
        IsIpv6 = true,
        Client = new(0x2001_0DB8_0000_0000, 0x10),
        Server = new(0x2001_0DB8_0000_0000, 0x2),
        ClientLabel = 0x3C0DE,
        ServerLabel = 0x5AB01,
    };

    /// <summary>Two hosts on Ethernet, the server behind a gateway.</summary>
    public static TraceSetting Ethernet { get; } = new() { ClientMac = 10, ServerMac = 11 };
}
