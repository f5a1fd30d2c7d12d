using System.Collections.Generic;
using NUnit.Framework;
using RstTrace.Core.Resets;
using RstTrace.Core.Wire;

namespace RstTrace.Host.Tests.Logs;

/// <summary>Which lines of logs are which reset's.</summary>
sealed class LogSearchTests : LogFolderTest
{
    [Test]
    public void The_clients_address_and_port_come_first_then_its_address_then_the_service()
    {
        string log = Write(
            "2026-11-21T12:00:00.9Z h systemd[1]: ssh.service: Main process exited, code=killed",
            "2026-11-21T12:00:00.8Z h sshd[1]: refused connect from 192.0.2.7 (192.0.2.7)",
            "2026-11-21T12:00:00.2Z h sshd[1]: drop connection #10 from [192.0.2.7]:4711 on "
            + "[192.0.2.200]:22 past MaxStartups");
        ResetEvent reset = Attach([log], Resets.At(0))[0];

        Assert.That(Fits(reset), Is.EqualTo("Endpoint Address Service"));
        LogEvidence first = reset.LogLines[0];
        Assert.Multiple(() =>
        {
            Assert.That(first.Since, Is.EqualTo(Duration.FromMilliseconds(-50)));
            Assert.That(first.Phrase, Is.EqualTo("sshd-max-startups"));
            Assert.That(first.Process, Is.EqualTo("sshd"));
            Assert.That(first.ProcessId, Is.EqualTo(1));
            Assert.That(first.Source, Is.EqualTo(log));
            Assert.That(Warnings, Is.Empty);
        });
    }

    // Another port, another client, another time, no known words, another service.
    [TestCase("2026-11-21T12:00:00Z h sshd[1]: Connection closed by 192.0.2.7 port 4712")]
    [TestCase("2026-11-21T12:00:00Z h sshd[1]: Connection from 192.0.2.8 port 9 on 192.0.2.200 "
        + "port 22")]
    [TestCase("2026-11-21T12:00:03Z h sshd[1]: Connection closed by 192.0.2.7")]
    [TestCase("2026-11-21T11:59:57Z h sshd[1]: Connection closed by 192.0.2.7")]
    [TestCase("2026-11-21T12:00:00Z h sshd[1]: Server listening")]
    [TestCase("2026-11-21T12:00:00Z h systemd[1]: nginx.service: Main process exited, code=killed")]
    [TestCase("2026-11-21T12:00:00Z h kernel: TCP: Possible SYN flooding on port 80. Sending "
        + "cookies.")]
    public void What_does_not_fit_is_not_shown(string line)
    {
        Assert.That(Attach([Write(line)], Resets.At(0))[0].LogLines, Is.Empty);
        Assert.That(Warnings, Has.One.Contains("none of its 1 lines, from 2026-11-21"));
    }

    [TestCase("2026-11-21T12:00:00Z h kernel: TCP: Possible SYN flooding on port 22. Sending "
        + "cookies.")]
    [TestCase("2026-11-21T12:00:00Z h kernel: Out of memory: Killed process 812 (x)")]
    [TestCase("2026-11-21T12:00:00Z h x: upstream: \"http://192.0.2.200:22/\", client: "
        + "198.51.100.1")]
    [TestCase("2026-11-21T11:59:58.3Z h sshd[1]: Connection closed by 192.0.2.7")]
    public void What_fits_is(string line)
        => Assert.That(Attach([Write(line)], Resets.At(0))[0].LogLines, Has.Count.EqualTo(1));

    // A log of whole seconds: written in the second that begins 1.95 s before.
    [Test]
    public void A_line_of_a_whole_second_may_be_from_its_end()
    {
        string log = Write("Nov 21 11:59:57 h sshd[1]: Connection closed by 192.0.2.7");
        Assert.That(Attach([log], Resets.At(0))[0].LogLines, Is.Empty, "2.25 s");
        Assert.That(Attach([log], Resets.At(-0.3))[0].LogLines, Has.Count.EqualTo(1));
    }

    [Test]
    public void A_reset_has_five_lines_at_most_the_nearest_and_none_twice()
    {
        var lines = new List<string>();
        for (int i = 0; i < 30; i++)
            lines.Add(Line("2026-11-21T12:00:01.{0:00}Z h x: {0} of 192.0.2.7:4711", i));
        string log = Write([.. lines, .. lines]);
        ResetEvent reset = Attach([log, log], Resets.At(0))[0];

        Assert.That(reset.LogLines, Has.Count.EqualTo(5));
        for (int i = 0; i < 5; i++)
            Assert.That(reset.LogLines[i].Text, Is.EqualTo($"{i} of 192.0.2.7:4711"));
    }

    [Test]
    public void A_line_of_this_connection_that_says_the_cause_makes_it_surer()
    {
        string words = "drop connection #10 from [192.0.2.7]:4711 on [192.0.2.200]:22 past "
            + "MaxStartups";
        string log = Write($"2026-11-21T12:00:00.2Z h sshd[1]: {words}");
        Verdict surer = Attach([log], Resets.At(0))[0].Verdict;
        Verdict other = Attach([log], Resets.At(0, cause: "port-closed"))[0].Verdict;

        Assert.Multiple(() =>
        {
            Assert.That(surer.Confidence, Is.EqualTo(0.76));
            Assert.That(surer.Evidence[^1].Rule, Is.EqualTo("log.sshd-max-startups"));
            Assert.That(surer.Evidence[^1].Says, Is.EqualTo(Party.Unknown));
            Assert.That(surer.Evidence[^1].Text, Does.Contain("Refuted by: sshd's setting"));
            Assert.That(surer.Alternatives[0].Confidence, Is.EqualTo(0.21));
            Assert.That(other.Confidence, Is.EqualTo(0.6));
            Assert.That(other.Evidence, Has.Count.EqualTo(1));
        });
    }

    [Test]
    public void No_line_of_a_log_accuses_a_box_or_makes_an_accusation_surer()
    {
        string log = Write("2026-11-21T12:00:00.2Z h sshd[1]: drop connection #10 from "
            + "[192.0.2.7]:4711 on [192.0.2.200]:22 past MaxStartups");
        ResetEvent reset = Resets.At(0);
        reset = reset with { Verdict = reset.Verdict with { Sender = Party.ThirdParty } };

        Assert.That(Attach([log], reset)[0].Verdict.Confidence, Is.EqualTo(0.6));
    }
}
