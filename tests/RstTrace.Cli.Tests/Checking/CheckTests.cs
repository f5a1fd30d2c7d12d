using System;
using System.Globalization;
using System.IO;
using System.Linq;
using NUnit.Framework;

namespace RstTrace.Cli.Tests.Checking;

/// <summary>The runbook against ports of every kind, over the real kernel.</summary>
[NonParallelizable]
sealed class CheckTests : IDisposable
{
    readonly string _folder = Directory.CreateTempSubdirectory("rsttrace-check-").FullName;
    RoutedHosts _hosts = null!;

    [OneTimeSetUp]
    public void Make() => _hosts = new RoutedHosts(_folder);

    public void Dispose()
    {
        _hosts.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Test]
    public void Open()
    {
        Findings found = Check(RoutedHosts.Open);

        Assert.Multiple(() =>
        {
            Assert.That(found.Verdict("port"), Is.EqualTo("ok"), found.Text("port"));
            Assert.That(found.Text("port"), Does.Contain("accepts, 5 of 5 times"));
            Assert.That(found.Text("reach"), Does.Contain("is reached, no packet lost"));
            Assert.That(found.Evidence("reach"), Does.Contain("TTL 63: 1 router between"));
            Assert.That(found.Text("mtu"), Is.EqualTo("packets of 1500 octets get through uncut"));
            Assert.That(found.Text("path"), Does.EndWith("answers at hop 2"));
            Assert.That(found.Evidence("path"), Does.Contain($"1  {RoutedHosts.RouterAddress}"));
            Assert.That(found.Text("greeting"), Does.Contain("answers plain words, and no TLS"));
            Assert.That(found.Evidence("greeting"), Does.Contain("\"HTTP/1.0 200 OK\""));
            Assert.That(found.Verdict("capture"), Is.EqualTo("ok"), found.Text("capture"));
            Assert.That(found.Run.ExitCode, Is.Zero, found.Conclusion);
        });
    }

    [TestCase(RoutedHosts.ServerAddress)]
    [TestCase(RoutedHosts.ServerAddress6)]
    public void Closed(string address)
    {
        Findings found = Check(RoutedHosts.Closed, address);

        Assert.Multiple(() =>
        {
            Assert.That(found.Verdict("port"), Is.EqualTo("bad"));
            Assert.That(
                found.Text("port"), Does.Contain("nothing listens there: the host's own stack"));
            Assert.That(
                found.Evidence("port"), Does.Contain("TTL 63, TOS 0x48 (ours was 0x48)"));
            Assert.That(found.Text("capture"), Does.Contain("(port-closed), from the server"));
            Assert.That(found.Verdict("greeting"), Is.EqualTo("skipped"));
            Assert.That(found.Conclusion, Does.Contain("is refused: nothing listens there"));
            Assert.That(found.Run.ExitCode, Is.EqualTo(3));
        });
    }

    [TestCase(RoutedHosts.ServerAddress)]
    [TestCase(RoutedHosts.ServerAddress6)]
    public void Rejected_on_the_host(string address)
    {
        Findings found = Check(RoutedHosts.RejectedOnHost, address);

        Assert.That(
            found.Text("port"), Does.Contain("a firewall on the host itself rejects it"),
            found.Evidence("port"));
        Assert.That(found.Commands("port"), Does.Contain("nft list ruleset"));
    }

    [TestCase(RoutedHosts.ServerAddress)]
    [TestCase(RoutedHosts.ServerAddress6)]
    public void Rejected_one_hop_away(string address)
    {
        Findings found = Check(RoutedHosts.RejectedOnRouter, address);

        Assert.That(
            found.Text("port"),
            Does.Contain(
                "a box 1 hop away rejects it in the host's name; the host is 2 hops away"),
            found.Evidence("port"));
    }

    [Test]
    public void Rejected_with_a_message_and_no_reset()
    {
        Findings found = Check(RoutedHosts.RejectedByIcmp);

        Assert.That(
            found.Text("port"),
            Does.Contain($"by ICMP, not by a reset: {RoutedHosts.RouterAddress}, a box on the way")
                .And.Contain("port unreachable"));
    }

