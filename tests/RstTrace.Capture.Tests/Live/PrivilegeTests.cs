using System;
using System.IO;
using System.Linq;
using NUnit.Framework;
using RstTrace.Capture.Live;
using RstTrace.Core;

namespace RstTrace.Capture.Tests.Live;

/// <summary>With root's rights, and without.</summary>
sealed class PrivilegeTests
{
    const string User = "nobody";

    [Test]
    public void A_capture_goes_on_when_all_threads_have_given_up_root()
    {
        using var network = new VirtualNetwork();
        using var child = Command.StartChild(
            "capture", User, network.Left, VirtualNetwork.LeftDevice);
        Assert.That(child.ReadLine(), Is.EqualTo(Program.Ready), child.Errors);
        network.Exchange(connections: 1);
        Assert.That(child.ReadLine(), Is.EqualTo(Program.Changed), child.Errors);
        network.Exchange(connections: 1);
        Assert.That(child.ReadLine(), Is.Not.Null.And.Not.Empty, child.Errors);

        // All four kinds of user id (real, effective, saved, file system) and no capability.
        string id = Command.Run("id", "-u", User).Trim();
        string[] threads = Directory.GetDirectories($"/proc/{child.Id}/task");
        Assert.That(threads, Has.Length.GreaterThan(3));
        foreach (string thread in threads)
        {
            string[] status = File.ReadAllLines(Path.Combine(thread, "status"));
            Assert.That(Field(status, "Uid:"), Is.EqualTo($"{id} {id} {id} {id}"));
            Assert.That(Field(status, "CapEff:"), Is.EqualTo("0000000000000000"));
        }

        network.Disconnect();
        Assert.That(child.ReadLine(), Does.StartWith(
            $"left0: it went away, and cannot be opened again: network namespace {network.Left}: "));
        Assert.That(child.WaitForExit(), Is.EqualTo(1));

        static string Field(string[] status, string name) => string.Join(' ', status
            .Single(line => line.StartsWith(name, StringComparison.Ordinal))[name.Length..]
            .Split('\t', StringSplitOptions.RemoveEmptyEntries));
    }

    [Test]
    public void Opening_without_the_right_says_which_is_missing_and_what_helps()
    {
        using var child = Command.StartChild("open", User, "lo");
        Assert.That(
            child.ReadLine(),
            Is.EqualTo("lo: capturing takes CAP_NET_RAW, which this process has not"));
        Assert.That(child.ReadLine(), Is.EqualTo("run it as root, with sudo"));
        Assert.That(child.WaitForExit(), Is.EqualTo(1));
    }

    // The right would be every .NET program's.
    [TestCase("rsttrace",
        "sudo setcap cap_net_raw,cap_net_admin+ep {0}/rsttrace, or run it with sudo")]
    [TestCase("dotnet", "run it as root, with sudo")]
    [TestCase("my program",
        "sudo setcap cap_net_raw,cap_net_admin+ep '{0}/my program', or run it with sudo")]
    public void The_right_goes_to_the_real_file_and_never_to_the_runtime(
        string name, string remedy)
    {
        using var folder = new TemporaryFolder();
        string program = folder.Add(name, []);
        string link = Path.Combine(folder.Path, "link");
        File.CreateSymbolicLink(link, program);
        Assert.That(
            OpenFailure.Grant("cap_net_raw,cap_net_admin", link),
            Is.EqualTo(remedy.Replace("{0}", folder.Path, StringComparison.Ordinal)));
    }

    [Test]
    public void A_user_that_does_not_exist_is_refused_before_anything_changes()
    {
        CaptureException failure =
            Assert.Throws<CaptureException>(() => RootPrivileges.GiveUp("no-such-user"))!;
        Assert.That(
            failure.Message, Is.EqualTo("cannot become user no-such-user: no such user"));
        Assert.That(Command.Run("id", "-u").Trim(), Is.EqualTo("0"));
    }
}
