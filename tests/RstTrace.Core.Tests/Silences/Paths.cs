using System.Buffers.Binary;
using System.Net;
using RstTrace.Core.Silences;
using RstTrace.Core.Wire;

namespace RstTrace.Core.Tests.Silences;

/// <summary>Paths, silences and frames, written short.</summary>
static class Paths
{
    static readonly IpAddress s_server = Address("203.0.113.5");

    public static IpAddress Address(string text)
    {
        byte[] octets = IPAddress.Parse(text).GetAddressBytes();
        return octets.Length == 16
            ? IpAddress.FromIpv6(octets)
            : IpAddress.FromIpv4(BinaryPrimitives.ReadUInt32BigEndian(octets));
    }

    public static SilencePath Of(
        string client, string server = "203.0.113.5", ushort port = 443, ulong encapsulation = 0)
        => new(Address(client), Address(server), port, encapsulation);

    /// <summary>The path of the client network with this number. Allocates nothing.</summary>
    public static SilencePath Numbered(int number)
        => new(IpAddress.FromIpv4((uint)number << 8), s_server, 443, 0);

    public static FrameId Frame(long number) => new(0, number);

    public static Duration Seconds(double seconds) => Duration.FromSeconds(seconds);

    /// <summary>A bracket from silences in words: "survived 340 118, killed 352 240, reset 300 9"
    /// with seconds and frame; "reset" is by itself.</summary>
    public static IdleBracket? Bracket(string story)
    {
        var ledger = new SilenceLedger(1);
        SilencePath path = Of("192.0.2.1");
        foreach (string part in story.Split(", "))
        {
            string[] words = part.Split(' ');
            Duration silence = Seconds(double.Parse(
                words[1], System.Globalization.CultureInfo.InvariantCulture));
            FrameId frame = Frame(long.Parse(
                words[2], System.Globalization.CultureInfo.InvariantCulture));
            if (words[0] == "survived") ledger.Survived(in path, silence, frame);
            else ledger.Fatal(in path, silence, frame, spontaneous: words[0] == "reset");
        }

        return ledger.BracketOf(in path);
    }
}