    [Test]
    public void Dropped()
    {
        Findings found = Check(RoutedHosts.Dropped);

        Assert.Multiple(() =>
        {
            Assert.That(
                found.Text("port"),
                Does.Contain("answers nothing while other ports of the host do: a firewall drops"));
            Assert.That(found.Verdict("reach"), Is.EqualTo("ok"), "it answers ICMP");
            Assert.That(found.Verdict("path"), Is.EqualTo("warn"));
            Assert.That(found.Evidence("path"), Does.Contain($"1  {RoutedHosts.RouterAddress}"));
        });
    }

    [Test]
    public void Accepted_then_reset()
    {
        Findings found = Check(RoutedHosts.Resetting);

        Assert.Multiple(() =>
        {
            Assert.That(found.Verdict("port"), Is.EqualTo("ok"));
            Assert.That(
                found.Text("greeting"), Does.StartWith("it accepts and resets at once"));
            Assert.That(found.Text("capture"), Does.Contain("from the server"));
            Assert.That(found.Conclusion, Does.Contain("accepts and resets at once"));
        });
    }

    [Test]
    public void Tls_alone()
    {
        Findings found = Check(RoutedHosts.Tls);

        Assert.Multiple(() =>
        {
            Assert.That(found.Text("greeting"), Does.StartWith("it speaks TLS, and TLS alone"));
            Assert.That(found.Evidence("greeting"), Does.Contain("a TLS ServerHello"));
            Assert.That(
                found.Commands("greeting"),
                Is.EqualTo($"openssl s_client -connect {RoutedHosts.ServerAddress}:8443"));
        });
    }

    [Test]
    public void A_greeting_is_shown_and_cannot_drive_a_terminal()
    {
        RunResult run = _hosts.Run(
            "check", $"{RoutedHosts.ServerAddress}:{RoutedHosts.Greeting}", "--silent");

        Assert.That(run.Output, Does.Contain("it speaks first: \"SSH-2.0-Test\\x1b[31m\""));
        Assert.That(run.Output, Does.Not.Contain("\x1b"));
    }

    [Test]
    public void A_name_that_does_not_resolve()
    {
        Findings found = Check(443, "no-such-name.invalid");

        Assert.Multiple(() =>
        {
            Assert.That(found.Verdict("name"), Is.EqualTo("bad"));
            Assert.That(found.Verdict("port"), Is.EqualTo("skipped"));
            Assert.That(found.Conclusion, Does.Contain("so this is no reset"));
            Assert.That(found.Run.ExitCode, Is.EqualTo(3));
        });
    }

    [Test]
    public void Without_rights_each_step_says_in_a_line_what_it_lacks()
    {
        Findings found = new(_hosts.RunUnprivileged(
            "check", $"{RoutedHosts.ServerAddress}:{RoutedHosts.RejectedOnRouter}",
            "--format", "ndjson"));

        Assert.Multiple(() =>
        {
            Assert.That(
                found.Text("port"),
                Does.Contain("a box 1 hop away probably answers in the host's name"),
                found.Evidence("port"));
            Assert.That(found.Evidence("port"), Does.Contain("this port: TTL 64"));
            Assert.That(found.Evidence("reach"), Does.Contain("takes CAP_NET_RAW"));
            Assert.That(found.Verdict("mtu"), Is.EqualTo("skipped"));
            Assert.That(found.Text("capture"), Does.Contain("CAP_NET_RAW"));
            Assert.That(found.Evidence("path"), Does.Contain($"1  {RoutedHosts.RouterAddress}"));
            Assert.That(found.Run.Errors, Is.Empty);
        });
    }

