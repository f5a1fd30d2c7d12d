using System;
using System.Collections.Generic;
using System.Linq;
using System.Net;
using System.Net.Sockets;
using NUnit.Framework;
using RstTrace.Host.Kernel;

namespace RstTrace.Host.Tests.Kernel;

/// <summary>The counters of /proc/net/snmp and netstat.</summary>
sealed class CountersTests
{
    const string Text = """
        Ip: Forwarding DefaultTTL
        Ip: 2 64
        Tcp: MaxConn OutRsts InCsumErrors
        Tcp: -1 238 0
        TcpExt: ListenOverflows TCPAbortOnClose
        TcpExt: 5 18446744073709551615

        """;

    [Test]
    public void Names_are_those_of_nstat()
    {
        var counters = KernelCounters.Parse(Text);
        Assert.Multiple(() =>
        {
            Assert.That(counters["TcpOutRsts"], Is.EqualTo(238));
            Assert.That(counters["TcpMaxConn"], Is.EqualTo(-1));
            Assert.That(counters["TcpExtListenOverflows"], Is.EqualTo(5));
            Assert.That(counters["TcpExtTCPAbortOnClose"], Is.EqualTo(-1), "wrapped");
            Assert.That(counters["TcpExtNothing"], Is.Null);
            Assert.That(counters.Names, Has.Count.EqualTo(7));
        });
    }

    [Test]
    public void What_moved_is_said_and_only_that()
    {
        var before = KernelCounters.Parse(Text);
        var after = KernelCounters.Parse(
            Text.Replace("238", "240", StringComparison.Ordinal), before);
        Assert.That(after.Since(before), Is.EqualTo((CounterChange[])[new("TcpOutRsts", 2)]));
        Assert.That(after.Since(before, "TcpOutRsts"), Is.EqualTo(2));
        Assert.That(before.Since(before), Is.Empty);
    }

    [Test]
    public void Columns_that_changed_are_compared_by_name()
    {
        var before = KernelCounters.Parse(Text);
        var after = KernelCounters.Parse(
            "TcpExt: New ListenOverflows\nTcpExt: 9 7\n", before);
        Assert.That(
            after.Since(before), Is.EqualTo((CounterChange[])[new("TcpExtListenOverflows", 2)]));
    }

    [TestCase("")]
    [TestCase("Tcp: OutRsts")]
    [TestCase("Tcp: OutRsts\nUdp: 5\n")]
    [TestCase("no colon\nno colon\n")]
    [TestCase(":\n:\n")]
    public void Text_that_is_none_has_no_counters(string text)
        => Assert.That(KernelCounters.Parse(text).Names, Is.Empty);

    [TestCase("Tcp: A B\nTcp: 1\n", 0)]
    [TestCase("Tcp: A B\nTcp: 1 2 3\n", 2)]
    [TestCase("Tcp: A B\nTcp: x 2\n", 2)]
    public void Lines_that_do_not_fit_do_no_harm(string text, long b)
        => Assert.That(KernelCounters.Parse(text)["TcpB"], Is.EqualTo(b));

    [Test]
    public void A_folder_without_them_gives_none()
        => Assert.That(KernelCounters.Read("/proc/self/no-such"), Is.Null);

    [Test]
    public void This_kernel_counts_a_refused_connection()
    {
        KernelCounters before = KernelCounters.Read()!;
        using Socket closed = Ipv4(), client = Ipv4();
        closed.Bind(new IPEndPoint(IPAddress.Loopback, 0)); // and does not listen
        Assert.That(
            () => client.Connect(closed.LocalEndPoint!), Throws.InstanceOf<SocketException>());

        KernelCounters after = KernelCounters.Read()!;
        IEnumerable<string> moved = after.Since(before).Select(change => change.Name);
        Assert.That(moved, Is.SupersetOf((string[])["TcpOutRsts", "TcpAttemptFails"]));
    }

    static Socket Ipv4()
        => new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
}
