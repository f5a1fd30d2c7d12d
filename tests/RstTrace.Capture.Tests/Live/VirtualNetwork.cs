using System;
using System.Net;
using System.Net.Sockets;
using System.Threading;
using RstTrace.Capture.Live;

namespace RstTrace.Capture.Tests.Live;

/// <summary>Two hosts of the real kernel with a cable between them: network namespaces and a pair
/// of virtual Ethernet devices.</summary>
sealed class VirtualNetwork : IDisposable
{
    public const string LeftAddress = "10.77.0.1", RightAddress = "10.77.0.2";
    public const string LeftDevice = "left0", RightDevice = "right0";

    static int s_count;

    public VirtualNetwork()
    {
        string name = $"rst{Environment.ProcessId}-{Interlocked.Increment(ref s_count)}";
        Left = name + "l";
        Right = name + "r";
        Ip("netns", "add", Left);
        Ip("netns", "add", Right);
        Connect();
    }

    /// <summary>Names of the namespaces.</summary>
    public string Left { get; }

    public string Right { get; }

    /// <summary>Makes the cable and its ends.</summary>
    public void Connect()
    {
        Ip("link", "add", LeftDevice, "netns", Left, "type", "veth",
            "peer", "name", RightDevice, "netns", Right);
        Ip("-n", Left, "link", "set", "lo", "up");
        Ip("-n", Right, "link", "set", "lo", "up");
        Ip("-n", Left, "address", "add", LeftAddress + "/24", "dev", LeftDevice);
        Ip("-n", Right, "address", "add", RightAddress + "/24", "dev", RightDevice);
        Ip("-n", Left, "link", "set", LeftDevice, "up");
        Ip("-n", Right, "link", "set", RightDevice, "up");
    }

    /// <summary>Takes the cable away, and with it both devices.</summary>
    public void Disconnect() => Ip("-n", Left, "link", "delete", LeftDevice);

    /// <summary>Opens a device of the left host, or "any".</summary>
    public LiveSource Capture(
        string device = LeftDevice, Func<LiveOptions, LiveOptions>? with = null)
        => LiveSource.Open(Options(device, with));

    public LiveOptions Options(
        string device = LeftDevice, Func<LiveOptions, LiveOptions>? with = null)
    {
        var options = new LiveOptions
        {
            Device = device,
            NetworkNamespace = Left,
            TimeoutMilliseconds = 20,
        };
        return with is null ? options : with(options);
    }

    /// <summary>Connections from right to left, one after another: each sends some octets, and
    /// ends in a reset, since the server closes with octets unread.</summary>
    public void Exchange(int connections, string address = LeftAddress)
    {
        string clients = address == LeftAddress ? Right : Left;
        using TcpListener listener = Listen(address);
        for (int i = 0; i < connections; i++)
        {
            using Socket client = Socket(clients, SocketType.Stream, ProtocolType.Tcp);
            client.Connect(new IPEndPoint(IPAddress.Parse(address), Port(listener)));
            using Socket server = listener.AcceptSocket();
            client.Send(new byte[100]);
            server.Poll(-1, SelectMode.SelectRead);
            server.Close();
            client.Poll(-1, SelectMode.SelectRead);
        }
    }

    /// <summary>Sends UDP from right to left.</summary>
    public void SendUdp(int datagrams)
    {
        using Socket socket = Socket(Right, SocketType.Dgram, ProtocolType.Udp);
        for (int i = 0; i < datagrams; i++)
            socket.SendTo(new byte[64], new IPEndPoint(IPAddress.Parse(LeftAddress), 9));
    }

    /// <summary>Sends octets as they are, from the right device.</summary>
    public void Replay(byte[] pcap, params string[] options)
    {
        using var folder = new TemporaryFolder();
        string file = folder.Add("frames.pcap", pcap);
        Command.Run(
            ["ip", "netns", "exec", Right, "tcpreplay", "-q", "-i", RightDevice, .. options, file]);
    }

    public static void Ip(params string[] words) => Command.Run(["ip", .. words]);

    public void Dispose()
    {
        Ip("netns", "delete", Left);
        Ip("netns", "delete", Right);
    }

    TcpListener Listen(string address) => NetworkNamespace.Run(Left, () =>
    {
        var listener = new TcpListener(IPAddress.Parse(address), 0);
        listener.Start();
        return listener;
    });

    static Socket Socket(string place, SocketType type, ProtocolType protocol)
        => NetworkNamespace.Run(
            place, () => new Socket(AddressFamily.InterNetwork, type, protocol));

    static int Port(TcpListener listener) => ((IPEndPoint)listener.LocalEndpoint).Port;
}
