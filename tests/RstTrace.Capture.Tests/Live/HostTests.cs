using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using NUnit.Framework;
using RstTrace.Capture.Live;
using RstTrace.Core.Wire;

namespace RstTrace.Capture.Tests.Live;

/// <summary>What the host says of itself: its devices and addresses.</summary>
sealed class HostTests
{
    static readonly IpAddress s_own = IpAddress.FromIpv4(0x0A4D_0001);
    static readonly IpAddress s_new = IpAddress.FromIpv4(0x0A4D_0063);
    static readonly IpAddress s_loopback = IpAddress.FromIpv4(0x7F00_0001);

    [Test]
    public void Devices_are_listed_with_what_they_are()
    {
        using var network = new VirtualNetwork();
        IReadOnlyList<CaptureDevice> devices = [];

        // The kernel notices a moment later that the cable is in.
        SpinWait.SpinUntil(
            () =>
            {
                devices = CaptureDevices.List(network.Left);
                return devices.Count(d => d.Traits.HasFlag(CaptureDeviceTraits.Running)) > 2;
            },
            TimeSpan.FromSeconds(20));
        Assert.That(devices.Select(device => device.Number),
            Is.EqualTo(Enumerable.Range(1, devices.Count)));

        CaptureDevice left = devices.Single(d => d.Name == VirtualNetwork.LeftDevice);
        Assert.That(left.Traits,
            Is.EqualTo(CaptureDeviceTraits.Up | CaptureDeviceTraits.Running));
        Assert.That(left.Connection, Is.EqualTo(ConnectionStatus.Connected));
        Assert.That(left.Addresses.Select(address => $"{address}"),
            Does.Contain(VirtualNetwork.LeftAddress + "/24"));
        Assert.That(left.Addresses.Any(a => a is { Address.IsIpv4: false, PrefixLength: 64 }));

        CaptureDevice loopback = devices.Single(d => d.Name == "lo");
        Assert.That(loopback.Traits.HasFlag(CaptureDeviceTraits.Loopback), Is.True);
        Assert.That(loopback.Addresses.Select(address => $"{address}"),
            Is.SupersetOf((string[])["127.0.0.1/8", "::1/128"]));
        Assert.That(devices.Any(device => device.Name == LiveSource.AnyDevice), Is.True);
    }

    [Test]
    public void Addresses_that_come_and_go_are_followed()
    {
        using var network = new VirtualNetwork();
        using LocalAddresses addresses = LocalAddresses.Follow(network.Left);
        Assert.That(addresses.Contains(s_own), Is.True);
        Assert.That(addresses.Contains(s_loopback), Is.True);
        Assert.That(addresses.Contains(s_new), Is.False);

        Change("add");
        Assert.That(Soon(() => addresses.Contains(s_new)), Is.True);
        Assert.That(addresses.Contains(s_own), Is.True);
        Change("delete");
        Assert.That(Soon(() => !addresses.Contains(s_new)), Is.True);

        void Change(string how) => VirtualNetwork.Ip(
            "-n", network.Left, "address", how, "10.77.0.99/24", "dev", VirtualNetwork.LeftDevice);

        static bool Soon(Func<bool> so) => SpinWait.SpinUntil(so, TimeSpan.FromSeconds(20));
    }

    [Test]
    public void Our_own_addresses_are_those_of_our_devices()
    {
        using LocalAddresses addresses = LocalAddresses.Follow();
        IpAddress[] known =
        [
            .. CaptureDevices.List().SelectMany(d => d.Addresses).Select(a => a.Address),
        ];
        Assert.That(known, Is.Not.Empty);
        Assert.That(known.Where(address => !addresses.Contains(address)), Is.Empty);
        Assert.That(addresses.Count, Is.EqualTo(known.Distinct().Count()));
    }

    [Test]
    public void Looking_an_address_up_allocates_nothing()
    {
        using LocalAddresses addresses = LocalAddresses.Follow();
        long allocated = Allocated.By(() =>
        {
            for (int i = 0; i < 1000; i++) addresses.Contains(s_loopback);
        });
        Assert.That(allocated, Is.Zero);
    }
}
