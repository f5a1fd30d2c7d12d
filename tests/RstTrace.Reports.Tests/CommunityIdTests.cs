using System.Net;
using System.Net.Sockets;
using NUnit.Framework;
using RstTrace.Core.Resets;
using RstTrace.Core.Wire;

namespace RstTrace.Reports.Tests;

public class CommunityIdTests
{
    // The first is the specification's; the rest are tshark's, over real captures.
    [TestCase("128.232.110.120", 34855, "66.35.250.204", 80, "1:LQU9qZlK+B5F3KDmev6m5PMibrg=")]
    [TestCase("10.77.1.2", 48170, "10.77.2.2", 20001, "1:ekmSRC6YT1aWH6WylFm3ytWnGsw=")]
    [TestCase("192.168.1.27", 58432, "192.168.1.90", 80, "1:rR8wpQZWDCgaLqFWsl9tOCouhU4=")]
    [TestCase("127.0.0.1", 1212, "127.0.0.1", 2443, "1:XQ63cFl2sJo3iV2UwRMnRtwOsiQ=")]
    [TestCase("::1", 389, "::1", 37386, "1:5b1Be9WZf8hMVgpK4tesH+DiZxc=")]
    [TestCase("::1", 39632, "::1", 4433, "1:xS4e0rSFEkdErVUqTxhdAM9ExPY=")]
    [TestCase(
        "2001:470:1f05:17a6:d69a:20ff:fefd:6b88", 24316, "2001:6a8:a40::21", 21,
        "1:ONb52Dnd3yqRRRPobsSTGqq7r7g=")]
    [TestCase(
        "2a00:6020:ad0b:8380::10", 389, "2a00:6020:ad0b:8381:fd70:e2f9:f031:9dc4", 49980,
        "1:87XgMWhdoH3CoAuJb5fD3yBVIiw=")]
    public void A_connection_has_the_name_that_others_give_it(
        string client, int clientPort, string server, int serverPort, string id)
    {
        FlowSummary flow = Flow(client, clientPort, server, serverPort);
        FlowSummary reversed = flow with { Client = flow.Server, Server = flow.Client };

        Assert.That(CommunityId.Of(flow), Is.EqualTo(id));
        Assert.That(CommunityId.Of(reversed), Is.EqualTo(id), "both directions are one connection");
    }

    [Test]
    public void A_mapped_address_on_the_wire_is_not_the_plain_one()
    {
        FlowSummary plain = Flow("1.2.3.4", 1, "5.6.7.8", 2);

        Assert.That(
            CommunityId.Of(plain with { IsIpv6 = true }), Is.Not.EqualTo(CommunityId.Of(plain)));
    }

    static FlowSummary Flow(string client, int clientPort, string server, int serverPort)
        => Events.IdleBox.Flow with
        {
            IsIpv6 = IPAddress.Parse(client).AddressFamily == AddressFamily.InterNetworkV6,
            Client = new Endpoint(Address(client), (ushort)clientPort, 0, 0),
            Server = new Endpoint(Address(server), (ushort)serverPort, 0, 0),
        };

    static IpAddress Address(string text)
        => IpAddress.FromIpv6(IPAddress.Parse(text).MapToIPv6().GetAddressBytes());
}
