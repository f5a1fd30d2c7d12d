using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using System.Threading;
using NUnit.Framework;
using RstTrace.Reports;
using RstTrace.Testing;

namespace RstTrace.Cli.Tests.Live.Kernel;

/// <summary>Resets of real programs, and what <c>rsttrace live</c> makes of the kernel's word for
/// each: at the server, at the client, and on the router between them.</summary>
/// <remarks>All run side by side on ports of their own, in one capture at each host; each case
/// looks at the first reset of its own.</remarks>
sealed class KernelScenarioTests : IDisposable
{
    const string AbortOnClose = "TCP_ABORT_ON_CLOSE";

    // As its FIN is acknowledged, or as time passes.
    const string Closed = "TCP_(ABORT_ON_DATA|TIMEWAIT_SOCKET|FLAGS)";


    ThreeHosts? _hosts;
    Dictionary<string, int> _ports = [];
    RunResult? _server, _client, _router;

    [OneTimeSetUp]
    public void RunThemAll()
    {
        _hosts = new ThreeHosts();
        using RstTraceProcess server = ThreeHosts.Live(
            _hosts.Server, ThreeHosts.ServerDevice, "--kernel", "on");
        using RstTraceProcess client = ThreeHosts.Live(
            _hosts.Client, ThreeHosts.ClientDevice, "--kernel", "on", "--workers", "2");
        using RstTraceProcess router = ThreeHosts.Live(
            _hosts.Router, ThreeHosts.RouterDevice, "--kernel", "on", "-Z", "nobody");
        _ports = _hosts.RunAll();
        Thread.Sleep(2_000); // the last are followed for a second
        foreach (RstTraceProcess live in (RstTraceProcess[])[server, client, router])
            live.Signal("INT");
        (_server, _client, _router) = (server.Await(), client.Await(), router.Await());
        foreach (RunResult run in (RunResult[])[_server, _client, _router])
            TestContext.Progress.WriteLine(run.Errors);
    }

    public void Dispose() => _hosts?.Dispose();

    [TestCase("closed_port", "port-closed", "NO_SOCKET")]
    [TestCase("linger_zero", "linger-zero-abort", "TCP_STATE")]
    [TestCase("close_unread", "close-unread-data", AbortOnClose)]
    [TestCase("close_with_window_shut", "close-unread-data", AbortOnClose)]
    [TestCase("answer_then_unread", "(close-unread-data|early-response-abort)", AbortOnClose)]
    [TestCase("tls_to_plain", "(close-unread-data|protocol-mismatch)", AbortOnClose)]
    [TestCase("killed_unread", "close-unread-data", AbortOnClose)]
    [TestCase("killed_idle", "write-after-close", Closed)]
    [TestCase("write_after_close", "write-after-close", Closed)]
    [TestCase("write_after_shutdown", "write-after-close", "TCP_ABORT_ON_DATA")]
    [TestCase("write_long_after_close", "write-after-close", "TCP_FLAGS")]
    [TestCase("linger2_with_data", "abort-after-own-fin", "TCP_ABORT_ON_DATA")]
    [TestCase("linger2_in_fin_wait", "abort-after-own-fin", "TCP_ABORT_ON_LINGER")]
    [TestCase("close_crosses_data", "(close-data-crossing|keepalive-race)", "TCP_ABORT_ON_DATA")]
    [TestCase("half_close_unread", "abort-after-peer-fin", AbortOnClose)]
    [TestCase("listener_closes", "accept-queue-flushed", "TCP_STATE")]
    [TestCase("overflow_resets", "accept-queue-overflow", "INVALID_SYN")]
    [TestCase("overflow_ignores", "ghost-connection", "TCP_FLAGS")]
    [TestCase("destroyed", "linger-zero-abort", "TCP_STATE")]
    public void The_server_resets(string scenario, string cause, string reason)
    {
        foreach (int version in (int[])[4, 6])
            AssertSaid(_server!, scenario + version, "server", cause, reason);
    }

