using NUnit.Framework;
using RstTrace.Core.Incidents;
using RstTrace.Core.Resets;

namespace RstTrace.Reports.Tests;

public class SeverityTests
{
    [TestCase(Party.ThirdParty, Stage.AfterIdle, "idle-timeout", 0)]
    [TestCase(Party.ThirdParty, Stage.Handshake, "firewall-reject", 0)]
    [TestCase(Party.Server, Stage.MidStream, "close-unread-data", 1)]
    [TestCase(Party.Server, Stage.Closing, "keepalive-race", 1, TestName = "A request is lost")]
    [TestCase(Party.Server, Stage.AfterIdle, "idle-timeout", 2)]
    [TestCase(Party.Server, Stage.Handshake, "port-closed", 3)]
    [TestCase(Party.Server, Stage.MidStream, "server-reject-on-accept", 3)]
    [TestCase(Party.Server, Stage.Closing, "write-after-close", 4)]
    [TestCase(Party.Client, Stage.NoConnection, "unknown", 5)]
    [TestCase(Party.ThirdParty, Stage.MidStream, "blind-reset-attempt", 5)]
    [TestCase(Party.Client, Stage.MidStream, "after-reset", 5)]
    public void The_order_of_harm(Party sender, Stage stage, string cause, int severity)
    {
        Verdict verdict = Events.IdleBox.Verdict with
        {
            Sender = sender,
            Stage = stage,
            Cause = Events.CauseOf(cause, ""),
        };

        Assert.That((int)Severity.Of(verdict), Is.EqualTo(severity));
    }
}
