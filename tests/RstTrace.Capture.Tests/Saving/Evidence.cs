using System;
using System.Collections.Generic;
using System.IO;
using RstTrace.Capture.Saving;
using RstTrace.Core;
using RstTrace.Core.Incidents;
using RstTrace.Core.Resets;
using RstTrace.Core.Wire;
using RstTrace.Testing;

namespace RstTrace.Capture.Tests.Saving;

/// <summary>The resets of captures, and what is saved of them.</summary>
sealed class Evidence : IResetSink
{
    public List<ResetEvent> Resets { get; } = [];

    public void Take(ResetEvent reset) => Resets.Add(reset);

    public void Take(Incident incident)
    {
    }

    public static EvidenceRequest Request(string folder) => new()
    {
        Folder = folder,
        Interfaces = [new SavedInterface("eth0", LinkType.Ethernet)],
        RingOctets = EvidenceRequest.LeastRing,
        Section = new SectionFacts { Application = "rsttrace test" },
    };

    /// <summary>Traces frames as a live capture would, each appended before it is traced.</summary>
    /// <param name="capture">The frames.</param>
    /// <param name="ring">Gets the frames; null for none.</param>
    /// <param name="before">Called before each frame.</param>
    public static List<ResetEvent> Trace(
        string capture, EvidenceRing? ring = null, Action<long, Timestamp>? before = null)
    {
        var sink = new Evidence();
        var tracer = new Tracer(new TracerOptions(), sink);
        using CaptureFile source = CaptureFile.Open(capture);
        while (source.Read(out Frame frame) == ReadOutcome.Frame)
        {
            before?.Invoke(frame.Id.Number, frame.Time);
            ring?.Append(in frame, 0);
            tracer.Take(in frame);
        }

        tracer.Finish();
        return sink.Resets;
    }

    /// <summary>Fills a ring with frames that are no TCP.</summary>
    public static void Flood(EvidenceRing ring, int octets, Timestamp time)
    {
        for (int i = 0; octets > 0; i++, octets -= 1_000)
        {
            ring.Append(
                FrameBuilder.FrameOf(new byte[1_000], number: 1_000_000 + i, time: time), 0);
        }
    }

    /// <summary>The evidence in a folder, by name and so by time.</summary>
    public static string[] FilesIn(string folder)
    {
        string[] files = Directory.GetFiles(folder, "rst-*.pcapng");
        Array.Sort(files, StringComparer.Ordinal);
        return files;
    }
}