    [Test]
    public void A_path_that_swallows_full_packets()
    {
        RoutedHosts.Shell($"""
            ip -n {_hosts.Router} link set north mtu 1400
            ip netns exec {_hosts.Router} nft 'add chain inet t out ' \
                '[ type filter hook output priority 0; ]'
            ip netns exec {_hosts.Router} nft add rule inet t out icmp type \
                destination-unreachable drop
            """.Replace('[', '{').Replace(']', '}'));
        try
        {
            Findings found = Check(RoutedHosts.Open);
            Assert.That(found.Verdict("mtu"), Is.EqualTo("bad"), found.Text("mtu"));
            Assert.That(found.Text("mtu"), Does.StartWith("packets over 1400 octets vanish"));
            Assert.That(found.Commands("mtu"), Does.Contain("tcp_mtu_probing=1"));
        }
        finally
        {
            RoutedHosts.Shell($"""
                ip netns exec {_hosts.Router} nft delete chain inet t out
                ip -n {_hosts.Router} link set north mtu 1500
                """);
        }
    }

    [Test]
    public void The_servers_side_by_its_snapshot()
    {
        RoutedHosts.Shell($$"""
            for i in 1 2 3; do
                ip netns exec {{_hosts.Client}} timeout 1 bash -c \
                    'exec 3<>/dev/tcp/{{RoutedHosts.ServerAddress}}/{{RoutedHosts.Full}}; sleep 1' \
                    2>/dev/null || true
            done
            """);
        RunResult printed = _hosts.RunOnServer("snapshot");
        Assert.That(printed.ExitCode, Is.Zero, printed.Errors);
        string file = Path.Combine(_folder, "server.json");
        File.WriteAllText(file, printed.Output);

        Findings closed = Check(RoutedHosts.Closed, RoutedHosts.ServerAddress, "--remote", file);
        Findings full = Check(RoutedHosts.Full, RoutedHosts.ServerAddress, "--remote", file);
        Assert.Multiple(() =>
        {
            Assert.That(closed.Verdict("server"), Is.EqualTo("warn"));
            Assert.That(
                closed.Text("server") + closed.Evidence("server"),
                Does.Contain("nothing listens on port 8003"));
            Assert.That(
                closed.Text("server-kernel") + closed.Evidence("server-kernel"),
                Does.Contain("tcp_abort_on_overflow"));
            Assert.That(
                full.Text("server") + full.Evidence("server"),
                Does.Contain("1 connections wait at").And.Contain("full"));
        });
    }

    [Test]
    public void A_service_of_this_host_is_judged_here()
    {
        Findings found = new(_hosts.RunOnServer(
            "check", $"127.0.0.1:{RoutedHosts.Open}", "--format", "ndjson"));

        Assert.Multiple(() =>
        {
            Assert.That(found.Evidence("host"), Does.Contain("python"));
            Assert.That(found.Text("server"), Is.EqualTo("it is this host: see above"));
            Assert.That(found.Verdict("path"), Is.EqualTo("skipped"));
            Assert.That(found.Verdict("port"), Is.EqualTo("ok"));
        });
    }

    [Test]
    public void It_says_something_within_a_second_and_is_done_in_ten()
    {
        var watch = System.Diagnostics.Stopwatch.StartNew();
        using RstTraceProcess process = RstTraceProcess.StartAs(
            ["ip", "netns", "exec", _hosts.Client],
            "check", $"{RoutedHosts.ServerAddress}:{RoutedHosts.Dropped}");
        string? first = process.ReadLine();
        double began = watch.Elapsed.TotalSeconds;
        _ = process.Await();

        TestContext.Out.WriteLine(
            string.Create(CultureInfo.InvariantCulture, $"{began:0.00} s, {watch.Elapsed}"));
        Assert.That(first, Is.EqualTo($"{RoutedHosts.ServerAddress}:{RoutedHosts.Dropped}"));
    }

    Findings Check(int port, string host = RoutedHosts.ServerAddress, params string[] more)
    {
        string service = host.Contains(':') ? $"[{host}]:{port}" : $"{host}:{port}";
        return new Findings(
            _hosts.Run([.. new[] { "check", service, "--format", "ndjson" }.Concat(more)]));
    }
}
