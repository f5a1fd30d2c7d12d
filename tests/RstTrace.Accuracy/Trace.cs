using System.Collections.Generic;
using System.IO;
using System.Linq;
using RstTrace.Capture;
using RstTrace.Core;
using RstTrace.Core.Incidents;
using RstTrace.Core.Resets;
using RstTrace.Core.Wire;

namespace RstTrace.Accuracy;

/// <summary>What RstTrace makes of one capture.</summary>
sealed class Trace : IResetSink
{
    readonly List<ResetEvent> _events = [];
    readonly List<long> _resetFrames = [];

    Trace()
    {
    }

    /// <summary>Its events, in the order of their first frames.</summary>
    public IReadOnlyList<ResetEvent> Events => _events;

    /// <summary>Every RST frame, counted by decoding alone.</summary>
    public IReadOnlyList<long> ResetFrames => _resetFrames;

    /// <summary>The RST frames that are in no event or in several, and frames in an event that
    /// are no RST: none, by invariant 4.</summary>
    public IReadOnlyList<long> Misplaced()
    {
        ILookup<long, long> told = FramesOf(_events).ToLookup(frame => frame);
        return
        [
            .. _resetFrames.Where(frame => told[frame].Count() != 1),
            .. told.Select(frame => frame.Key).Except(_resetFrames),
        ];
    }

    /// <summary>The event that a frame is in; null where it is in none.</summary>
    public ResetEvent? EventOf(long frame)
        => _events.Find(reset => FramesOf([reset]).Contains(frame));

    /// <summary>Reads and judges a capture.</summary>
    /// <exception cref="InvalidDataException">It is damaged.</exception>
    public static Trace Of(LabelledCapture capture)
    {
        var trace = new Trace();
        var options = new TracerOptions
        {
            IdleAfter = Duration.FromSeconds(capture.IdleAfter),
            MaxFlows = 4_096, // The captures are small; a table for more would only cost time.
        };
        using CaptureFile file = CaptureFile.Open(capture.Path);
        var tracer = new Tracer(options, trace);
        ReadOutcome outcome;
        while ((outcome = file.Read(out Frame frame)) == ReadOutcome.Frame)
        {
            if (SegmentDecoder.Decode(in frame, out Segment segment) == DecodeOutcome.Decoded
                && segment.IsReset)
            {
                trace._resetFrames.Add(frame.Id.Number);
            }

            tracer.Take(in frame);
        }

        tracer.Finish();
        return outcome == ReadOutcome.End ? trace : throw new InvalidDataException(file.Damage);
    }

    void IResetSink.Take(ResetEvent reset) => _events.Add(reset);

    void IResetSink.Take(Incident incident)
    {
    }

    static IEnumerable<long> FramesOf(IEnumerable<ResetEvent> events)
        => events.SelectMany(reset => reset.Frames).Select(frame => frame.Number);
}
