using System;
using System.Text;
using NUnit.Framework;
using RstTrace.Core.Kernel;
using RstTrace.Core.Wire;
using RstTrace.Host.Kernel;

namespace RstTrace.Host.Tests.Kernel;

/// <summary>What the witness is made of: clocks, the ring of events, names of processes.</summary>
sealed class WitnessPartsTests
{
    const long Second = 1_000_000_000;

    static readonly SocketEnd s_here = new(IpAddress.FromIpv4(0x0A00_0001), 443);
    static readonly SocketEnd s_there = new(IpAddress.FromIpv4(0x0A00_0002), 50000);

    [Test]
    public void A_clock_that_was_set_is_remembered_for_a_while()
    {
        var clock = new ClockOffsets();
        long before = clock.Wall;
        clock.Take(before + 500, 1 * Second);
        Assert.That((clock.Steps, clock.Count), Is.EqualTo((0, 1)), "slewed, not set");

        clock.Take(before + (3600 * Second), 2 * Second);
        Assert.That((clock.Steps, clock.Count), Is.EqualTo((1, 2)));
        Assert.That(clock.Trace(before + (3602 * Second)), Is.EqualTo(2 * Second));
        Assert.That(clock.Trace(before + 500 + (1 * Second), 1), Is.EqualTo(1 * Second));

        clock.Take(before + (3600 * Second), 13 * Second);
        Assert.That(clock.Count, Is.EqualTo(1), "forgotten");
    }

    [Test]
    public void The_nearest_is_given_and_given_once()
    {
        var ring = new EventRing(8);
        ring.Add(Sent(s_here, s_there, 100), null);
        ring.Add(Sent(s_here, s_there, 200), null);
        ring.Add(Sent(s_there, s_here, 201), null);

        Assert.That(ring.Claim(s_here, s_there, 202, 150, 10)?.Event.Time, Is.EqualTo(200));
        Assert.That(ring.Claim(s_here, s_there, 202, 150, 10)?.Event.Time, Is.EqualTo(100));
        Assert.That(ring.Claim(s_here, s_there, 202, 150, 10), Is.Null);
        Assert.That((ring.Count, ring.Claimed), Is.EqualTo((3L, 2L)));
    }

    [TestCase(99)]
    [TestCase(311)]
    public void Too_early_or_too_late_is_another_reset(long time)
    {
        var ring = new EventRing(8);
        ring.Add(Sent(s_here, s_there, time), null);
        Assert.That(ring.Claim(s_here, s_there, 300, 200, 10), Is.Null);
    }

    [Test]
    public void A_listening_socket_is_found_by_its_port()
    {
        var any = new SocketEnd(IpAddress.FromIpv4(0), 443);
        var ring = new EventRing(8);
        ring.Add(Sent(any, default, 100), null);
        Assert.That(ring.Claim(s_here, s_there, 100, 9, 9), Is.Null);
        Assert.That(ring.Claim(new SocketEnd(default, 443), default, 100, 9, 9), Is.Not.Null);
    }

    [Test]
    public void The_oldest_make_room_and_are_not_found()
    {
        var ring = new EventRing(4);
        for (int i = 0; i < 6; i++) ring.Add(Sent(s_here, s_there, i), null);
        for (int i = 0; i < 4; i++)
            Assert.That(ring.Claim(s_here, s_there, 0, 0, 100)?.Event.Time, Is.EqualTo(2 + i));
        Assert.That(ring.Claim(s_here, s_there, 0, 0, 100), Is.Null);
        Assert.That(ring.Count, Is.EqualTo(6));
    }

    [Test]
    public void A_translated_sender_is_found_by_the_receiver()
    {
        var inner = new SocketEnd(IpAddress.FromIpv4(0xAC11_0002), 80);
        var ring = new EventRing(8);
        ring.Add(Sent(inner, s_there, 100), null);
        Assert.That(ring.ClaimTo(s_here, 100, 9, 9), Is.Null);
        Assert.That(ring.ClaimTo(s_there, 100, 9, 9)?.Event.Here, Is.EqualTo(inner));
        Assert.That(ring.ClaimTo(s_there, 100, 9, 9), Is.Null);
    }

    const string Id = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

    [TestCase("0::/system.slice/nginx.service\n", null, "nginx.service")]
    [TestCase("0::/system.slice/docker-" + Id + ".scope\n", "0123456789ab", null)]
    [TestCase("12:pids:/docker/" + Id + "\n1:name=systemd:/docker/" + Id + "\n",
        "0123456789ab", null)]
    [TestCase("0::/kubepods.slice/pod1.slice/cri-containerd-" + Id + ".scope",
        "0123456789ab", null)]
    [TestCase("0::/user.slice/user@0.service/app.slice/a.service\n", null, "a.service")]
    [TestCase("0::/\n", null, null)]
    [TestCase("", null, null)]
    [TestCase("0::/deadbeef\n", null, null)]
    public void A_control_group_names_container_and_unit(
        string groups, string? container, string? unit)
    {
        Assert.That(ControlGroup.ContainerIn(groups), Is.EqualTo(container));
        Assert.That(ControlGroup.UnitIn(groups), Is.EqualTo(unit));
    }

    [TestCase("   0: 0100007F:1F90 00000000:0000 0A 0:0 00:0 0 0 0 4711 1", 8080, 4711)]
    [TestCase("   1: 00000000:0016 00000000:0000 0A 0:0 00:0 0 0 0 12 1", 22, 12)]
    [TestCase(
        "   1: 00000000000000000000000000000000:0050 0:0 0A 0:0 00:0 0 0 0 13 1", 80, 13)]
    public void Who_listens_is_read_off_the_table(string line, int port, long inode)
    {
        Assert.That(
            Listeners.TryReadLine(Encoding.ASCII.GetBytes(line), out SocketEnd end, out long read));
        Assert.That(((int)end.Port, read), Is.EqualTo((port, inode)));
        Assert.That(end.IsAny, Is.EqualTo(port != 8080));
    }

    [TestCase("")]
    [TestCase("  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt")]
    [TestCase("   0: 0100007F:1F90 0100007F:1F91 01 0:0 00:0 0 0 0 4711 1")]
    [TestCase("   0: XX:1F90 00000000:0000 0A 0:0 00:0 0 0 0 4711 1")]
    public void What_does_not_listen_is_passed_over(string line)
        => Assert.That(
            Listeners.TryReadLine(Encoding.ASCII.GetBytes(line), out _, out _), Is.False);

    [Test]
    public void A_process_is_known_by_name()
    {
        SocketOwner own = ProcessBook.Read(Environment.ProcessId)!;
        Assert.That(own.Id, Is.EqualTo(Environment.ProcessId));
        Assert.That(own.Name, Is.Not.Empty);
        Assert.That(ProcessBook.Read(int.MaxValue), Is.Null);
    }

    static KernelEvent Sent(SocketEnd here, SocketEnd there, long time) => new()
    {
        Kind = KernelEventKind.Sent,
        Here = here,
        There = there,
        Time = time,
        Task = 1,
        IsOfTask = false,
    };
}
