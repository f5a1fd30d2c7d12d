using System.Collections;
using System.Collections.Generic;
using System.IO;
using NUnit.Framework;
using RstTrace.Sidecar.Configuration;

namespace RstTrace.Sidecar.Tests;

/// <summary>What is wrong with a configuration is said with its place and its remedy.</summary>
public sealed class ConfigTests
{
    readonly string _folder = Directory.CreateTempSubdirectory("rsttrace-config-").FullName;

    [OneTimeTearDown]
    public void Remove() => Directory.Delete(_folder, recursive: true);

    [TestCase("capture:\n  interfce: eth0\n", 2, "no key 'interfce' in capture", "interface")]
    [TestCase("captrue:\n  interface: eth0\n", 2, "no section 'captrue'", "capture")]
    [TestCase("\n\nhttp:\n  dashbord: no\n", 4, "no key 'dashbord' in http", "dashboard")]
    [TestCase("http:\n  dashboard: maybe\n", 2, "http.dashboard takes", "dashboard: ")]
    [TestCase("http:\n  listen: 0.0.0.0:9464\n", 2, "there is no token", "token_file")]
    [TestCase("http:\n  listen: localhost\n", 2, "an address and a port", "127.0.0.1:9464")]
    [TestCase("http:\n  token: 0123456789abcdef\n", 2, "is a secret", "token_file")]
    [TestCase("http:\n  token_file: /no/such\n", 2, "cannot be read", "ls -l /no/such")]
    [TestCase("events:\n  rate: none\n", 2, "a number from 1", "rate: 1")]
    [TestCase("limits:\n  memory: 1MiB\n", 2, "a size from 48MiB", "48MiB")]
    [TestCase("limits:\n  incidents: 5 weeks\n", 2, "a time from", "30s")]
    [TestCase("log:\n  format: jsn\n", 2, "plain or json", "json")]
    [TestCase("capture:\n  netns: a\n  pid: 3\n", 2, "each name a network namespace", "one")]
    [TestCase("capture:\n  container: web\n", 2, "12 or more digits", "crictl")]
    [TestCase("services:\n- name: a\n  ports: [80, x]\n", 3, "numbers up to", "ports: ")]
    [TestCase("services:\n- nam: a\n  ports: [80]\n", 2, "no key 'nam'", "name")]
    [TestCase("capture:\n  user: { a: b }\n", 2, "takes one value", "a value")]
    [TestCase("services: web\n", 1, "is a section", "capture:")]
    [TestCase("- a\n- b\n", 1, "no sections", "capture:")]
    [TestCase("capture: {}\ncapture: {}\n", 2, "uplicate key", "spaces")]
    [TestCase("capture:\n\tinterface: any\n", 1, "", "spaces, not tabs")]
    public void What_is_wrong_is_said(string text, int line, string says, string hint)
    {
        IReadOnlyList<ConfigProblem> problems = ProblemsOf(text);
        Assert.Multiple(() =>
        {
            Assert.That(problems[0].Message, Does.Contain($"test.yaml:{line}: ").And.Contain(says));
            Assert.That(problems[0].Hint, Does.Contain(hint));
        });
    }

    [Test]
    public void All_that_is_wrong_is_said_at_once()
        => Assert.That(
            ProblemsOf("a: {}\nb: {}\nlog: { format: x, colour: y }\n"), Has.Count.EqualTo(4));

    [Test]
    public void The_example_that_is_handed_out_is_in_order()
    {
        string example = Path.Combine(Root(), "deploy", "sidecar.yaml");
        var config = SidecarConfig.Read(ConfigTree.Read(example));
        Assert.Multiple(() =>
        {
            Assert.That(config.Events.Rate, Is.EqualTo(new EventsConfig().Rate));
            Assert.That(config.Limits, Is.EqualTo(new LimitsConfig()));
            Assert.That(config.Capture, Is.EqualTo(new CaptureConfig()));
        });
    }

    [Test]
    public void An_option_goes_before_a_variable_and_a_variable_before_the_file()
    {
        ConfigTree tree = TreeOf("events: { rate: 1, burst: 2 }\ncapture: { interface: a }\n");
        tree.SetFrom(new Hashtable
        {
            ["RSTTRACE_EVENTS_RATE"] = "3",
            ["RSTTRACE_CAPTURE_INTERFACE"] = "b",
            ["RSTTRACE_PORT"] = "tcp://10.0.0.1:9464",
            ["RSTTRACE_SERVICE_HOST"] = "10.0.0.1",
            ["RSTTRACE_PORT_9464_TCP_ADDR"] = "10.0.0.1",
        });
        tree.Set("capture", "interface", "c", "-i");
        var config = SidecarConfig.Read(tree);
        Assert.Multiple(() =>
        {
            Assert.That(config.Events.Rate, Is.EqualTo(3));
            Assert.That(config.Events.Burst, Is.EqualTo(2));
            Assert.That(config.Capture.Interface, Is.EqualTo("c"));
        });
    }

    [Test]
    public void A_variable_that_is_wrong_is_named()
    {
        ConfigTree tree = TreeOf("");
        tree.SetFrom(new Hashtable { ["RSTTRACE_HTTP_LISTN"] = "x" });
        var wrong = Assert.Throws<ConfigException>(() => SidecarConfig.Read(tree))!;
        Assert.That(wrong.Message, Does.StartWith("RSTTRACE_HTTP_LISTN: no key 'listn'"));
    }

    [Test]
    public void What_can_change_while_it_runs_is_told_from_what_cannot()
    {
        var before = SidecarConfig.Read(TreeOf("events: { rate: 5 }\ncapture: { interface: a }\n"));
        var after = SidecarConfig.Read(TreeOf(
            "events: { rate: 6 }\ncapture: { interface: b }\nservices: [{name: s, ports: [1]}]\n"));
        Assert.That(
            before.ChangesTo(after),
            Is.EquivalentTo(new[]
            {
                ("events.rate", true), ("capture.interface", false),
                ("services.services.0.name", true), ("services.services.0.ports", true),
            }));
    }

    internal static string Root()
    {
        string folder = TestContext.CurrentContext.TestDirectory;
        while (!File.Exists(Path.Combine(folder, "RstTrace.sln")))
            folder = Path.GetDirectoryName(folder)!;
        return folder;
    }

    IReadOnlyList<ConfigProblem> ProblemsOf(string text)
        => Assert.Throws<ConfigException>(() => SidecarConfig.Read(TreeOf(text)))!.Problems;

    ConfigTree TreeOf(string text)
    {
        string path = Path.Combine(_folder, "test.yaml");
        File.WriteAllText(path, text);
        return ConfigTree.Read(path);
    }
}
