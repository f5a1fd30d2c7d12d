using System.Collections.Generic;
using System.Runtime.InteropServices;
using RstTrace.Core.Resets;
using RstTrace.Core.Wire;

namespace RstTrace.Capture.Saving;

/// <summary>Picks the frames of some connections out of their capture, in a second pass.</summary>
/// <remarks>Fragments but the first, and ICMP about a connection, are no part of it.</remarks>
public sealed class FlowPicker
{
    /// <summary>Connections at most.</summary>
    public const int MostFlows = 1 << 20;

    readonly Dictionary<Conversation, List<FlowFinder>> _finders = [];
    readonly HashSet<FrameId> _known = []; // by first frame

    /// <summary>Connections asked for.</summary>
    public int Flows => _known.Count;

    /// <summary>Connections that were asked for and found no room.</summary>
    public long FlowsLeftOut { get; private set; }

    /// <summary>Asks for a connection; once is enough.</summary>
    public void Add(FlowSummary flow)
    {
        if (_known.Contains(flow.FirstFrame)) return;
        if (_known.Count == MostFlows)
        {
            FlowsLeftOut++;
            return;
        }

        _known.Add(flow.FirstFrame);
        ref List<FlowFinder>? sameEnds = ref CollectionsMarshal.GetValueRefOrAddDefault(
            _finders, Conversation.Of(flow), out _);
        (sameEnds ??= []).Add(new FlowFinder(flow));
    }

    /// <summary>Looks at the next frame of the capture, in the order of the first pass.</summary>
    /// <param name="frame">Borrowed for the call.</param>
    /// <returns>Whether it is of one of the connections.</returns>
    public bool Picks(in Frame frame)
    {
        if (SegmentDecoder.Decode(in frame, out Segment segment) != DecodeOutcome.Decoded)
            return false;
        if (!_finders.TryGetValue(Conversation.Of(in segment), out List<FlowFinder>? sameEnds))
            return false;

        bool picks = false;
        foreach (FlowFinder finder in sameEnds) picks |= finder.Take(in segment) is not null;
        return picks;
    }
}
