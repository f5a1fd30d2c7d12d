using System;
using NUnit.Framework;
using RstTrace.Capture.Live;
using RstTrace.Capture.Live.Native;
using RstTrace.Core;
using RstTrace.Core.Wire;
using RstTrace.Testing;

namespace RstTrace.Capture.Tests.Live;

sealed class BpfFilterTests
{
    static FrameBuilder Segment(FrameBuilder link)
        => link.Ipv4("192.0.2.1", "198.51.100.2").Tcp(40000, 443);

    [TestCase("tcp port 443", true)]
    [TestCase("host 192.0.2.1 and dst port 443", true)]
    [TestCase("", true)]
    [TestCase("udp", false)]
    [TestCase("tcp port 80", false)]
    public void Frames_match_whatever_their_link(string expression, bool matches)
    {
        using var filter = BpfFilter.Compile(expression);
        FrameBuilder[] links =
        [
            new FrameBuilder().Ethernet(), new FrameBuilder(), new FrameBuilder().LinuxCooked(),
            new FrameBuilder().LinuxCooked2(), new FrameBuilder().Ethernet(),
        ];
        foreach (FrameBuilder link in links)
            Assert.That(filter.Matches(Segment(link).ToFrame()), Is.EqualTo(matches));
    }

    [TestCase("tcp prot 80", "filter 'tcp prot 80': ", ", after 'tcp'")]
    [TestCase("tcp and (port 80", "syntax error", ", after 'tcp'")]
    [TestCase("port 80) and tcp", "syntax error", ", after 'port 80'")]
    [TestCase("tcp port 80 )(", "syntax error", ", after 'tcp port 80'")]
    [TestCase("&&", "syntax error", "")]
    [TestCase("port 99999", "illegal port number 99999", "")]
    public void A_wrong_expression_is_told_in_libpcaps_words_and_where(
        string expression, string words, string place)
    {
        CaptureException failure =
            Assert.Throws<CaptureException>(() => BpfFilter.Compile(expression))!;
        Assert.That(failure.Message, Does.Contain(words).And.EndWith(place));
        Assert.That(failure.Message, Does.Not.Contain("\n"));
        Assert.That(failure.Kind, Is.EqualTo(CaptureFailure.Request));
    }

    [Test]
    public void An_expression_that_means_nothing_for_a_link_says_so()
    {
        using var filter = BpfFilter.Compile("ether host 00:11:22:33:44:55");
        Frame raw(FrameBuilder builder) => Segment(builder).ToFrame();
        Assert.That(
            () => filter.Matches(raw(new FrameBuilder())),
            Throws.TypeOf<CaptureException>().With.Message.Contains("ether host"));
    }

    [Test]
    public void Nothing_is_allocated_for_a_frame()
    {
        using var filter = BpfFilter.Compile("tcp port 443");
        byte[] octets = Segment(new FrameBuilder().Ethernet()).Build();
        long allocated = Allocated.ByFrames(
            octets, (in Frame frame) => filter.Matches(in frame));
        Assert.That(allocated, Is.Zero);
    }

    [Test]
    public void A_missing_libpcap_is_one_line_and_a_remedy()
    {
        Assert.That(
            LibpcapLibrary.Find(["libpcap.so.99", "no-such-pcap"]), Is.EqualTo((nint)0));
        CaptureException missing = LibpcapLibrary.Missing();
        Assert.That(missing.Message, Does.StartWith("libpcap is not installed"));
        Assert.That(missing.Hint, Does.Contain("apt-get install libpcap0.8"));
    }

    [Test]
    public void It_may_be_disposed_twice_and_is_not_used_after()
    {
        var filter = BpfFilter.Compile("tcp");
        filter.Dispose();
        filter.Dispose();
        Assert.That(
            () => filter.Matches(Segment(new FrameBuilder()).ToFrame()),
            Throws.TypeOf<ObjectDisposedException>());
    }
}
