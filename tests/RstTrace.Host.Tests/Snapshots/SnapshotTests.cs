using System.IO;
using System.Linq;
using System.Text;
using System.Text.Json.Nodes;
using NUnit.Framework;
using RstTrace.Core;
using RstTrace.Host.Metrics;
using RstTrace.Host.Parameters;
using RstTrace.Host.Snapshots;

namespace RstTrace.Host.Tests.Snapshots;

/// <summary>What a host says of itself, by the program and by the script.</summary>
sealed class SnapshotTests
{
    readonly string _folder = Directory.CreateTempSubdirectory("rsttrace-snapshot-").FullName;

    [OneTimeTearDown]
    public void Remove() => Directory.Delete(_folder, recursive: true);

    [TestCase("dash")]
    [TestCase("busybox", "sh")]
    [TestCase("bash", "--posix")]
    public void The_script_prints_what_the_program_does(params string[] shell)
    {
        JsonNode ours = JsonNode.Parse(Ours())!;
        JsonNode theirs = JsonNode.Parse(Tool.Run([.. shell, ScriptFile()]))!;

        string[] paths = [.. ours["files"]!.AsObject().Select(file => file.Key)];
        Assert.That(theirs["files"]!.AsObject().Select(file => file.Key), Is.EqualTo(paths));
        foreach (string path in paths.Where(path => path.StartsWith("/proc/sys/net/ipv4/")))
            Assert.That((string)theirs["files"]![path]!, Is.EqualTo((string)ours["files"]![path]!));

        Assert.That(
            theirs.AsObject().Select(part => part.Key),
            Is.EqualTo(ours.AsObject().Select(part => part.Key)));
        Assert.That((string)theirs["schema"]!, Is.EqualTo("rsttrace.snapshot/1"));
        Assert.That((long)theirs["time"]!, Is.EqualTo((long)ours["time"]!).Within(60));
        Assert.That(
            theirs["kernel_log"]?.GetValueKind(), Is.EqualTo(ours["kernel_log"]?.GetValueKind()));

        string file = Path.Combine(_folder, "theirs.json");
        File.WriteAllText(file, theirs.ToJsonString());
        Assert.That(Snapshot.Load(file).Counters?["TcpActiveOpens"], Is.Not.Null);
    }

    [Test]
    public void The_script_is_clean()
        => Assert.That(Tool.Run("shellcheck", "-s", "sh", ScriptFile()), Is.Empty);

    [Test]
    public void Written_and_read_again_it_is_the_same()
    {
        string file = Path.Combine(_folder, "ours.json");
        File.WriteAllText(file, Ours());
        using var again = new MemoryStream();
        Snapshot.Load(file).WriteTo(again);

        Assert.That(Encoding.UTF8.GetString(again.ToArray()), Is.EqualTo(File.ReadAllText(file)));
    }

    [TestCase("", "is no JSON (line 1)")]
    [TestCase("{}", "is no snapshot")]
    [TestCase("[1]", "is no snapshot")]
    [TestCase("{\"schema\":\"rsttrace.snapshot/2\"}", "is no snapshot")]
    public void What_is_none_gets_one_line(string text, string says)
    {
        string file = Path.Combine(_folder, "none.json");
        File.WriteAllText(file, text);

        CaptureException failure = Assert.Throws<CaptureException>(() => Snapshot.Load(file))!;
        Assert.That(failure.Message, Is.EqualTo($"{file} {says}"));
        Assert.That(failure.Hint, Does.Contain("rsttrace snapshot"));
    }

    [Test]
    public void Values_of_the_wrong_kind_are_passed_over()
    {
        Snapshot odd = Load("""
            {"schema":"rsttrace.snapshot/1","time":"x","files":{"/proc/loadavg":7,
             "/proc/net/softnet_stat":"zz\nqq","/proc/stat":"cpu\ncpu0","/proc/uptime":"\u001b",
             "/proc/sys/net/ipv4/tcp_mem":"1 1 1","/proc/net/sockstat":"TCP: mem"},
             "listeners":"LISTEN x\nLISTEN 1 2 3\nLISTEN 9 1 a:70000 b\nLISTEN 0 1 *:80 *:*",
             "processes":[7,{"pid":-1,"stat":"x"},{"pid":3,"stat":""}],"kernel_log":null}
            """);

        Assert.That(new MetricJudge(odd, 80).All(), Is.Not.Empty);
        Assert.That(new ParameterJudge(odd, 80, true, null).All(), Is.Empty);
    }

