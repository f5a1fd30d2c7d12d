using RstTrace.Core.Flows;
using RstTrace.Core.Wire;

namespace RstTrace.CaptureGenerator;

/// <summary>One machine as the vantage sees it.</summary>
struct Host
{
    public IpAddress Ipv4;
    public IpAddress Ipv6;
    public ulong Mac;                  // in the low 48 bits
    public ushort NextPort;            // ephemeral ports count up
    public ushort NextIdentification;  // of the whole machine
    public byte HopLimit;              // what is left of it at the vantage
    public TcpStack Stack;
}

/// <summary>The machines at both ends: clients far away, servers next to the vantage.</summary>
/// <remarks>Their addresses are those set apart for benchmarks: 198.18.0.0/15 (RFC 2544) and
/// 2001:2::/48 (RFC 5180).</remarks>
sealed class Hosts
{
    public const int Clients = 4096, Servers = 128;
    public const ulong RouterMac = 0x0200_0000_0001;
    const ushort FirstEphemeralPort = 32768, LastEphemeralPort = 60999; // Linux's own range

    static readonly TcpStack[] s_clientStacks =
        [TcpStack.Linux, TcpStack.Windows, TcpStack.Darwin];

    readonly Host[] _clients = new Host[Clients];
    readonly Host[] _servers = new Host[Servers];

    public Hosts(RandomNumbers random)
    {
        for (int number = 0; number < Clients; number++)
            _clients[number] = Client(number, random);
        for (int number = 0; number < Servers; number++)
            _servers[number] = Server(number, random);
    }

    /// <summary>The machine of that number on that side.</summary>
    public ref Host this[Side side, int number]
        => ref (side == Side.Client ? _clients : _servers)[number];

    /// <summary>A port that this client has not used for its latest 28 thousand.</summary>
    public ushort TakePort(int client)
    {
        ref Host host = ref _clients[client];
        ushort port = host.NextPort;
        host.NextPort = port == LastEphemeralPort ? FirstEphemeralPort : (ushort)(port + 1);
        return port;
    }

    static Host Client(int number, RandomNumbers random)
    {
        TcpStack stack = s_clientStacks[random.Below(s_clientStacks.Length)];
        return new Host
        {
            Ipv4 = IpAddress.FromIpv4(0xC612_0001u + (uint)number),
            Ipv6 = new IpAddress(0x2001_0002_0000_000C, 1 + (ulong)number),
            Mac = RouterMac,
            NextPort = (ushort)random.Between(FirstEphemeralPort, LastEphemeralPort),
            NextIdentification = (ushort)random.Next(),
            HopLimit = (byte)(stack.InitialHopLimit - random.Between(3, 18)),
            Stack = stack,
        };
    }

    static Host Server(int number, RandomNumbers random)
    {
        TcpStack stack = random.Happens(0.75) ? TcpStack.Linux : TcpStack.Windows;
        return new Host
        {
            Ipv4 = IpAddress.FromIpv4(0xC613_0001u + (uint)number),
            Ipv6 = new IpAddress(0x2001_0002_0000_0005, 1 + (ulong)number),
            Mac = RouterMac + 0x100 + (ulong)number,
            NextIdentification = (ushort)random.Next(),
            HopLimit = stack.InitialHopLimit,
            Stack = stack,
        };
    }
}
