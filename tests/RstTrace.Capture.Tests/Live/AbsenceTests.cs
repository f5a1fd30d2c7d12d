using System.Collections.Generic;
using System.Linq;
using NUnit.Framework;
using RstTrace.Capture.Live;
using RstTrace.Core;

namespace RstTrace.Capture.Tests.Live;

/// <summary>Devices and namespaces that are not there, or not any more.</summary>
sealed class AbsenceTests
{
    [Test]
    public void A_device_that_goes_away_is_waited_for_and_numbers_continue()
    {
        using var network = new VirtualNetwork();
        using LiveSource source = network.Capture();
        network.Exchange(connections: 2);
        List<ReadFrame> frames = [];
        source.ReadUntil(_ => frames.Count(IsReset) == 2, frames);
        LiveCounts before = source.Counts;

        network.Disconnect();
        source.ReadUntilNotice("waiting for it to come back");
        Assert.That(source.Read(out _), Is.EqualTo(ReadOutcome.Waiting));
        Assert.That(source.Counts, Is.EqualTo(before));

        network.Connect();
        source.ReadUntilNotice("the device is back");
        network.Exchange(connections: 3);
        source.ReadUntil(_ => frames.Count(IsReset) == 5, frames);
        frames.AddRange(source.Rest());
        Assert.That(
            frames.ConvertAll(frame => frame.Number),
            Is.EqualTo(Enumerable.Range(1, frames.Count)));
        Assert.That(source.Counts, Is.EqualTo(new LiveCounts(frames.Count, frames.Count, 0, 0)));
    }

    [Test]
    public void A_device_that_is_switched_off_and_on_is_captured_on_again()
    {
        using var network = new VirtualNetwork();
        using LiveSource source = network.Capture();
        VirtualNetwork.Ip("-n", network.Left, "link", "set", VirtualNetwork.LeftDevice, "down");
        source.ReadUntilNotice("left0: the device went down");
        VirtualNetwork.Ip("-n", network.Left, "link", "set", VirtualNetwork.LeftDevice, "up");
        source.ReadUntilNotice("left0: the device is up again");
        network.Exchange(connections: 2);
        Assert.That(source.Rest().Count(IsReset), Is.EqualTo(2));
        Assert.That(source.TryTakeNotice(out _), Is.False);
    }

    [Test]
    public void Workers_share_frames_again_when_the_device_is_back()
    {
        using var network = new VirtualNetwork();
        LiveSource[] workers = LiveSource.OpenGroup(network.Options(), members: 2);
        network.Disconnect();
        foreach (LiveSource worker in workers) worker.ReadUntilNotice("waiting for it");
        network.Connect();
        foreach (LiveSource worker in workers) worker.ReadUntilNotice("the device is back");
        network.Exchange(connections: 40);

        List<List<ReadFrame>> frames = [.. workers.Select(worker => worker.Rest())];
        foreach (LiveSource worker in workers) worker.Dispose();
        Assert.That(frames, Has.All.Count.GreaterThan(0));
        Assert.That(frames.Sum(list => list.Count(IsReset)), Is.EqualTo(40));
    }

    [Test]
    public void The_end_may_be_asked_for_while_the_device_is_away()
    {
        using var network = new VirtualNetwork();
        using LiveSource source = network.Capture();
        network.Disconnect();
        source.ReadUntilNotice("waiting for it");
        Assert.That(source.Rest(), Is.Empty);
    }

    [Test]
    public void A_device_that_does_not_exist_is_told_with_the_nearest_name()
    {
        using var network = new VirtualNetwork();
        CaptureException failure = Fails(network.Options("left1"));
        Assert.That(failure.Message, Is.EqualTo(
            $"left1: no such device in network namespace {network.Left}; meant left0?"));
        Assert.That(failure.Hint, Is.EqualTo(CaptureDevices.ListCommand));
        Assert.That(failure.Kind, Is.EqualTo(CaptureFailure.Absent));

        failure = Fails(network.Options("9999"));
        Assert.That(failure.Message, Does.StartWith("device 9999: they are numbered from 1 to "));
        Assert.That(failure.Kind, Is.EqualTo(CaptureFailure.Request));
    }

    [Test]
    public void A_device_that_is_down_is_told_with_the_command_that_helps()
    {
        using var network = new VirtualNetwork();
        VirtualNetwork.Ip("-n", network.Left, "link", "set", VirtualNetwork.LeftDevice, "down");
        CaptureException failure = Fails(network.Options());
        Assert.That(failure.Message, Is.EqualTo("left0: the device is down"));
        Assert.That(failure.Hint, Is.EqualTo("sudo ip link set left0 up"));
    }

    [TestCase("no-such-place", "/run/netns/no-such-place: No such file or directory")]
    [TestCase("4000000000", "/proc/4000000000/ns/net: No such file or directory")]
    [TestCase("/etc/hostname", "cannot be entered: Invalid argument")]
    public void A_namespace_that_is_none_is_told(string name, string words)
    {
        var options = new LiveOptions { Device = "lo", NetworkNamespace = name };
        CaptureException failure = Fails(options);
        Assert.That(failure.Message, Does.StartWith($"network namespace {name}: ")
            .And.EndWith(words));
    }

    [Test]
    public void A_wrong_expression_is_told_in_the_users_own_words()
    {
        var options = new LiveOptions { Device = "lo", Expression = "port 80 or prot 81" };
        Assert.That(Fails(options).Message, Does.StartWith("filter 'port 80 or prot 81': "));
    }

    [Test]
    public void A_namespace_may_be_given_by_a_process_in_it()
    {
        using var network = new VirtualNetwork();
        using var process = Command.Start(
            "ip", "netns", "exec", network.Left, "sh", "-c", "echo in; sleep 60");
        Assert.That(process.ReadLine(), Is.EqualTo("in"));
        using LiveSource source = network.Capture(
            with: options => options with { NetworkNamespace = $"{process.Id}" });
        network.Exchange(connections: 1);
        Assert.That(source.Rest().Count(IsReset), Is.EqualTo(1));
    }

    static CaptureException Fails(LiveOptions options)
        => Assert.Throws<CaptureException>(() => LiveSource.Open(options))!;

    static bool IsReset(ReadFrame frame) => frame.Segment().IsReset;
}
