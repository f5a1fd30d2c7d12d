using System;
using System.Collections.Generic;
using System.IO;
using System.Text.Json;
using NUnit.Framework;

namespace RstTrace.Cli.Tests.Logs;

/// <summary>Resets of real programs, with what these wrote into their logs.</summary>
[NonParallelizable]
sealed class LogTests
{
    string _folder = "";
    readonly Dictionary<string, int> _ports = [];

    [OneTimeSetUp]
    public void RunServers()
    {
        _folder = Directory.CreateTempSubdirectory("rsttrace-").FullName;
        RealServers.Run(_folder);
        foreach (string line in File.ReadAllLines(Path.Combine(_folder, "ports")))
            _ports[line.Split(' ')[0]] = int.Parse(line.Split(' ')[1]);
    }

    [OneTimeTearDown]
    public void RemoveFolder() => Directory.Delete(_folder, recursive: true);

    [TestCase("late", "haproxy.log", "haproxy-cD", "endpoint")]
    [TestCase("large", "error.log", "nginx-body-too-large", "address")]
    public void The_line_is_the_resets(string client, string log, string phrase, string match)
    {
        JsonElement line = LinesOf(_ports[client], log)[0];
        Assert.Multiple(() =>
        {
            Assert.That(line.GetProperty("phrase").GetString(), Is.EqualTo(phrase));
            Assert.That(line.GetProperty("match").GetString(), Is.EqualTo(match));
            Assert.That(line.GetProperty("file").GetString(), Is.EqualTo(log));
            Assert.That(line.GetProperty("proves").GetString(), Is.Not.Empty);
            Assert.That(
                Math.Abs(line.GetProperty("since_ns").GetInt64()), Is.LessThan(2_000_000_000));
        });
    }

    // Its times say +05:30: they are taken as what they say.
    [Test]
    public void PostgreSQL_of_another_zone_names_the_connection()
    {
        List<JsonElement> lines = LinesOf(_ports["gone"], "postgres.log");
        Assert.That(lines, Is.Not.Empty, File.ReadAllText(At("postgres.log")));
        Assert.That(lines[0].GetProperty("match").GetString(), Is.EqualTo("endpoint"));
        Assert.That(lines[0].GetProperty("process").GetProperty("name").GetString(),
            Is.EqualTo("postgres"));
    }

    [Test]
    public void A_refusal_to_nginx_is_what_nginx_says()
    {
        JsonElement refused = Resets("--log", "error.log").Find(static reset =>
            reset.GetProperty("server").GetProperty("port").GetInt32() == 8099);
        Assert.That(
            refused.GetProperty("log")[0].GetProperty("phrase").GetString(),
            Is.EqualTo("nginx-upstream-refused"));
    }

    [Test]
    public void What_no_line_fits_is_as_without_logs()
    {
        string plain = Run(0, "capture.pcap", "--format", "ndjson").Output;
        File.WriteAllText(At("other.log"), "2026-11-21T06:07:08Z h x: Server started\n");
        RunResult other = Run(0, "capture.pcap", "--format", "ndjson", "--log", "other.log");

        Assert.That(other.Output, Is.EqualTo(plain));
        Assert.That(other.Errors, Does.Contain("other.log: none of its 1 lines"));
    }

    [Test]
    public void Every_format_shows_them_and_none_lets_them_do_harm()
    {
        const string Evil = "\u001b[2J\u202e<script>alert(1)</script> @x `y` | =1+1 [a](http://e)";
        using (StreamWriter log = File.CreateText(At("evil.log")))
        {
            foreach (JsonElement reset in Resets())
            {
                JsonElement client = reset.GetProperty("client");
                log.Write($"{reset.GetProperty("@timestamp").GetString()} {Evil} "
                    + $"{client.GetProperty("ip").GetString()}:{client.GetProperty("port")}\n");
            }
        }

        foreach (string name in Enum.GetNames<ReportFormat>())
        {
            string format = name.ToLowerInvariant();
            string output = Run(0, "capture.pcap", "--all", "--format", format, "--log", "evil.log")
                .Output;
            Assert.That(output, Does.Not.Contain('\u001b').And.Not.Contain('\u202e'), format);
            if (format != "ndjson" && format != "csv" && format != "text")
                Assert.That(output, Does.Not.Contain("<script>"), format);
            if (format != "zeek") Assert.That(output, Does.Contain("script"), format);
        }
    }

    [Test]
    public void Redacted_nothing_of_a_line_is_left_but_what_it_proves()
    {
        string output = Run(
            0, "capture.pcap", "--redact", "--format", "ndjson", "--log", At("haproxy.log")).Output;
        Assert.That(output, Does.Contain("haproxy-cD").And.Contain("\"file\":\"haproxy.log\""));
        Assert.That(output, Does.Not.Contain("127.0.0.1").And.Not.Contain("b/s1"));
        Assert.That(output, Does.Not.Contain(_folder));
    }

    [Test]
    public void A_log_that_is_missing_costs_the_exit_code_and_nothing_else()
    {
        string plain = Run(0, "capture.pcap", "--format", "ndjson").Output;
        RunResult run = Run(1, "capture.pcap", "--format", "ndjson", "--log", "none.log");

        Assert.That(run.Output, Is.EqualTo(plain));
        Assert.That(run.Errors, Does.Contain("none.log: no such log\n  try: ls -l 'none.log'"));
    }

    [Test]
    public void Words_that_make_no_sense_are_said()
    {
        Assert.That(
            Run(2, "capture.pcap", "--log-zone", "UTC").Errors, Does.Contain("needs --log"));
        Assert.That(
            Run(2, "capture.pcap", "--log", "error.log", "--log-zone", "Mars").Errors,
            Does.Contain("--log-zone takes an offset or the name of a zone, not 'Mars'"));
    }

    List<JsonElement> LinesOf(int port, string log)
    {
        var found = new List<JsonElement>();
        foreach (JsonElement reset in Resets("--log", log))
        {
            bool isIts = reset.GetProperty("client").GetProperty("port").GetInt32() == port;
            if (!isIts || !reset.TryGetProperty("log", out JsonElement lines)) continue;
            foreach (JsonElement one in lines.EnumerateArray()) found.Add(one);
        }

        return found;
    }

    List<JsonElement> Resets(params string[] words)
    {
        var resets = new List<JsonElement>();
        foreach (string line in Run(0, ["capture.pcap", "--format", "ndjson", .. words]).Lines)
        {
            using var json = JsonDocument.Parse(line);
            if (json.RootElement.TryGetProperty("reset", out _))
                resets.Add(json.RootElement.Clone());
        }

        return resets;
    }

    RunResult Run(int code, params string[] words)
    {
        RunResult run = RstTraceProcess.RunIn(_folder, ["analyze", .. words]);
        Assert.That(run.ExitCode, Is.EqualTo(code), run.Errors);
        return run;
    }

    string At(string name) => Path.Combine(_folder, name);
}
