using System.Threading;
using NUnit.Framework;
using RstTrace.Host.Checking;
using RstTrace.Host.Errors;

namespace RstTrace.Host.Tests.Errors;

/// <summary>What pasted errors mean.</summary>
sealed class ErrorStepTests
{
    [TestCase("read tcp 10.0.0.1:5->10.0.0.2:80: read: connection reset by peer",
        "ECONNRESET", "Go")]
    [TestCase("java.net.SocketException: Connection reset", "ECONNRESET", "Java")]
    [TestCase("java.net.ConnectException: Connection refused (Connection refused)",
        "ECONNREFUSED", "Java")]
    [TestCase("ConnectionResetError: [Errno 104] Connection reset by peer", "ECONNRESET", "Python")]
    [TestCase("Error: read ECONNRESET", "ECONNRESET", "Node.js")]
    [TestCase("System.Net.Sockets.SocketException (10054): An existing connection was forcibly "
        + "closed by the remote host.", "ECONNRESET", ".NET")]
    [TestCase("System.Net.Sockets.SocketException (10061): No connection could be made because the "
        + "target machine actively refused it.", "ECONNREFUSED", ".NET")]
    [TestCase("BrokenPipeError: [Errno 32] Broken pipe", "EPIPE", "Python")]
    [TestCase("dial tcp 10.0.0.1:443: i/o timeout", "ETIMEDOUT", "Go")]
    [TestCase("recv() failed (104: Connection reset by peer) while reading response header from "
        + "upstream", "an upstream that ended early", "nginx")]
    [TestCase("kex_exchange_identification: read: Connection reset by peer",
        "a reset before the greeting", "ssh")]
    [TestCase("curl: (52) Empty reply from server", "an end of file", "curl")]
    public void Known(string pasted, string name, string from)
    {
        Finding finding = new ErrorStep(pasted).Run(CancellationToken.None);

        Assert.That(finding.Verdict, Is.EqualTo(StepVerdict.Ok));
        Assert.That(finding.Text, Does.Contain($"is {name} as ").And.Contain(from));
        Assert.That(finding.Evidence[0], Does.StartWith("cannot mean: "));
        Assert.That(finding.Next, Is.Not.Empty);
    }

    // Around the system's word stands the program's: both are told.
    [Test]
    public void What_nginx_says_holds_what_the_system_said()
        => Assert.That(
            new ErrorStep("recv() failed (104: Connection reset by peer) while reading response "
                + "header from upstream").Run(CancellationToken.None).Evidence,
            Has.Some.StartWith("and in it ECONNRESET: "));

    [TestCase("it does not work")]
    [TestCase("order 10104 of 21110")]
    [TestCase("")]
    public void Unknown(string pasted)
        => Assert.That(
            new ErrorStep(pasted).Run(CancellationToken.None).Verdict,
            Is.EqualTo(StepVerdict.Skipped));
}
