using NUnit.Framework;
using RstTrace.Core.Flows;
using RstTrace.Core.Resets;
using RstTrace.Core.Wire;

namespace RstTrace.Reports.Tests;

/// <summary>Verdicts as comments on frames.</summary>
public class ResetCommentsTests
{
    [Test]
    public void A_reset_tells_its_verdict_and_its_trigger_where_to_look()
    {
        ResetComments comments = Of(Events.ClosedPort);

        Assert.That(comments.Of(new FrameId(0, 3)), Is.EqualTo(
            "rsttrace: reset by the server, in the handshake, 71 µs after frame 2 drew it: "
            + "port-closed (certain 0.95)\n"
            + "10.77.2.2 answered the SYN to port 20001 with a refusal: nothing listens.\n"
            + "to do: See on the server whether the service runs, and on which address."));
        Assert.That(comments.Of(new FrameId(0, 2)), Is.EqualTo(
            "rsttrace: drew the reset in frame 3: by the server, port-closed (certain 0.95)"));
        Assert.That(comments.Of(new FrameId(0, 1)), Is.Null);
        Assert.That(comments.Frames, Is.EqualTo(2));
    }

    [TestCase(Party.Client, "by the client in the name of the server")]
    [TestCase(Party.ThirdParty, "by a box on the path, in the name of the server")]
    [TestCase(Party.Unknown, "by an unknown sender in the name of the server")]
    [TestCase(Party.Server, "by the server")]
    public void Another_than_the_address_says_is_named_with_it(Party sender, string expected)
    {
        ResetEvent reset = Events.ClosedPort with
        {
            ClaimedSender = Side.Server,
            Verdict = Events.ClosedPort.Verdict with { Sender = sender },
        };
        Assert.That(
            Of(reset).Of(new FrameId(0, 3)),
            Does.StartWith($"rsttrace: reset {expected}, in the "));
    }

    [Test]
    public void Repeats_and_several_resets_of_one_trigger_are_told()
    {
        ResetEvent other = Events.ClosedPort with
        {
            Frames = [new FrameId(0, 7), new FrameId(0, 9)],
        };
        ResetComments comments = Of(Events.ClosedPort, other);

        Assert.That(
            comments.Of(new FrameId(0, 9)),
            Does.StartWith("rsttrace: repeats the reset in frame 7: "));
        Assert.That(
            comments.Of(new FrameId(0, 2)),
            Does.Match("^rsttrace: drew the reset in frame 3: .*\nrsttrace: drew .* in frame 7: "));
    }

    // What the wire said may stand in a summary.
    [Test]
    public void Nothing_in_it_can_break_a_line_or_turn_the_reading_order()
    {
        ResetEvent reset = Events.ClosedPort with
        {
            Verdict = Events.ClosedPort.Verdict with
            {
                Summary = "it said \u001b[31m\r\n\u202egnp.exe",
                Fixes = [new Fix("type\u2066 this\u0007")],
            },
        };
        Assert.That(Of(reset).Of(new FrameId(0, 3)), Does.EndWith(
            "\nit said \\x1b[31m\\x0d\\x0a\\u{202e}gnp.exe\nto do: type\\u{2066} this\\x07"));
    }

    static ResetComments Of(params ResetEvent[] resets)
    {
        var comments = new ResetComments();
        foreach (ResetEvent reset in resets) comments.Take(reset);
        return comments;
    }
}
