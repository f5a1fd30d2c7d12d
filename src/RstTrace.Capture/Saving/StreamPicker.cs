using System.Collections.Generic;
using RstTrace.Core.Resets;
using RstTrace.Core.Wire;

namespace RstTrace.Capture.Saving;

/// <summary>Picks the frames of some streams out of a file, reset or not.</summary>
/// <remarks>Streams are numbered as Wireshark and the engine number them: from 0, by addresses and
/// ports without tags and tunnels, anew when a SYN has another ISS than this side's first. Only as
/// many are kept as there are numbers up to the highest that is asked for.</remarks>
/// <param name="wanted">Their numbers.</param>
public sealed class StreamPicker(IReadOnlyCollection<long> wanted)
{
    readonly Dictionary<Conversation, Stream> _open = [];
    readonly HashSet<long> _wanted = [.. wanted];
    readonly HashSet<long> _found = [];
    readonly long _highest = Highest(wanted);

    /// <summary>Streams that began so far; beyond the highest that is asked for, a stream may count
    /// several times.</summary>
    public long Streams { get; private set; }

    /// <summary>How many of those that are asked for were there.</summary>
    public int Found => _found.Count;

    /// <summary>Looks at the next frame of the file.</summary>
    /// <param name="frame">Borrowed for the call.</param>
    /// <returns>Whether it is of one of the streams.</returns>
    public bool Picks(in Frame frame)
    {
        if (SegmentDecoder.Decode(in frame, out Segment segment) != DecodeOutcome.Decoded)
            return false;

        var conversation = Conversation.Of(in segment);
        bool sourceIsLow = conversation.LowAddress == segment.SourceAddress
            && conversation.LowPort == segment.SourcePort;
        if (!_open.TryGetValue(conversation, out Stream stream)
            || stream.EndsBefore(in segment, sourceIsLow))
        {
            stream = new Stream(Streams++);
        }

        // What is numbered higher is asked for by nobody, and neither is what follows it.
        if (stream.Number > _highest)
        {
            _open.Remove(conversation);
            return false;
        }

        stream.Note(in segment, sourceIsLow);
        _open[conversation] = stream;
        if (!_wanted.Contains(stream.Number)) return false;

        _found.Add(stream.Number);
        return true;
    }

    static long Highest(IReadOnlyCollection<long> wanted)
    {
        long highest = -1;
        foreach (long number in wanted) highest = long.Max(highest, number);
        return highest;
    }

    struct Stream(long number)
    {
        Numbering _low, _high;

        public readonly long Number => number;

        public readonly bool EndsBefore(in Segment segment, bool sourceIsLow)
            => segment is { IsSyn: true, HasAcknowledgment: false, IsReset: false }
                && (sourceIsLow ? _low : _high).IsOtherThan(segment.Sequence);

        // A reset is not believed: what it carries may be anybody's.
        public void Note(in Segment segment, bool sourceIsLow)
        {
            if (segment.IsReset) return;

            (Numbering sender, Numbering receiver) = sourceIsLow ? (_low, _high) : (_high, _low);
            sender.Note(in segment);
            if (segment.HasAcknowledgment) receiver.NoteAcknowledged();
            (_low, _high) = sourceIsLow ? (sender, receiver) : (receiver, sender);
        }
    }
}
