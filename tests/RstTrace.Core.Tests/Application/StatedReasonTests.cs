using System;
using System.Text;
using NUnit.Framework;
using RstTrace.Core.Resets;
using RstTrace.Core.Wire;

namespace RstTrace.Core.Tests.Application;

public sealed class StatedReasonTests
{
    [Test]
    public void A_BIG_IP_gives_its_cause()
    {
        StatedReason reason = Of("BIG-IP: [0x2664c65:2574] No flow found for ACK")!;
        Assert.That(reason.Kind, Is.EqualTo(StatedReasonKind.BigIp));
        Assert.That(reason.Text, Is.EqualTo("BIG-IP: [0x2664c65:2574] No flow found for ACK"));
        Assert.That(reason.Cause, Is.EqualTo("No flow found for ACK"));
        Assert.That(reason.IsOfDevice);
        Assert.That(reason.IsFromPeer, Is.False);
    }

    [Test]
    public void A_BIG_IP_blames_its_other_side()
    {
        StatedReason reason = Of("BIG-IP: [0x1:2] {peer} TCP RST from remote system\0")!;
        Assert.That(reason.Cause, Is.EqualTo("TCP RST from remote system"));
        Assert.That(reason.IsFromPeer);
    }

    [TestCase("33AA000900000000", "RST diagnostic 9 (not authorized)", true)]
    [TestCase("33AA000400000000", "RST diagnostic 4 (ABORT process)", false)]
    [TestCase("33AA001100000000", "RST diagnostic 17 (middlebox interference)", false)]
    [TestCase("33AA03E700000000", "RST diagnostic 999", false)]
    [TestCase("33AA000900007ED9", "RST diagnostic 9 of enterprise 32473", false)]
    public void A_diagnostic_is_named(string payload, string text, bool mayBeOfDevice)
    {
        StatedReason reason = Of(Convert.FromHexString(payload))!;
        Assert.That(reason.Kind, Is.EqualTo(StatedReasonKind.Diagnostic));
        Assert.That(reason.Text, Is.EqualTo(text));
        Assert.That(reason.MayBeOfDevice, Is.EqualTo(mayBeOfDevice));
        Assert.That(reason.IsOfDevice, Is.False);
    }

    [TestCase("33AA000000000000", TestName = "No reason")]
    [TestCase("33AA0009000000", TestName = "Seven octets")]
    [TestCase("33AA00090000000001", TestName = "Nine octets")]
    [TestCase("AA33000900000000", TestName = "Another mark")]
    public void What_is_malformed_is_no_diagnostic(string payload)
        => Assert.That(
            Of(Convert.FromHexString(payload))!.Kind, Is.EqualTo(StatedReasonKind.Octets));

    [TestCase(11, 1000, "Linux reset reason 11 (TCP_ABORT_ON_CLOSE)")]
    [TestCase(24, 1000, "Linux reset reason 24")]
    [TestCase(11, 999, "\\x0b")]
    [TestCase(200, 1000, "\\xc8")]
    public void Linux_gives_its_reason_in_a_thousand_octets(int code, int length, string text)
    {
        byte[] kept = new byte[128];
        kept[0] = (byte)code;
        Assert.That(Of(kept, length)!.Text, Is.EqualTo(text));
    }

    [TestCase(0x0105, "MPTCP reset reason 5 (unacceptable performance), transient", true)]
    [TestCase(0x0006, "MPTCP reset reason 6 (middlebox interference)", false)]
    [TestCase(0x0E09, "MPTCP reset reason 9", false)]
    public void An_option_gives_a_reason(int option, string text, bool isTransient)
    {
        StatedReason reason = Of([], option: (ushort)option)!;
        Assert.That(reason.Kind, Is.EqualTo(StatedReasonKind.Mptcp));
        Assert.That(reason.Text, Is.EqualTo(text));
        Assert.That(reason.IsTransient, Is.EqualTo(isTransient));
    }

    [Test]
    public void Other_text_is_shown_and_other_octets_are_written_out()
    {
        Assert.That(
            Of("Go away\r\n"),
            Is.EqualTo(new StatedReason(StatedReasonKind.Text, "Go away\\x0d\\x0a")));
        Assert.That(
            Of("\x1b[2J"), Is.EqualTo(new StatedReason(StatedReasonKind.Octets, "\\x1b[2J")));
        Assert.That(Of(""), Is.Null);
        Assert.That(Of("\0\0\0"), Is.Null);
    }

    [Test]
    public void The_payload_goes_before_the_option()
        => Assert.That(Of("gone"u8.ToArray(), option: 5)!.Text, Is.EqualTo("gone"));

    [Test]
    public void Random_payloads_never_fail_and_are_shown_safely()
    {
        var random = new Random(20_260_102);
        for (int round = 0; round < 50_000; round++)
        {
            byte[] payload = new byte[random.Next(129)];
            random.NextBytes(payload);
            if (payload.Length > 2 && round % 2 == 0) (payload[0], payload[1]) = (0x33, 0xAA);
            string? text = Of(payload)?.Text;
            if (text?.AsSpan().IndexOfAnyExceptInRange(' ', '~') >= 0)
                Assert.Fail(Convert.ToHexString(payload));
        }
    }

    static StatedReason? Of(string payload) => Of(Encoding.Latin1.GetBytes(payload));

    static StatedReason? Of(
        byte[] payload, int? length = null, ushort option = Segment.NoMptcpReset)
    {
        var reset = new Segment
        {
            Control = ControlBits.Reset,
            PayloadLength = length ?? payload.Length,
            PayloadCaptured = payload.Length,
            MptcpReset = option,
        };
        return StatedReasons.Read(in reset, payload);
    }
}
