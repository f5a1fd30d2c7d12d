using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json;
using System.Text.RegularExpressions;
using NUnit.Framework;
using RstTrace.Cli.Tests;
using RstTrace.Reports;
using RstTrace.Sidecar.Configuration;
using RstTrace.Sidecar.Metrics;
using YamlDotNet.RepresentationModel;

namespace RstTrace.Sidecar.Tests;

/// <summary>The files that are handed out, as far as they can be tried here.</summary>
public sealed partial class DeployTests
{
    static readonly string s_folder = Path.Combine(ConfigTests.Root(), "deploy");

    [Test]
    public void Prometheus_takes_the_rules()
    {
        RunResult run = Run("promtool", "check", "rules", In("prometheus/alerts.yaml"));
        Assert.That(run.ExitCode, Is.Zero, run.Errors + run.Output);
    }

    [TestCase("prometheus/alerts.yaml")]
    [TestCase("grafana/rsttrace.json")]
    public void What_is_asked_for_is_measured(string file)
    {
        string page = Page();
        string[] asked = [.. MetricName().Matches(File.ReadAllText(In(file)))
            .Select(match => match.Value).Distinct()];
        Assert.That(asked, Has.Length.GreaterThan(4));
        foreach (string name in asked)
        {
            string family = name.Replace("_bucket", "");
            Assert.That(page, Does.Contain($"# TYPE {family} "), name);
        }
    }

    [Test]
    public void Grafana_gets_a_dashboard_whose_panels_do_not_overlap()
    {
        string text = File.ReadAllText(In("grafana/rsttrace.json"));
        using JsonDocument board = JsonDocument.Parse(text);
        var taken = new HashSet<(int, int)>();
        foreach (JsonElement panel in board.RootElement.GetProperty("panels").EnumerateArray())
        {
            JsonElement place = panel.GetProperty("gridPos");
            int Of(string name) => place.GetProperty(name).GetInt32();
            for (int x = Of("x"); x < Of("x") + Of("w"); x++)
            {
                for (int y = Of("y"); y < Of("y") + Of("h"); y++)
                    Assert.That(x < 24 && taken.Add((x, y)), Is.True, $"{x}, {y}");
            }
        }
    }

    [Test]
    public void Systemd_takes_the_unit_and_finds_little_exposed()
    {
        string folder = Directory.CreateTempSubdirectory("rsttrace-unit-").FullName;
        string unit = Path.Combine(folder, "rsttrace-sidecar.service");
        File.WriteAllText(
            unit,
            File.ReadAllText(In("rsttrace-sidecar.service"))
                .Replace("/usr/local/bin/rsttrace", RstTraceProcess.Path));
        RunResult verified = Run("systemd-analyze", "verify", unit);
        RunResult exposed = Run(
            "systemd-analyze", "security", "--offline=true", "--threshold=25", unit);
        Directory.Delete(folder, recursive: true);
        Assert.Multiple(() =>
        {
            Assert.That((verified.ExitCode, verified.Errors), Is.EqualTo((0, "")));
            Assert.That(exposed.ExitCode, Is.Zero, exposed.Output);
        });
    }

    // No API server is at hand: what it would ask of the shape, as far as it is asked here.
    [TestCase("kubernetes/sidecar.yaml", "Deployment", "initContainers")]
    [TestCase("kubernetes/daemonset.yaml", "DaemonSet", "containers")]
    public void Kubernetes_gets_what_hangs_together(string file, string kind, string containers)
    {
        var stream = new YamlStream();
        stream.Load(new StringReader(File.ReadAllText(In(file))));
        YamlNode[] objects = [.. stream.Documents.Select(document => document.RootNode)];
        foreach (YamlNode one in objects)
            Assert.That(Text(one["apiVersion"]) + Text(one["metadata"]["name"]), Is.Not.Empty);

        YamlNode workload = objects.Single(one => Text(one["kind"]) == kind)["spec"];
        YamlNode pod = workload["template"]["spec"];
        YamlNode ours = ((YamlSequenceNode)pod[containers]).Children
            .Single(one => Text(one["name"]) == "rsttrace");
        string[] volumes = [.. ((YamlSequenceNode)pod["volumes"]).Children
            .Select(one => Text(one["name"]))];
        Assert.Multiple(() =>
        {
            Assert.That(
                workload["selector"]["matchLabels"].ToString(),
                Is.EqualTo(workload["template"]["metadata"]["labels"].ToString()));
            foreach (YamlNode mount in ((YamlSequenceNode)ours["volumeMounts"]).Children)
                Assert.That(volumes, Does.Contain(Text(mount["name"])));
            Assert.That(
                ours["securityContext"]["capabilities"]["add"].ToString(), Does.Contain("NET_RAW"));
        });
        CheckConfigOf(objects.Single(one => Text(one["kind"]) == "ConfigMap"));
    }

    static void CheckConfigOf(YamlNode map)
    {
        string token = Path.GetTempFileName(), file = Path.GetTempFileName();
        File.WriteAllText(token, "0123456789abcdef");
        File.WriteAllText(
            file,
            Text(map["data"]["sidecar.yaml"]).Replace("/etc/rsttrace-token/token", token));
        Assert.That(() => SidecarConfig.Read(ConfigTree.Read(file)), Throws.Nothing);
        File.Delete(token);
        File.Delete(file);
    }

    static string Text(YamlNode node) => ((YamlScalarNode)node).Value ?? "";

    static string In(string file) => Path.Combine(s_folder, file);

    static RunResult Run(params string[] words)
    {
        using RstTraceProcess process = RstTraceProcess.StartOther(words);
        return process.Await();
    }

    // All families, also those without a sample yet.
    static string Page()
    {
        var log = new ServiceLog(TextWriter.Null);
        using var service = new SidecarService(SidecarConfig.Read(ConfigTree.Read(null)), log);
        var vantage = new Vantage { Interface = "any", IsLocal = _ => false, Drops = () => 0 };
        var output = new OutputOutlet(Stream.Null, vantage);
        service.Begin(new CaptureCounts(1), vantage, null, [output]);
        var page = new PrometheusText();
        new ServiceMetrics(service, "0").Write(page);
        return page.ToString();
    }

    [GeneratedRegex(@"\b(rsttrace|process)_[a-z_]+\b(?=[{\[\s\\<>=,)])")]
    private static partial Regex MetricName();
}
