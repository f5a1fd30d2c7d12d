using System;
using System.Buffers.Binary;
using System.Net;
using NUnit.Framework;
using RstTrace.Core.Wire;

namespace RstTrace.Core.Tests.Wire;

public sealed class IpAddressTests
{
    static IpAddress Read(string text)
    {
        byte[] octets = IPAddress.Parse(text).GetAddressBytes();
        return octets.Length == 16
            ? IpAddress.FromIpv6(octets)
            : IpAddress.FromIpv4(BinaryPrimitives.ReadUInt32BigEndian(octets));
    }

    // RFC 5952 §4 and its examples in §2.
    [TestCase("2001:0db8::0001", "2001:db8::1", TestName = "4.1 Leading zeros")]
    [TestCase("2001:db8:0:0:0:0:2:1", "2001:db8::2:1", TestName = "4.2.1 As short as possible")]
    [TestCase("2001:db8:0:1:1:1:1:1", "2001:db8:0:1:1:1:1:1", TestName = "4.2.2 One group alone")]
    [TestCase("2001:0:0:1:0:0:0:1", "2001:0:0:1::1", TestName = "4.2.3 The longest run")]
    [TestCase("2001:db8:0:0:1:0:0:1", "2001:db8::1:0:0:1", TestName = "4.2.3 The first of equals")]
    [TestCase("2001:DB8::AAAA", "2001:db8::aaaa", TestName = "4.3 Lower case")]
    [TestCase("0:0:0:0:0:0:0:0", "::", TestName = "All zeros")]
    [TestCase("0:0:0:0:0:0:0:1", "::1", TestName = "Run at the start")]
    [TestCase("fe80:0:0:0:0:0:0:0", "fe80::", TestName = "Run at the end")]
    [TestCase("1:2:3:4:5:6:7:8", "1:2:3:4:5:6:7:8", TestName = "No zeros")]
    [TestCase("0:1:0:0:2:0:0:0", "0:1:0:0:2::", TestName = "Two runs")]
    [TestCase("255.255.255.255", "255.255.255.255", TestName = "IPv4, all ones")]
    [TestCase("0.0.0.0", "0.0.0.0", TestName = "IPv4, all zeros")]
    public void An_address_is_written_as_RFC_5952_has_it(string given, string written)
        => Assert.That(Read(given).ToString(), Is.EqualTo(written));

    [Test]
    public void Any_address_reads_back_as_itself_and_most_are_written_as_NET_does()
    {
        var random = new Random(5952);
        byte[] octets = new byte[16];
        for (int round = 0; round < 20_000; round++)
        {
            for (int group = 0; group < 16; group += 2)
            {
                bool isZero = random.Next(2) == 0;
                octets[group] = (byte)(isZero ? 0 : random.Next(256));
                octets[group + 1] = (byte)(isZero ? 0 : random.Next(256));
            }

            IpAddress ours = IpAddress.FromIpv6(octets);
            if (ours.IsIpv4) continue;
            var theirs = new IPAddress(octets);
            Assert.That(IPAddress.Parse(ours.ToString()), Is.EqualTo(theirs));

            // .NET writes the last four octets of some in dotted decimal.
            string text = theirs.ToString();
            if (!text.Contains('.')) Assert.That(ours.ToString(), Is.EqualTo(text));
        }
    }

    [Test]
    public void Octets_are_written_as_they_came([Values("192.0.2.1", "2001:db8::7")] string text)
    {
        byte[] octets = new byte[16];
        int length = Read(text).Write(octets);
        Assert.That(octets[..length], Is.EqualTo(IPAddress.Parse(text).GetAddressBytes()));
    }

    [TestCase("10.0.0.1", "10.0.0.2", true)]
    [TestCase("10.0.0.2", "10.0.0.1", false)]
    [TestCase("10.0.0.1", "10.0.0.1", false)]
    [TestCase("2001:db8::2", "2001:db9::1", true)]
    [TestCase("2001:db8::ffff:ffff:ffff:ffff", "2001:db8:0:1::", true)]
    public void Addresses_are_ordered_as_their_octets(string left, string right, bool isBelow)
        => Assert.That(Read(left).IsBelow(Read(right)), Is.EqualTo(isBelow));
}
