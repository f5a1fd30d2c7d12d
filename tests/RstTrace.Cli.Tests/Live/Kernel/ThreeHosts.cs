using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading;
using NUnit.Framework;

namespace RstTrace.Cli.Tests.Live.Kernel;

/// <summary>A client, a router and a server of the real kernel, and programs on them that reset
/// connections in every way there is.</summary>
sealed class ThreeHosts : IDisposable
{
    /// <summary>The devices that captures look at.</summary>
    public const string ClientDevice = "cli0", RouterDevice = "rtr0", ServerDevice = "srv0";

    static readonly string[] s_mounted =
    [
        "unshare", "--mount", "sh", "-c",
        "[ -d /sys/kernel/tracing/events ] || mount -t tracefs tracefs /sys/kernel/tracing\n"
            + "exec \"$@\"",
        "sh",
    ];

    static int s_count;
    readonly string _folder = Directory.CreateTempSubdirectory("rsttrace-kernel-").FullName;

    public ThreeHosts()
    {
        string name = $"rsk{Environment.ProcessId}-{Interlocked.Increment(ref s_count)}";
        (Client, Router, Server) = (name + "c", name + "r", name + "s");
        TwoHosts.Shell(Cables() + Addresses() + Filters());
    }

    /// <summary>Names of the namespaces.</summary>
    public string Client { get; }

    public string Router { get; }

    public string Server { get; }

    /// <summary>Starts the program where tracefs is mounted, by way of others that become
    /// it.</summary>
    public static RstTraceProcess Start(string[] by, params string[] words)
        => RstTraceProcess.StartAs([.. s_mounted, .. by], words);

    /// <summary>Starts a live capture on a host, and returns when it listens.</summary>
    public static RstTraceProcess Live(string host, string device, params string[] words)
    {
        RstTraceProcess live = Start(
            [], ["live", "--netns", host, "-i", device, "--format", "ndjson", .. words]);
        live.AwaitErrors("listening on");
        return live;
    }

    /// <summary>Runs a line of bash where tracefs is mounted.</summary>
    public static string Shell(string line)
    {
        using RstTraceProcess bash = RstTraceProcess.StartOther(
            [.. s_mounted, "bash", "-c", line]);
        RunResult run = bash.Await();
        return run.Output;
    }

    /// <summary>Runs all scenarios, and says which took place on which port.</summary>
    public Dictionary<string, int> RunAll()
    {
        string script = Path.Combine(
            TestContext.CurrentContext.TestDirectory, "Live", "Kernel", "scenarios.py");
        using RstTraceProcess python = RstTraceProcess.StartOther(
            "python3", "-B", script, Client, Router, Server, _folder);
        RunResult run = python.Await(120_000);
        Assert.That(run.Lines, Does.Contain("done"), run.Errors);
        Assert.That(run.Lines.Where(line => line.StartsWith("FAILED", StringComparison.Ordinal)),
            Is.Empty);
        return run.Lines.Select(line => line.Split(' ')).Where(words => words.Length == 2)
            .ToDictionary(
                words => words[0],
                words => int.Parse(words[1], System.Globalization.CultureInfo.InvariantCulture));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        TwoHosts.Shell($"""
            for host in {Client} {Router} {Server}; do
                ip netns pids $host | xargs -r kill -9
                ip netns delete $host
            done
            """);
        Directory.Delete(_folder, recursive: true);
    }

    string Cables() => $"""
        for host in {Client} {Router} {Server}; do
            ip netns add $host
            ip -n $host link set lo up
        done
        ip link add {ClientDevice} netns {Client} type veth \
            peer name {RouterDevice} netns {Router}
        ip link add {ServerDevice} netns {Server} type veth peer name rtr1 netns {Router}

        """;

    string Addresses() => $"""
        ip -n {Client} address add 10.81.1.2/24 dev {ClientDevice}
        ip -n {Client} address add fd81:1::2/64 dev {ClientDevice} nodad
        ip -n {Router} address add 10.81.1.1/24 dev {RouterDevice}
        ip -n {Router} address add fd81:1::1/64 dev {RouterDevice} nodad
        ip -n {Router} address add 10.81.2.1/24 dev rtr1
        ip -n {Router} address add fd81:2::1/64 dev rtr1 nodad
        ip -n {Server} address add 10.81.2.2/24 dev {ServerDevice}
        ip -n {Server} address add fd81:2::2/64 dev {ServerDevice} nodad
        ip -n {Client} link set {ClientDevice} up
        ip -n {Router} link set {RouterDevice} up
        ip -n {Router} link set rtr1 up
        ip -n {Server} link set {ServerDevice} up
        ip -n {Client} route add default via 10.81.1.1
        ip -n {Client} route add default via fd81:1::1
        ip -n {Server} route add default via 10.81.2.1
        ip -n {Server} route add default via fd81:2::1
        ip netns exec {Router} sysctl -qw net.ipv4.ip_forward=1 net.ipv6.conf.all.forwarding=1
        ip netns exec {Server} sysctl -qw net.ipv4.tcp_abort_on_overflow=1 \
            net.ipv4.tcp_fin_timeout=1 net.ipv4.tcp_synack_retries=2 net.ipv4.tcp_syncookies=0

        """;

    string Filters() => $$"""
        ip netns exec {{Router}} nft -f - <<'RULES'
        table inet filter {
            set cut { type inet_service; }
            set cut_back { type inet_service; }
            set cut_acks { type inet_service; }
            set rejected { type inet_service; }
            set forwarded { type inet_service; }
            chain forward {
                type filter hook forward priority 0
                tcp dport @cut drop
                tcp sport @cut drop
                tcp sport @cut_back drop
                tcp dport @cut_acks tcp flags & (syn | ack) == ack drop
                tcp dport @rejected reject with tcp reset
            }
            chain translate {
                type nat hook prerouting priority dstnat
                ip daddr 10.81.1.1 tcp dport @forwarded dnat ip to 10.81.2.2
            }
        }
        RULES
        ip netns exec {{Server}} nft -f - <<'RULES'
        table inet filter {
            set rejected { type inet_service; }
            chain input {
                type filter hook input priority 0
                tcp dport @rejected reject with tcp reset
            }
        }
        RULES

        """;
}
