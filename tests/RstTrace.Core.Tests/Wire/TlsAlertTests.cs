using System;
using NUnit.Framework;
using RstTrace.Core.Wire;

namespace RstTrace.Core.Tests.Wire;

public sealed class TlsAlertTests
{
    [TestCase("15030300020228", "TLS alert 40 (handshake_failure), fatal")]
    [TestCase("1503010002022A17", "TLS alert 42 (bad_certificate), fatal")]
    [TestCase("15030100020100", "TLS alert 0 (close_notify), warning")]
    [TestCase("150303000202C8", "TLS alert 200, fatal")]
    [TestCase("150303001A0001", "TLS alert, encrypted")]
    [TestCase("1503010020", "TLS alert, encrypted")]
    public void An_alert_is_told(string head, string description)
        => Assert.That(
            TlsAlert.Read(Convert.FromHexString(head))?.Description, Is.EqualTo(description));

    [TestCase("", TestName = "Nothing")]
    [TestCase("150303000202", TestName = "Cut before its number")]
    [TestCase("1503030002", TestName = "Cut before its level")]
    [TestCase("150303", TestName = "Cut within the header")]
    [TestCase("15030300020328", TestName = "A level that is none")]
    [TestCase("15030500020228", TestName = "A version that is none")]
    [TestCase("15030300030228", TestName = "Three octets")]
    [TestCase("1503034000000000", TestName = "Too long")]
    [TestCase("17030300020228", TestName = "Application data")]
    public void Other_octets_are_no_alert(string head)
        => Assert.That(TlsAlert.Read(Convert.FromHexString(head)), Is.Null);

    [Test]
    public void What_is_encrypted_has_no_number()
    {
        TlsAlert? alert = TlsAlert.Read([21, 3, 3, 0, 26, 2, 40, 0]);
        Assert.That(alert, Is.EqualTo(new TlsAlert(null, null)));
        Assert.That(alert!.Value.IsPlaintext, Is.False);
        Assert.That(alert.Value.IsFatal, Is.False);
    }
}
