using System.Linq;
using NUnit.Framework;
using RstTrace.Core.Resets;

namespace RstTrace.Core.Tests.Scenarios;

/// <summary>What a verdict says where an end did not send the reset, or may not have.</summary>
public sealed class WhomNotToBlameTests
{
    // An open port of a server seven hops away.
    const string OfTheServer = """
        +0.000 > S  0:0(0)         win 64240 port 41001
        +0.010 < S. 0:0(0)  ack 1  win 65160 ttl 57 port 41001
        +0.001 > .  1:1(0)  ack 1  port 41001
        +0.100 > S  0:0(0)         win 64240

        """;

    [Test]
    public void A_box_is_the_culprit_and_the_server_only_an_alternative()
    {
        ResetEvent reset = Trace.Of(Exchanges.Linux + """
            +0.500 > P. 101:201(100) ack 51   ts 628 id 7005
            +0.010 < R  51:51(0)     win 0 ttl 62
            +0.400 < P. 51:99(48)    ack 101  ts 1833 id 502 ttl 57
            """).Events[0];
        Alternative server = reset.Verdict.Alternatives.Single(
            other => other.Cause.Id == "peer-lost-state");

        Assert.Multiple(() =>
        {
            Assert.That(reset.Verdict.Sender, Is.EqualTo(Party.ThirdParty));
            Assert.That(reset.HopsAway, Is.EqualTo(2));
            Assert.That(server.Sender, Is.EqualTo(Party.Server));
            Assert.That(reset.Verdict.Fixes.Select(fix => fix.Text), Has.None.Contains("restart"));
        });
    }

    [Test]
    public void The_servers_own_refusal_has_the_box_as_an_alternative()
    {
        ResetEvent reset = Last("+0.010 < R. 0:0(0) raw ack 1000001 win 0 ttl 57");
        Alternative box = reset.Verdict.Alternatives.Single(
            other => other.Cause.Id == "firewall-reject");

        Assert.Multiple(() =>
        {
            Assert.That(reset.Verdict.Sender, Is.EqualTo(Party.Server));
            Assert.That(reset.HopsAway, Is.Null);
            Assert.That(box.Sender, Is.EqualTo(Party.ThirdParty));
        });
    }

    [Test]
    public void In_doubt_the_first_thing_to_do_is_to_capture_at_the_server()
    {
        ResetEvent reset = Last("+0.010 < R. 0:0(0) raw ack 1000001 win 0 ttl 62");

        Assert.Multiple(() =>
        {
            Assert.That(reset.Verdict.Sender, Is.EqualTo(Party.Unknown));
            Assert.That(reset.Verdict.Summary, Does.StartWith(
                "Whether the server sent it is in doubt. If it did"));
            Assert.That(reset.Verdict.Fixes[0].Text, Does.StartWith("Capture at the server too"));
        });
    }

    static ResetEvent Last(string refusal) => Trace.Of(OfTheServer + refusal).Events[^1];
}
