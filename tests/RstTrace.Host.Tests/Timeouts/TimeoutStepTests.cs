using System.Collections.Generic;
using System.Linq;
using System.Threading;
using NUnit.Framework;
using RstTrace.Core.Wire;
using RstTrace.Host.Checking;
using RstTrace.Host.Timeouts;

namespace RstTrace.Host.Tests.Timeouts;

/// <summary>Client before balancer before server, and a heartbeat in half of the shortest.
/// </summary>
sealed class TimeoutStepTests
{
    // HAProxy to its clients, to its servers; the server's, the client's, a heartbeat: seconds, 0
    // for none.
    [TestCase(50, 50, 65, 40, 20, StepVerdict.Ok, "a heartbeat each 20 s comes in time")]
    [TestCase(50, 50, 0, 0, 0, StepVerdict.Ok, "something has to be said each 25 s")]
    [TestCase(50, 75, 65, 0, 0, StepVerdict.Bad, "the balancer keeps connections to its servers")]
    [TestCase(50, 65, 65, 0, 0, StepVerdict.Bad, "the balancer keeps connections to its servers")]
    [TestCase(50, 64, 65, 0, 0, StepVerdict.Ok, "the shortest idle timeout is 50 s")]
    [TestCase(50, 0, 0, 60, 0, StepVerdict.Bad, "the client keeps idle connections for 60 s")]
    [TestCase(50, 0, 0, 50, 0, StepVerdict.Bad, "the client keeps idle connections for 50 s")]
    [TestCase(50, 0, 0, 49, 0, StepVerdict.Ok, "the shortest idle timeout is 50 s")]
    [TestCase(50, 0, 0, 0, 25, StepVerdict.Ok, "comes in time")]
    [TestCase(50, 0, 0, 0, 26, StepVerdict.Warn, "is late once one is lost")]
    [TestCase(50, 0, 0, 0, 50, StepVerdict.Bad, "is too late")]
    [TestCase(0, 0, 0, 10, 10, StepVerdict.Skipped, "no idle timeout of the path is known")]
    public void Order(
        int toClient, int toServer, int server, int client, int heartbeat, StepVerdict verdict,
        string says)
    {
        var configured = new List<ConfiguredTimeout>();
        void Add(int seconds, TimeoutRole role)
        {
            if (seconds > 0)
                configured.Add(new("f", 1, "timeout", Duration.FromSeconds(seconds), role));
        }

        Add(toClient, TimeoutRole.BalancerToClient);
        Add(toServer, TimeoutRole.BalancerToServer);
        var question = new CheckQuestion
        {
            Name = "127.0.0.1",
            Port = 9,
            Configured = configured,
            ServerIdle = Seconds(server),
            ClientIdle = Seconds(client),
            Heartbeat = Seconds(heartbeat),
        };
        Finding finding = new TimeoutStep(new CheckFacts(question, CancellationToken.None))
            .Run(CancellationToken.None);

        Assert.That(finding.Verdict, Is.EqualTo(verdict), finding.Text);
        Assert.That(finding.Text, Does.Contain(says));
        bool isWrong = verdict is StepVerdict.Bad or StepVerdict.Warn;
        Assert.That(finding.Next.Any(fix => fix.Text == "PostgreSQL, on the server:"),
            Is.EqualTo(isWrong));
    }

    // Half of 50 s, then two more before it: 25 + 3 x 4 < 50.
    [Test]
    public void Lines_to_paste_fit_the_timeout()
        => Assert.That(
            Paste.Sysctl(Duration.FromSeconds(50)),
            Is.EqualTo("sysctl -w net.ipv4.tcp_keepalive_time=25 net.ipv4.tcp_keepalive_intvl=4 "
                + "net.ipv4.tcp_keepalive_probes=3"));

    static Duration? Seconds(int seconds)
        => seconds == 0 ? null : Duration.FromSeconds(seconds);
}
