using System.Collections.Generic;
using System.IO;
using NUnit.Framework;
using RstTrace.Capture.Live;
using RstTrace.Core;
using RstTrace.Core.Wire;
using RstTrace.Testing;

namespace RstTrace.Capture.Tests.Live;

/// <summary>What the kernel lets through is all that the decoder follows.</summary>
sealed class TcpFilterTests
{
    static IEnumerable<string> Samples() => Directory.EnumerateFiles(
        Path.Combine(TestContext.CurrentContext.TestDirectory, "samples-pcap"), "*.pcap*",
        SearchOption.AllDirectories);

    [TestCaseSource(typeof(WireFixtures), nameof(WireFixtures.Names))]
    public void Every_wrapping_that_is_decoded_passes(string name)
        => Assert.That(Passes(WireFixtures.All[name].ToFrame()), Is.True);

    [TestCaseSource(nameof(Samples))]
    public void Every_frame_of_the_samples_that_is_decoded_passes(string path)
    {
        using CaptureFile file = CaptureFile.Open(path);
        while (file.Read(out Frame frame) == ReadOutcome.Frame)
        {
            DecodeOutcome outcome = SegmentDecoder.Decode(in frame, out _);
            if (outcome is not (DecodeOutcome.Decoded or DecodeOutcome.LaterFragment)) continue;

            Assert.That(Passes(in frame), Is.True, $"frame {frame.Id.Number}");
        }
    }

    static IEnumerable<TestCaseData> Others()
    {
        FrameBuilder ethernet = new FrameBuilder().Ethernet();
        yield return Case("UDP", ethernet.Ipv4("10.0.0.1", "10.0.0.2").Udp(1, 53).Payload(40));
        yield return Case("QUIC", ethernet.Ipv6("fd00::1", "fd00::2").Udp(1, 443).Payload(40));
        yield return Case("UDP in two tags",
            ethernet.Vlan(5).Vlan(6).Ipv4("10.0.0.1", "10.0.0.2").Udp(1, 53).Payload(40));
        yield return Case("ICMP",
            ethernet.Ipv4("10.0.0.1", "10.0.0.2").Payload([8, 0], protocol: 1));
        yield return Case("a report of groups", ethernet.Ipv6("fd00::1", "ff02::16").Extension(0)
            .Payload([143, 0], protocol: 58));
        yield return Case("neither IP", ethernet.Payload(46));
        yield return Case("UDP, cooked", new FrameBuilder().LinuxCooked2()
            .Ipv4("10.0.0.1", "10.0.0.2").Udp(1, 53).Payload(40));
        yield return Case("UDP, raw", new FrameBuilder()
            .Ipv4("10.0.0.1", "10.0.0.2").Udp(1, 53).Payload(40));

        static TestCaseData Case(string name, FrameBuilder frame)
            => new(frame) { TestName = $"{name} does not pass" };
    }

    [TestCaseSource(nameof(Others))]
    public void What_holds_no_TCP_does_not_pass(FrameBuilder frame)
        => Assert.That(Passes(frame.ToFrame()), Is.False);

    // The keyword moves offsets only for what stands after it.
    [TestCase("vlan 7 and port 443", true)]
    [TestCase("vlan 8 and port 443", false)]
    [TestCase("port 443", false)]
    [TestCase("vlan and (port 80 or port 443)", true)]
    public void The_users_words_mean_what_they_mean_alone(string expression, bool passes)
    {
        FrameBuilder tagged = new FrameBuilder().Ethernet().Vlan(7)
            .Ipv4("192.0.2.1", "198.51.100.2").Tcp(40000, 443);
        using var both = BpfFilter.Compile(TcpFilter.With(LinkType.Ethernet, expression)!);
        Assert.That(both.Matches(tagged.ToFrame()), Is.EqualTo(passes));
    }

    static bool Passes(in Frame frame)
    {
        string? expression = TcpFilter.For(frame.Link);
        if (expression is null) return true;

        using var filter = BpfFilter.Compile(expression, frame.Link);
        return filter.Matches(in frame);
    }
}