    [TestCase("client_linger_zero", "linger-zero-abort", "TCP_STATE")]
    [TestCase("disconnected", "linger-zero-abort", "TCP_STATE")]
    [TestCase("connect_and_abort", "(connect-and-abort|linger-zero-abort)", "TCP_STATE")]
    [TestCase("keepalive", "keepalive-timeout", "TCP_KEEPALIVE_TIMEOUT")]
    [TestCase("keepalive_user_timeout", "keepalive-timeout", "TCP_KEEPALIVE_TIMEOUT")]
    [TestCase("gave_up_sending", "retransmission-timeout", "NO_SOCKET")]
    public void The_client_resets(string scenario, string cause, string reason)
    {
        foreach (int version in (int[])[4, 6])
            AssertSaid(_client!, scenario + version, "client", cause, reason);
    }

    [TestCase("scanned4", "client", "(synack-abandoned|syn-scan)", "NO_SOCKET")]
    [TestCase("stray_ack_to_listener4", "server", "stray-segment", "TCP_FLAGS")]
    [TestCase("stray_ack4", "server", "stray-segment", "NO_SOCKET")]
    [TestCase("half_open4", "client", "port-reuse-half-open", "TCP_INVALID_ACK_SEQUENCE")]
    [TestCase("half_open6", "client", "port-reuse-half-open", "TCP_INVALID_ACK_SEQUENCE")]
    public void Seen_at_the_server(string scenario, string sender, string cause, string reason)
        => AssertSaid(_server!, scenario, sender, cause, reason);

    // What killed the connection never came: the router dropped it.
    [TestCase("restarted4", "TCP_FLAGS")]
    [TestCase("restarted6", "TCP_FLAGS")]
    [TestCase("gone4", "NO_SOCKET")]
    [TestCase("gone6", "NO_SOCKET")]
    public void A_server_that_forgot_is_seen_at_the_client(string scenario, string reason)
        => AssertSaid(_client!, scenario, "server", "peer-lost-state", reason);

    [TestCase("nginx_resets_the_slow4", "linger-zero-abort", "TCP_STATE", "nginx", "caller")]
    [TestCase("nginx_keepalive_ends4", "write-after-close", Closed, "nginx", "closer")]
    [TestCase("haproxy_rejects4", "server-reject-on-accept", "TCP_STATE", "haproxy", "caller")]
    [TestCase("haproxy_times_out4", "write-after-close", Closed, "haproxy", "closer")]
    [TestCase("sshd_is_full4", "greeting-then-drop", AbortOnClose, "sshd", "caller")]
    [TestCase("destroyed4", "linger-zero-abort", "TCP_STATE", "ss", "caller")]
    [TestCase("destroyed6", "linger-zero-abort", "TCP_STATE", "ss", "caller")]
    public void A_program_is_named(
        string scenario, string cause, string reason, string program, string tie)
    {
        JsonNode seen = AssertSaid(_server!, scenario, "server", cause, reason);
        Assert.That((string)seen["process"]!["name"]!, Is.EqualTo(program));
        Assert.That((string)seen["process"]!["tie"]!, Is.EqualTo(tie));
        Assert.That((int)seen["process"]!["pid"]!, Is.GreaterThan(1));
        if (tie == "caller")
            Assert.That((string)seen["reset"]!["summary"]!, Does.Contain($"by {program} (process"));
    }

    [TestCase("rejected_on_host4")]
    [TestCase("rejected_on_host6")]
    [TestCase("rejected_on_host_in_use4")]
    [TestCase("rejected_on_host_in_use6")]
    public void What_the_kernel_denies_is_of_the_hosts_own_filter(string scenario)
    {
        JsonNode seen = First(_server!, scenario), reset = seen["reset"]!;
        Assert.That((string)reset["cause"]!, Is.EqualTo("firewall-reject"));
        Assert.That((string)reset["sender"]!, Is.EqualTo("server"));
        Assert.That((bool)reset["sender_is_local"]!, Is.True);
        Assert.That((string)reset["strength"]!, Is.EqualTo("kernel"));
        Assert.That(reset["kernel_reason"], Is.Null);
        Assert.That(
            (string)reset["evidence"]![0]!["text"]!, Does.Contain("did not send it, though"));
    }

    // A router's address is its own, and still the reset is not its own to deny.
    [TestCase("rejected_on_router4")]
    [TestCase("rejected_on_router6")]
    [TestCase("rejected_on_router_in_use4")]
    [TestCase("rejected_on_router_in_use6")]
    public void What_is_made_on_the_way_is_denied_by_nobody(string scenario)
    {
        foreach (RunResult run in (RunResult[])[_client!, _router!])
        {
            JsonNode reset = First(run, scenario)["reset"]!;
            Assert.That((string)reset["cause"]!, Is.EqualTo("firewall-reject"));
            Assert.That((string)reset["sender"]!, Is.AnyOf("third-party", "unknown"));
            Assert.That((string)reset["strength"]!, Is.EqualTo("single-vantage"));
        }
    }

