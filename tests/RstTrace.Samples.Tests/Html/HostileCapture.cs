using System.Text;
using RstTrace.Core.Wire;
using RstTrace.Testing;

namespace RstTrace.Samples.Tests.Html;

/// <summary>A capture of connections whose names and texts attack whoever shows them.</summary>
static class HostileCapture
{
    /// <summary>In a ClientHello.</summary>
    public const string ServerName = "<img src=x onerror=alert(1)>.secret-a.test";

    /// <summary>In an HTTP request.</summary>
    public const string Host = "\"'><script>alert(2)</script>.secret-b.test";

    /// <summary>In an HTTP request.</summary>
    public const string Target = "/secret-c/<svg/onload=alert(3)>";

    /// <summary>In a RST.</summary>
    public const string Reason = "</dd></style><script>alert(4)</script> secret-d \e[2J\"&lt;\"";

    /// <summary>What a server says before it aborts.</summary>
    public const string Greeting = "secret-e &amp; `x` <b onclick='a()'>";

    /// <summary>The capture as pcap.</summary>
    public static byte[] Build()
    {
        var capture = new PcapBuilder();
        string request = $"GET {Target} HTTP/1.1\r\nHost: {Host}\r\n\r\n";
        Add(capture, 1, ClientHello(ServerName), [], []);
        Add(capture, 2, Encoding.ASCII.GetBytes(request), [], Encoding.ASCII.GetBytes(Reason));
        Add(capture, 3, [], Encoding.ASCII.GetBytes(Greeting), []);
        return capture.ToArray();
    }

    static void Add(PcapBuilder capture, byte host, byte[] asked, byte[] said, byte[] reason)
    {
        string client = $"172.23.45.{host}", server = $"172.31.99.{host}";
        uint at = 1001, back = 5001;
        int milliseconds = 0;
        void Frame(bool isClient, ControlBits control, byte[] payload)
        {
            FrameBuilder frame = new FrameBuilder().Ethernet();
            frame = isClient
                ? frame.Ipv4(client, server).Tcp(
                    40_000, 8443, IsSyn(control) ? at - 1 : at, IsSyn(control) ? 0 : back, control)
                : frame.Ipv4(server, client).Tcp(
                    8443, 40_000, IsSyn(control) ? back - 1 : back, at, control);
            if (payload.Length > 0) frame = frame.Payload(payload);
            capture.Frame(1_700_000_000 + host, 1_000 * ++milliseconds, frame.Build());
            if (isClient) at += (uint)payload.Length;
            else back += (uint)payload.Length;
        }

        Frame(true, ControlBits.Syn, []);
        Frame(false, ControlBits.Syn | ControlBits.Ack, []);
        Frame(true, ControlBits.Ack, []);
        if (asked.Length > 0) Frame(true, ControlBits.Ack | ControlBits.Push, asked);
        if (said.Length > 0) Frame(false, ControlBits.Ack | ControlBits.Push, said);
        Frame(false, ControlBits.Reset | ControlBits.Ack, reason);
    }

    static bool IsSyn(ControlBits control) => (control & ControlBits.Syn) != 0;

    /// <summary>RFC 8446 §4.1.2, with server_name (RFC 6066 §3) as its only extension.</summary>
    static byte[] ClientHello(string name)
    {
        byte[] host = Encoding.ASCII.GetBytes(name);
        byte[] list = [0, .. Length(host), .. host];
        byte[] extension = [0, 0, .. Length([.. Length(list), .. list]), .. Length(list), .. list];
        byte[] body =
        [
            3, 3, .. new byte[32], 0, 0, 2, 0x13, 0x01, 1, 0, .. Length(extension), .. extension,
        ];
        byte[] message = [1, 0, .. Length(body), .. body];
        return [22, 3, 1, .. Length(message), .. message];
    }

    static byte[] Length(byte[] octets) => [(byte)(octets.Length >> 8), (byte)octets.Length];
}
