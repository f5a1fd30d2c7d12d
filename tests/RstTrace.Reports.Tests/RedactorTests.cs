using System.Collections.Generic;
using System.Globalization;
using NUnit.Framework;
using RstTrace.Core.Resets;
using RstTrace.Core.Wire;
using RstTrace.Reports.Redaction;

namespace RstTrace.Reports.Tests;

public class RedactorTests
{
    readonly Redactor _redactor = new();

    [TestCase(0, "192.0.2.1")]
    [TestCase(253, "192.0.2.254")]
    [TestCase(254, "198.51.100.1")]
    [TestCase(761, "203.0.113.254")]
    [TestCase(762, "10.0.0.1")]
    [TestCase(1_100, "10.0.1.83")]
    public void IPv4_comes_from_the_networks_for_documentation_first(int before, string expected)
    {
        var redactor = new Redactor();
        for (uint i = 0; i < before; i++) redactor.Address(IpAddress.FromIpv4(i));

        Assert.That(
            redactor.Address(IpAddress.FromIpv4(0x0808_0808)).ToString(), Is.EqualTo(expected));
    }

    [Test]
    public void No_two_addresses_become_one_until_there_are_too_many()
    {
        var redactor = new Redactor();
        var seen = new HashSet<IpAddress>();
        for (uint i = 0; i < Redactor.MostAddresses; i++)
            seen.Add(redactor.Address(IpAddress.FromIpv4(i)));

        Assert.That(seen, Has.Count.EqualTo(Redactor.MostAddresses));
        Assert.That(redactor.IsFull, Is.False);
        redactor.Address(IpAddress.FromIpv4(uint.MaxValue));
        Assert.That(redactor.IsFull, Is.True);
        Assert.That(redactor.Address(IpAddress.FromIpv4(0)).ToString(), Is.EqualTo("192.0.2.1"));
    }

    [Test]
    public void IPv6_comes_from_its_own()
        => Assert.That(
            new Redactor().Address(new IpAddress(0xFD77_0002_0000_0000, 2)).ToString(),
            Is.EqualTo("2001:db8::1"));

    [TestCase("api.bank.test", "name-1.example")]
    [TestCase("api.bank.test:8443", "name-1.example:8443")]
    [TestCase("API.bank.test", "name-1.example")]
    [TestCase("10.1.2.3", "192.0.2.1")]
    [TestCase("10.1.2.3:80", "192.0.2.1:80")]
    [TestCase("[fd77::1]:443", "[2001:db8::1]:443")]
    [TestCase("1", "name-2.example")]
    [TestCase("a:b:c", "name-2.example")]
    [TestCase("10.1.2.3.4", "name-2.example")]
    public void A_name_is_numbered_and_its_port_stays(string name, string expected)
    {
        var redactor = new Redactor();
        redactor.Name("api.bank.test");
        Assert.That(redactor.Name(name), Is.EqualTo(expected));
    }

    [TestCase("TLS ClientHello for a.test, TLS 1.3 offered",
        "TLS ClientHello for name-1.example, TLS 1.3 offered")]
    [TestCase("PROXY v2 TCP4 header, then TLS ClientHello for a.test",
        "PROXY v2 TCP4 header, then TLS ClientHello for name-1.example")]
    [TestCase("TLS alert 40 (handshake_failure), fatal", "TLS alert 40 (handshake_failure), fatal")]
    [TestCase("SSH-2.0-OpenSSH_9.6", "[text 1]")]
    [TestCase("GET /a HTTP/1.1 for a.test", "[text 1]")]
    [TestCase("TLS /secret HTTP/1.1 for a.test", "[text 1]")]
    [TestCase("TLS secret HTTP/1.1", "[text 1]")]
    [TestCase("PROXY secret-of-somebody header, then TLS ClientHello", "[text 1]")]
    [TestCase("TLS ClientHello for a.test, TLS 1.3 offered\n", "[text 1]")]
    public void Of_an_opening_our_own_words_stay(string opening, string expected)
        => Assert.That(new Redactor().Opening(opening, "a.test"), Is.EqualTo(expected));

    [TestCase("10.9.8.7:443 to [fd77::1]:5", "192.0.2.1:443 to [2001:db8::1]:5")]
    [TestCase("It was 10.9.8.7.", "It was 192.0.2.1.")]
    [TestCase("of 10.9.8.7: closed", "of 192.0.2.1: closed")]
    [TestCase("of fd77::1: closed", "of 2001:db8::1: closed")]
    [TestCase("::ffff:10.9.8.7 too", "::ffff:192.0.2.1 too")]
    [TestCase("'host 10.9.8.7'", "'host 192.0.2.1'")]
    [TestCase("at 12:34:56.789, version 1.2.3", "at 12:34:56.789, version 1.2.3")]
    [TestCase("who asked www.test?", "who asked name-1.example?")]
    [TestCase("wwww.test", "wwww.test")]
    [TestCase("TTL 64: it came 0 hops", "TTL 64: it came 0 hops")]
    public void Addresses_and_known_names_are_found_in_sentences(string text, string expected)
    {
        var known = new RedactedText(_redactor, [("www.test", _redactor.Name("www.test"))]);
        Assert.That(known.Of(text), Is.EqualTo(expected));
    }

    // The replacement of one may look like another that is to be replaced.
    [Test]
    public void What_was_put_in_is_not_replaced_again()
    {
        var text = new RedactedText(new Redactor(), []);
        Assert.That(text.Of("192.0.2.2 and 192.0.2.1"), Is.EqualTo("192.0.2.1 and 192.0.2.2"));
    }

    [Test]
    public void A_reset_is_redacted_wherever_it_says_something()
    {
        ResetEvent reset = Events.IdleBox with
        {
            StatedReason = "No flow for bob",
            Verdict = Events.IdleBox.Verdict with
            {
                Summary = "10.77.2.2 said \"bob \"the\" builder\" and dropped 10.77.1.2.",
                Fixes = [new("Look at 10.77.2.2.", "ssh 10.77.2.2")],
            },
        };

        ResetEvent redacted = new Redactor().Redact(reset);

        Assert.Multiple(() =>
        {
            Assert.That(redacted.Verdict.Summary, Does.Match(
                @"^192\.0\.2\.\d said ""\[text \d\]"" and dropped 192\.0\.2\.\d\.$"));
            Assert.That(redacted.StatedReason, Is.EqualTo("[text 1]"));
            Assert.That(redacted.Verdict.Fixes[0].Command, Does.StartWith("ssh 192.0.2."));
            Assert.That(
                string.Create(CultureInfo.InvariantCulture, $"{redacted.Flow.Server.Port}"),
                Is.EqualTo("20001"));
            Assert.That(redacted.Frames, Is.EqualTo(reset.Frames));
        });
    }
}
