using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json.Nodes;
using NUnit.Framework;
using RstTrace.Cli.Tests;
using RstTrace.Testing;

namespace RstTrace.Samples.Tests;

/// <summary>Annotated and extracted copies of the samples, as tshark sees them.</summary>
public sealed class CopyTests
{
    // All that a frame is, apart from its comments; pcap knows no interfaces.
    static readonly string[] s_fields =
        ["frame.time_epoch", "frame.len", "frame.cap_len", "frame.encap_type", "frame.protocols"];

    static readonly string[] s_pcapngFields =
        [.. s_fields, "frame.interface_id", "frame.interface_name", "frame.section_number"];

    [TestCaseSource(typeof(Sample), nameof(Sample.OfOneFile))]
    public void An_annotated_copy_differs_in_comments_alone(Sample sample)
    {
        using TemporaryFile original = sample.WholeCopy(sample.Name);
        using var copy = new TemporaryFile();
        RunResult run = RstTraceProcess.Run("annotate", original.Path, "-w", copy.Path);
        Assert.That(run.ExitCode, Is.Zero, run.Errors);

        string[] fields = IsPcapng(sample) ? s_pcapngFields : s_fields;
        var before = Tshark.Fields(original.Path, "", [.. fields, "frame.comment"]);
        var after = Tshark.Fields(copy.Path, "", [.. fields, "frame.comment"]);
        Assert.That(after.Values.Select(Rest), Is.EqualTo(before.Values.Select(Rest)));
        foreach ((long frame, string[] values) in before)
            Assert.That(after[frame][^1], Does.EndWith(values[^1]), $"comments of frame {frame}");

        AssertCommented(sample, frame => after[frame][^1]);
    }

    [TestCaseSource(typeof(Sample), nameof(Sample.OfOneFile))]
    public void An_extract_is_what_tshark_has_in_the_streams(Sample sample)
    {
        using TemporaryFile original = sample.WholeCopy(sample.Name);
        HashSet<string> streams =
            [Last(sample), .. sample.ReadEvents().Select(json => json.At("capture.tcp_stream")!.ToString())];
        using var copy = new TemporaryFile();
        RunResult run = RstTraceProcess.Run(
            ["extract", original.Path, "-w", copy.Path, .. streams.SelectMany(Option)]);
        Assert.That(run.ExitCode, Is.Zero, run.Errors);

        IEnumerable<string[]> expected = Tshark.Fields(original.Path, "", s_fields)
            .Where(frame => IsOf(streams, SeenFrame.AllOf(sample, sample.Name)[frame.Key]))
            .Select(frame => frame.Value);
        Assert.That(Tshark.Fields(copy.Path, "", s_fields).Values, Is.EqualTo(expected));
    }

    [Test]
    public void A_connection_is_extracted_out_of_all_files_of_a_ring()
    {
        Sample ring = Sample.All.Single(sample => sample.IsRing);
        string[] files = [.. ring.Files.Select(Sample.PathOf)];
        using var copy = new TemporaryFile();
        RunResult run = RstTraceProcess.Run(
            ["extract", "--ring", .. files, "-w", copy.Path, "--cause", "keepalive-race"]);

        Assert.That(run.ExitCode, Is.Zero, run.Errors);
        Assert.That(
            Tshark.Fields(copy.Path, "", s_fields).Values,
            Is.EqualTo(files.SelectMany(file => Tshark.Fields(file, "tcp", s_fields).Values)));
    }

    static void AssertCommented(Sample sample, Func<long, string> commentOf)
    {
        foreach (JsonObject json in sample.ReadEvents())
        {
            (_, long reset) = json.ResetFrames().First();
            string cause = (string)json.At("reset.cause")!;
            Assert.That(
                commentOf(reset),
                Does.Contain("rsttrace: reset by ").And.Contain(cause)
                    .And.Contain((string)json.At("reset.summary")!));
            foreach ((_, long repeat) in json.ResetFrames().Skip(1))
            {
                Assert.That(
                    commentOf(repeat), Does.Contain($"repeats the reset in frame {reset}: "));
            }

            if (json.At("reset.trigger_frame") is { } trigger)
            {
                Assert.That(
                    commentOf((long)trigger), Does.Contain($"drew the reset in frame {reset}: "));
            }
        }
    }

    static bool IsOf(HashSet<string> streams, SeenFrame frame)
        => frame.IsSegment && streams.Contains(frame["tcp.stream"][^1]);

    // Right only if all before it are; most have no reset.
    static string Last(Sample sample)
        => SeenFrame.AllOf(sample, sample.Name).Values
            .Where(frame => frame.IsSegment)
            .Select(frame => frame["tcp.stream"][^1]).MaxBy(int.Parse)!;

    static string[] Option(string stream) => ["--stream", stream];

    static string[] Rest(string[] values) => values[..^1];

    static bool IsPcapng(Sample sample)
    {
        using FileStream file = File.OpenRead(sample.First);
        return file.ReadByte() == 0x0A;
    }
}