    [Test]
    public void Behind_a_translated_address_the_word_is_found_all_the_same()
        => AssertSaid(_router!, "translated4", "server", "close-unread-data", AbortOnClose);

    // All namespaces have one kernel.
    [TestCase("linger_zero4", "linger-zero-abort", "TCP_STATE")]
    [TestCase("close_unread6", "close-unread-data", AbortOnClose)]
    public void What_another_namespace_sent_has_its_word_too(
        string scenario, string cause, string reason)
    {
        JsonNode seen = AssertSaid(_router!, scenario, "server", cause, reason);
        Assert.That((bool)seen["reset"]!["sender_is_local"]!, Is.False);
    }

    [Test]
    public void Who_takes_a_reset_is_told_by_its_own_kernel()
    {
        JsonNode seen = First(_client!, "rejected_on_host4");
        Assert.That((bool)seen["reset"]!["accepted"]!, Is.True);
        Assert.That((string)seen["process"]!["tie"]!, Is.EqualTo("connector"));
        Assert.That(
            (string)seen["reset"]!["evidence"]![0]!["text"]!,
            Is.EqualTo("the client's kernel, this host's, took it"));
    }

    [Test]
    public void Counters_that_moved_are_shown()
    {
        JsonNode counters = First(_server!, "overflow_resets4")["host"]!["counters"]!;
        Assert.That((int)counters["TcpExtListenOverflows"]!, Is.Positive);
        Assert.That((int)counters["TcpOutRsts"]!, Is.Positive);
    }

    [Test]
    public void What_was_sent_is_explained()
    {
        foreach (RunResult run in (RunResult[])[_server!, _client!])
        {
            string line = run.ErrorLines.Single(
                one => one.StartsWith("rsttrace: the kernel sent", StringComparison.Ordinal));
            int[] numbers = [.. Regex.Matches(line, "[0-9]+").Select(
                number => int.Parse(number.Value, CultureInfo.InvariantCulture))];

            // One is not on the device: HAProxy's own connection to its backend, over lo.
            Assert.That(numbers[0], Is.GreaterThan(20));
            Assert.That(numbers[0] - numbers[1], Is.InRange(0, run == _server ? 1 : 0), line);
        }
    }

    [Test]
    public void Every_line_keeps_to_the_contract()
    {
        var schema = new SchemaValidator(JsonNode.Parse(EventSchema.Open())!);
        foreach (RunResult run in (RunResult[])[_server!, _client!, _router!])
        {
            foreach (string line in run.ResetLines)
                Assert.That(schema.Validate(JsonNode.Parse(line)!), Is.Empty, line);
        }
    }

    [Test]
    public void Nothing_is_left_in_tracefs()
        => Assert.That(ThreeHosts.Shell("ls /sys/kernel/tracing/instances"),
            Does.Not.Contain($"rsttrace-{Environment.ProcessId}-"));

    JsonNode AssertSaid(
        RunResult run, string scenario, string sender, string cause, string reason)
    {
        JsonNode seen = First(run, scenario), reset = seen["reset"]!;
        Assert.Multiple(() =>
        {
            Assert.That((string?)reset["kernel_reason"], Does.Match($"^{reason}$"), scenario);
            Assert.That((string)reset["cause"]!, Does.Match($"^{cause}$"), scenario);
            Assert.That((string)reset["sender"]!, Is.EqualTo(sender), scenario);
            Assert.That((string)reset["strength"]!, Is.EqualTo("kernel"), scenario);
            Assert.That((double)reset["confidence"]!, Is.GreaterThanOrEqualTo(0.9), scenario);
            Assert.That((string)reset["evidence"]![0]!["rule"]!, Is.EqualTo("kernel"), scenario);
        });
        return seen;
    }

    JsonNode First(RunResult run, string scenario)
    {
        int port = _ports[scenario];
        IEnumerable<JsonNode> seen = run.ResetLines.Select(line => JsonNode.Parse(line)!)
            .Where(reset => (int)reset["server"]!["port"]! == port);
        Assert.That(seen, Is.Not.Empty, scenario);
        return seen.First();
    }
}
