using System;
using System.Collections.Generic;
using RstTrace.Core.Flows;
using RstTrace.Core.Resets;
using RstTrace.Core.Wire;

namespace RstTrace.Core.Vantages;

/// <summary>The segments around one reset, each with its frame in every capture.</summary>
/// <param name="Steps">In the order of their times by the first capture's clock.</param>
/// <param name="LeftOut">Segments before the first step that are not shown.</param>
public sealed record SharedLadder(IReadOnlyList<SharedStep> Steps, int LeftOut)
{
    const int Before = 10, After = 6;

    internal static SharedLadder Of(
        VantageComparison comparison, Conversation conversation, ResetEvent reset)
    {
        var all = new List<SharedStep>();
        int files = conversation.Tracks.Length;
        int home = reset.Frames[0].File;
        for (int file = 0; file < files; file++)
        {
            if (conversation.Tracks[file] is not { } track) continue;
            foreach (SeenSegment segment in track.Kept) Add(in segment, file);
            foreach (SeenSegment segment in track.Resets) Add(in segment, file);
        }

        all.Sort(static (left, right) => left.Time.CompareTo(right.Time));
        int place = all.FindIndex(step => step.Frames[home] == reset.Frames[0]);
        int from = Math.Max(0, place - Before), to = Math.Min(all.Count, place + After + 1);
        return new SharedLadder(all.GetRange(from, to - from), from);

        void Add(in SeenSegment segment, int file)
        {
            Timestamp time = comparison.ByFirstClock(file, segment.Time);
            bool isHomeLow = conversation.EndIn(home, file, segment.FromLow);
            SharedStep step = StepOf(
                in segment, conversation.Tracks[home]!, isHomeLow, reset, time, files);
            foreach (SharedStep known in all)
            {
                if (!known.Frames[file].IsNone || !IsOne(known, file, segment)) continue;
                known.Frames[file] = segment.Frame;
                known.Times[file] = segment.Time;
                return;
            }

            step.Frames[file] = segment.Frame;
            step.Times[file] = segment.Time;
            step.Segment = (file, segment);
            all.Add(step);
        }

        bool IsOne(SharedStep known, int file, SeenSegment segment)
        {
            (int other, SeenSegment first) = known.Segment;
            if (other == file || conversation[other, file] is not { } pair) return false;
            return pair.IsTwin(in first, in segment)
                && first.SequenceLength == segment.SequenceLength;
        }
    }

    static SharedStep StepOf(
        in SeenSegment segment, FlowTrack home, bool isLow, ResetEvent reset, Timestamp time,
        int files)
    {
        Endpoint client = reset.Flow.Client;
        bool clientIsLow = home.Key.LowPort == client.Port
            && home.Key.LowAddress == client.Address;
        return new SharedStep(
            isLow == clientIsLow ? Side.Client : Side.Server, segment.Control,
            segment.Sequence.Value, segment.Acknowledgment.Value, segment.PayloadLength, time,
            new FrameId[files], new Timestamp[files]);
    }
}

/// <summary>One segment in several captures.</summary>
/// <param name="Sender">Whose address it carries.</param>
/// <param name="Control">Its control bits.</param>
/// <param name="Sequence">SEG.SEQ as the first capture that has it shows it.</param>
/// <param name="Acknowledgment">SEG.ACK likewise.</param>
/// <param name="PayloadLength">Octets of payload.</param>
/// <param name="Time">When it was first seen, by the first capture's clock.</param>
/// <param name="Frames">Its frame in each capture; none where it is not.</param>
/// <param name="Times">When each captured it, by its own clock.</param>
public sealed record SharedStep(
    Side Sender, ControlBits Control, uint Sequence, uint Acknowledgment, int PayloadLength,
    Timestamp Time, FrameId[] Frames, Timestamp[] Times)
{
    internal (int File, SeenSegment Seen) Segment { get; set; }
}
