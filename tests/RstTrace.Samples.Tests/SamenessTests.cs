using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Linq;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using NUnit.Framework;
using RstTrace.Cli.Tests;
using RstTrace.Testing;

namespace RstTrace.Samples.Tests;

/// <summary>The same frames give the same verdicts, however they come (invariant 7).</summary>
public sealed partial class SamenessTests
{
    const long Shift = 123_456_789_123_456_789;

    static readonly string[] s_times = ["@timestamp", "flow.start"];
    static readonly string[] s_ends = ["source", "destination", "client", "server"];

    // The reference must be what users get, or the rest shows nothing.
    [TestCaseSource(typeof(Sample), nameof(Sample.OfOneFile))]
    public void The_library_tells_what_the_program_tells(Sample sample)
        => AssertSame(sample, sample.ReadEvents());

    [TestCaseSource(typeof(Sample), nameof(Sample.OfOneFile))]
    public void From_standard_input(Sample sample)
    {
        RunResult run = RstTraceProcess.Shell(
            Sample.Folder, $"cat '{sample}' | $RSTTRACE analyze --format ndjson -");
        Assert.That(run.ExitCode, Is.EqualTo(sample.IsDamaged ? 4 : 0), run.Errors);
        AssertSame(sample, Json.Resets(run.Output));
    }

    [TestCaseSource(typeof(Sample), nameof(Sample.OfOneFile))]
    public void As_pcapng(Sample sample)
        => AssertSame(sample, Traced.Of(CapturedFrame.AllOf(sample.First).Pcapng(..)));

    [TestCaseSource(typeof(Sample), nameof(Sample.OfPcap))]
    public void As_pcap_of_a_big_endian_machine(Sample sample)
        => AssertSame(sample, Traced.Of(CapturedFrame.AllOf(sample.First).Pcap()));

    [TestCaseSource(typeof(Sample), nameof(Sample.OfOneFile))]
    public void As_gzip(Sample sample)
        => AssertSame(sample, Traced.Of(GzipFile.Of(CapturedFrame.AllOf(sample.First).Pcapng(..))));

    [TestCaseSource(typeof(Sample), nameof(Sample.OfOneFile))]
    public void As_pcapng_by_editcap(Sample sample)
        => AssertSame(sample, Converted(sample, "pcapng"));

    [TestCaseSource(typeof(Sample), nameof(Sample.OfPcap))]
    public void As_pcap_by_editcap(Sample sample)
        => AssertSame(sample, Converted(sample, "nsecpcap"));

    [TestCaseSource(nameof(WithTimeToCome))]
    public void At_another_time(Sample sample)
    {
        var later = new CapturedFrames(CapturedFrame.AllOf(sample.First).Frames
            .Select(frame => frame with { Nanoseconds = frame.Nanoseconds + Shift }));
        JsonObject[] shifted = Traced.Of(later.Pcapng(..));
        JsonObject[] original = Traced.Of(sample);

        foreach ((JsonObject here, JsonObject there) in original.Zip(shifted))
        {
            foreach (string path in s_times)
            {
                Assert.That(
                    Nanoseconds(there, path) - Nanoseconds(here, path), Is.EqualTo(Shift), path);
            }
        }

        AssertSame(original.Select(WithoutTime), shifted.Select(WithoutTime));
    }

    [TestCaseSource(typeof(Sample), nameof(Sample.OfOneFile))]
    public void Between_other_hosts(Sample sample)
    {
        JsonObject[] original = Traced.Of(sample);
        JsonObject[] elsewhere = Traced.Of(OtherHosts.Of(sample).Pcapng(..));

        foreach ((JsonObject here, JsonObject there) in original.Zip(elsewhere))
        {
            foreach (string end in s_ends)
            {
                Assert.That(
                    (string)there.At($"{end}.ip")!,
                    Is.Not.EqualTo((string)here.At($"{end}.ip")!), end);
            }
        }

        AssertSame(original.Select(WithoutHosts), elsewhere.Select(WithoutHosts));
    }

    [TestCaseSource(typeof(Sample), nameof(Sample.OfOneFile))]
    public void As_a_ring_of_two_files_cut_after_any_frame(Sample sample)
    {
        CapturedFrames frames = CapturedFrame.AllOf(sample.First);
        string[] original = [.. Traced.Of(sample).Select(new Joined().Told)];
        using var first = new TemporaryFile();
        using var second = new TemporaryFile();
        for (int cut = 1; cut < frames.Frames.Count; cut++)
        {
            // A ring is put in the order of its files' first frames.
            if (frames.Frames[cut].Nanoseconds <= frames.Frames[0].Nanoseconds) continue;

            first.Write(frames.Pcapng(..cut));
            second.Write(frames.Pcapng(cut..));
            var joined = new Joined(second.Path, cut, StreamsAfter(sample, cut));
            Assert.That(
                Traced.OfRing(first.Path, second.Path).Select(joined.Told),
                Is.EqualTo(original), $"cut after frame {cut}");
        }
    }

    // The clock of one sample stands beyond the last moment that the engine can tell.
    static IEnumerable<Sample> WithTimeToCome()
        => Sample.OfOneFile.Where(sample => CapturedFrame.AllOf(sample.First).Frames
            .All(frame => frame.Nanoseconds < long.MaxValue - Shift));

    // Wireshark, which opens the second file alone, numbers them from 0 in this order.
    static string[] StreamsAfter(Sample sample, int cut)
        => [.. SeenFrame.AllOf(sample, sample.Files[0]).Values
            .Skip(cut).SelectMany(frame => frame["tcp.stream"]).Distinct()];

    static void AssertSame(Sample sample, JsonObject[] events)
        => AssertSame(Traced.Of(sample).Select(WithoutFile), events.Select(WithoutFile));

    static void AssertSame(IEnumerable<string> expected, IEnumerable<string> actual)
        => Assert.That(actual, Is.EqualTo(expected));

    static string WithoutFile(JsonObject json) => json.Without("capture.file").ToJsonString();

    // What is to be done may name the time, too.
    static string WithoutTime(JsonObject json)
        => SpokenTime().Replace(WithoutFile(json.Without(["event.id", .. s_times])), "time");

    static string WithoutHosts(JsonObject json)
    {
        string client = (string)json.At("client.ip")!, server = (string)json.At("server.ip")!;

        // What is said in the payload names the hosts as they were.
        return WithoutFile(json.Without(
                "event.id", "network.community_id", "flow.http_host", "flow.client_opening",
                "flow.server_opening"))
            .Replace(client, "client", StringComparison.Ordinal)
            .Replace(server, "server", StringComparison.Ordinal);
    }

    static JsonObject[] Converted(Sample sample, string format)
    {
        using var original = sample.WholeCopy(sample.Files[0]);
        using var converted = new TemporaryFile();
        using Process editcap =
            Process.Start("editcap", ["-F", format, original.Path, converted.Path]);
        editcap.WaitForExit();
        Assert.That(editcap.ExitCode, Is.Zero, "editcap");
        return Traced.OfFile(converted.Path);
    }

    static long Nanoseconds(JsonObject json, string path)
    {
        string[] parts = ((string)json.At(path)!).TrimEnd('Z').Split('.');
        DateTimeOffset seconds = DateTimeOffset.Parse(
            $"{parts[0]}Z", System.Globalization.CultureInfo.InvariantCulture);
        return (seconds.ToUnixTimeSeconds() * 1_000_000_000)
            + long.Parse(parts[1], System.Globalization.CultureInfo.InvariantCulture);
    }

    [GeneratedRegex(@"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d")]
    private static partial Regex SpokenTime();
}