    [TestCase("/proc/loadavg", "9.5 1 1", "load: 9.5 on 2 processors")]
    [TestCase("/proc/pressure/memory", "some avg10=35.20 avg60=1", "memory pressure")]
    [TestCase("/proc/meminfo", "MemTotal: 1000 kB\nMemAvailable: 20 kB", "memory: 2 %")]
    [TestCase("/proc/net/sockstat", "TCP: inuse 1 orphan 90 tw 0 alloc 1 mem 1", "orphans: 90")]
    [TestCase("/proc/net/sockstat", "TCP: inuse 1 orphan 0 tw 0 alloc 1 mem 70", "socket memory")]
    [TestCase("/proc/sys/fs/file-nr", "95 0 100", "open files: 95 of 100")]
    [TestCase("/proc/sys/net/netfilter/nf_conntrack_count", "90", "connection tracking: 90")]
    [TestCase("/proc/net/softnet_stat", "0 a 0\n0 5 0", "backlog of packets: 15 packets")]
    public void What_is_measured_warns_where_it_is_much(string path, string text, string says)
    {
        Assert.That(Warnings(Calm()), Is.Empty);
        Assert.That(Warnings(Calm(path, text)), Has.Exactly(1).StartsWith(says));
    }

    [Test]
    public void Kernel_parameters_are_held_against_what_was_counted()
    {
        const string Netstat = "TcpExt: ListenOverflows TCPReqQFullDrop\nTcpExt: {0}\n";
        Snapshot quiet = Calm("/proc/net/netstat", string.Format(null, Netstat, "0 0"));
        Snapshot full = Calm("/proc/net/netstat", string.Format(null, Netstat, "7 0"));
        string[] WarningsOf(Snapshot host, double? shortest) => [.. new ParameterJudge(
                host, 80, true,
                shortest is { } s ? Core.Wire.Duration.FromSeconds(s) : null).All()
            .Where(one => one.IsWarning).Select(one => one.Name)];

        Assert.That(WarningsOf(quiet, null), Is.Empty);
        Assert.That(WarningsOf(quiet, 14_400), Is.Empty);
        Assert.That(WarningsOf(quiet, 350), Is.EqualTo(["tcp_keepalive_time"]));
        Assert.That(WarningsOf(full, null), Is.EqualTo(["tcp_abort_on_overflow"]));
    }

    [Test]
    public void The_death_of_a_keepalive_is_told_in_seconds()
        => Assert.That(
            new ParameterJudge(Calm(), 80, true, null).All()[0].Text,
            Does.StartWith("a dead peer is noticed after 7200 + 9 x 75 = 7875 s"));

    static string[] Warnings(Snapshot host)
        => [.. new MetricJudge(host, 80).All().Where(one => one.IsWarning)
            .Select(one => $"{one.Name}: {one.Text}")];

    // A host without troubles, but for one file.
    Snapshot Calm(string path = "/proc/loadavg", string text = "0.1 0 0")
    {
        var files = new JsonObject
        {
            ["/proc/stat"] = "cpu 1\ncpu0 1\ncpu1 1\nintr 1",
            ["/proc/loadavg"] = "0.1 0 0",
            ["/proc/meminfo"] = "MemTotal: 1000 kB\nMemAvailable: 500 kB",
            ["/proc/net/snmp"] = "Tcp: OutRsts\nTcp: 1",
            ["/proc/net/sockstat"] = "TCP: inuse 1 orphan 0 tw 0 alloc 1 mem 1",
            ["/proc/sys/fs/file-nr"] = "5 0 100",
            ["/proc/sys/net/core/somaxconn"] = "4096",
            ["/proc/sys/net/ipv4/tcp_abort_on_overflow"] = "0",
            ["/proc/sys/net/ipv4/tcp_keepalive_intvl"] = "75",
            ["/proc/sys/net/ipv4/tcp_keepalive_probes"] = "9",
            ["/proc/sys/net/ipv4/tcp_keepalive_time"] = "7200",
            ["/proc/sys/net/ipv4/tcp_max_orphans"] = "100",
            ["/proc/sys/net/ipv4/tcp_mem"] = "50 60 100",
            ["/proc/sys/net/netfilter/nf_conntrack_count"] = "1",
            ["/proc/sys/net/netfilter/nf_conntrack_max"] = "100",
        };
        files[path] = text;
        return Load(new JsonObject
        {
            ["schema"] = "rsttrace.snapshot/1",
            ["files"] = files,
            ["listeners"] = "LISTEN 0 128 0.0.0.0:80 0.0.0.0:*",
            ["kernel_log"] = "",
        }.ToJsonString());
    }

    Snapshot Load(string json)
    {
        string file = Path.Combine(_folder, "some.json");
        File.WriteAllText(file, json);
        return Snapshot.Load(file);
    }

    static string Ours()
    {
        using var output = new MemoryStream();
        Snapshot.Here().WriteTo(output);
        return Encoding.UTF8.GetString(output.ToArray());
    }

    string ScriptFile()
    {
        string file = Path.Combine(_folder, "snapshot.sh");
        using var writer = new StreamWriter(file);
        SnapshotScript.Write(writer);
        return file;
    }
}
