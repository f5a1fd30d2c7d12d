using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Net;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using NUnit.Framework;
using RstTrace.Cli.Tests;

namespace RstTrace.Samples.Tests.Html;

/// <summary><c>--redact</c>: nothing of whose traffic it was is left in any report.</summary>
public sealed partial class RedactionTests
{
    static readonly string[] s_samples =
    [
        "zeek__get-to-ssh-server.pcap", "pcpp__one_http_stream_rst.pcap", "ipv6.client.pcap",
        "tls-alert-then-reset.client.pcap", "injected-with-payload.client.pcap",
        "suriv__pgsql-bug-6080-probe-test-01_input.pcap", "unsolicited-probes.client.pcap",
        "zeek__gap-data-missing.pcapng", "zeek__almost-resp.pcap",
    ];

    static readonly string[][] s_reports =
    [
        ["analyze"], ["analyze", "--all"], ["analyze", "--format", "ndjson"],
        ["analyze", "--format", "html", "--all"], ["analyze", "--format", "markdown"],
        ["analyze", "--format", "csv"], ["analyze", "--format", "zeek"],
    ];

    string _folder = "";

    [OneTimeSetUp]
    public void MakeFolder()
    {
        _folder = Directory.CreateTempSubdirectory("rsttrace-secret-").FullName;
        foreach (string sample in s_samples)
            File.Copy(Sample.PathOf(sample), Path.Combine(_folder, sample));

        File.WriteAllBytes(Path.Combine(_folder, "hostile.pcap"), HostileCapture.Build());
    }

    [OneTimeTearDown]
    public void RemoveFolder() => Directory.Delete(_folder, recursive: true);

    static IEnumerable<TestCaseData> Reports()
        => from sample in (string[])[.. s_samples, "hostile.pcap"]
           from report in s_reports
           select new TestCaseData(sample, report)
               .SetArgDisplayNames(sample, string.Join(' ', report));

    [TestCaseSource(nameof(Reports))]
    public void Nothing_of_the_original_is_left(string sample, string[] report)
    {
        string path = Path.Combine(_folder, sample);
        AssertRedacted(RstTraceProcess.Run([.. report, path, "--redact"]).Output, path);
    }

    [Test]
    public void Nor_in_what_explains_a_reset(
        [Values("hostile.pcap", "zeek__get-to-ssh-server.pcap", "ipv6.client.pcap")] string sample)
    {
        string path = Path.Combine(_folder, sample);
        foreach (JsonObject reset in Json.Resets(Events(path, "--format", "ndjson").Output))
        {
            string frame = reset["capture"]!["frame"]!.ToString();
            RunResult run = RstTraceProcess.Run("explain", path, "--frame", frame, "--redact");
            Assert.That(run.Output, Does.StartWith($"{sample}, frame {frame}"));
            AssertRedacted(run.Output, path);
        }
    }

    [TestCaseSource(nameof(s_samples))]
    public void The_same_becomes_the_same_and_no_two_become_one(string sample)
    {
        string path = Path.Combine(_folder, sample);
        JsonObject[] plain = Json.Resets(Events(path, "--format", "ndjson").Output);
        JsonObject[] redacted = Json.Resets(Events(path, "--format", "ndjson", "--redact").Output);
        var pairs = plain.Zip(redacted)
            .SelectMany(pair => Addresses(pair.First).Zip(Addresses(pair.Second)))
            .Distinct().ToArray();

        Assert.Multiple(() =>
        {
            Assert.That(pairs, Is.Not.Empty);
            Assert.That(pairs.Select(pair => pair.First), Is.Unique);
            Assert.That(pairs.Select(pair => pair.Second), Is.Unique);
            Assert.That(pairs.All(pair => IsMadeUp(pair.Second)), Is.True);
        });
    }

    [Test]
    public void Ports_frames_and_verdicts_stay()
    {
        string path = Path.Combine(_folder, "zeek__get-to-ssh-server.pcap");
        JsonObject plain = Json.Resets(Events(path, "--format", "ndjson").Output)[0];
        JsonObject redacted = Json.Resets(Events(path, "--format", "ndjson", "--redact").Output)[0];

        foreach (string member in (string[])["cause", "sender", "frames", "confidence", "stage"])
        {
            Assert.That(
                redacted["reset"]![member]!.ToJsonString(),
                Is.EqualTo(plain["reset"]![member]!.ToJsonString()), member);
        }

        Assert.That((int)redacted["server"]!["port"]!, Is.EqualTo(22));
        Assert.That(redacted["event"]!["id"]!.ToString(),
            Is.Not.EqualTo(plain["event"]!["id"]!.ToString()));
        Assert.That(redacted["network"]!["community_id"]!.ToString(),
            Is.Not.EqualTo(plain["network"]!["community_id"]!.ToString()));
    }

    // What is written for addresses has to be made up, each of it.
    static void AssertRedacted(string output, string path)
    {
        Assert.That(output, Is.Not.Empty);
        string[] secrets = [.. Secrets(path), Path.GetDirectoryName(path)!];
        Assert.Multiple(() =>
        {
            foreach (string secret in secrets)
            {
                // Not as part of another: "::1" ends many an address.
                string whole = $@"(?<![\w:.]){Regex.Escape(secret)}(?![\w:])";
                string encoded = Regex.Escape(WebUtility.HtmlEncode(secret));
                Assert.That(output, Does.Not.Match(whole));
                Assert.That(output, Does.Not.Match($@"(?<![\w:.]){encoded}(?![\w:])"));
            }

            Assert.That(
                Dotted().Matches(output).Select(match => match.Value),
                Has.All.Matches<string>(address => IsMadeUp(address!)));
        });
    }

    static IEnumerable<string> Secrets(string path)
    {
        if (path.EndsWith("hostile.pcap", StringComparison.Ordinal))
        {
            for (char letter = 'a'; letter <= 'e'; letter++) yield return $"secret-{letter}";
            yield return "alert(";
        }

        foreach (JsonObject reset in Json.Resets(Events(path, "--format", "ndjson").Output))
        {
            foreach (string address in Addresses(reset)) yield return address;
            JsonObject flow = reset["flow"]!.AsObject();
            string?[] said =
            [
                flow["tls_server_name"]?.ToString(), flow["http_host"]?.ToString(),
                OffTheWire(flow["client_opening"]?.ToString()),
                OffTheWire(flow["server_opening"]?.ToString()),
                reset["reset"]!["stated_reason"]?.ToString(),
            ];
            foreach (string? text in said) if (text is not null) yield return text;
        }
    }

    // Of TLS, all but the name is the program's own word.
    static string? OffTheWire(string? opening)
        => opening?.StartsWith("TLS ", StringComparison.Ordinal) == true ? null : opening;

    static string[] Addresses(JsonObject reset)
        => [reset["client"]!["ip"]!.ToString(), reset["server"]!["ip"]!.ToString()];

    static bool IsMadeUp(string address)
        => address.StartsWith("192.0.2.", StringComparison.Ordinal)
            || address.StartsWith("198.51.100.", StringComparison.Ordinal)
            || address.StartsWith("203.0.113.", StringComparison.Ordinal)
            || address.StartsWith("2001:db8::", StringComparison.Ordinal);

    static RunResult Events(string path, params string[] options)
        => RstTraceProcess.Run(["analyze", path, .. options]);

    [GeneratedRegex(@"(?<![\d.])\d{1,3}(\.\d{1,3}){3}(?![\d.])")]
    private static partial Regex Dotted();
}
