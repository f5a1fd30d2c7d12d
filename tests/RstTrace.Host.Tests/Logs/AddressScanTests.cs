using System.Collections.Generic;
using System.Text;
using NUnit.Framework;
using RstTrace.Host.Logs;

namespace RstTrace.Host.Tests.Logs;

/// <summary>Addresses in lines, as programs write them.</summary>
sealed class AddressScanTests
{
    [TestCase("Connection from 192.0.2.7 port 4711 on 192.0.2.1 port 22",
        "192.0.2.7 4711, 192.0.2.1 22")]
    [TestCase("drop connection #3 from [192.0.2.7]:4711 on [192.0.2.1]:22 past MaxStartups",
        "192.0.2.7 4711, 192.0.2.1 22")]
    [TestCase("Connection closed by 2001:db8::7 port 4711 [preauth]", "2001:db8::7 4711")]
    [TestCase("192.0.2.7:4711 [21/Nov/2026:06:07:08.123] f b/s1 1/0/1001", "192.0.2.7 4711")]
    // HAProxy, with no brackets: it may be read either way.
    [TestCase("2001:db8::7:4711 [21/Nov/2026:06:07:08.123]", "2001:db8::7:4711 -, 2001:db8::7 "
        + "4711")]
    [TestCase("connection received: host=192.0.2.7 port=4711", "192.0.2.7 4711")]
    [TestCase("192.0.2.7(4711) FATAL:  x", "192.0.2.7 4711")]
    [TestCase("client: 192.0.2.7, server: x, upstream: \"http://192.0.2.5:8080/\"",
        "192.0.2.7 -, 192.0.2.5 8080")]
    [TestCase("[client 192.0.2.7:4711] AH1", "192.0.2.7 4711")]
    [TestCase("/192.0.2.7:4711->", "192.0.2.7 4711")]
    [TestCase("addr:192.0.2.7:4711: reset by peer", "192.0.2.7 4711")]
    [TestCase("from 192.0.2.7, port 4711.", "192.0.2.7 4711")]
    [TestCase("on ::ffff:192.0.2.7 port 4711", "192.0.2.7 4711")]
    [TestCase("listening on :: port 80", ":: 80")]
    [TestCase("it was 192.0.2.7.", "192.0.2.7 -")]
    [TestCase("at 06:07:08.123 and 06:07:08 in 1.2.3 or 256.1.1.1 or 1.2.3.4.5", "")]
    [TestCase("std::vector of cafe:babe, x192.0.2.7y, 1:2:3:4:5:6:7", "")]
    [TestCase("192.0.2.7:99999 192.0.2.8:0", "192.0.2.7 -, 192.0.2.8 -")]
    public void They_are_found_with_their_ports(string line, string found)
    {
        var places = new LogAddress[AddressScan.Most];
        int count = AddressScan.Find(Encoding.UTF8.GetBytes(line), places);
        var texts = new List<string>();
        for (int i = 0; i < count; i++)
            texts.Add($"{places[i].Address} {(places[i].Port is { } port ? port : "-")}");

        Assert.That(string.Join(", ", texts), Is.EqualTo(found));
    }
}
