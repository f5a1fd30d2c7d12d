using System.Collections.Generic;
using RstTrace.Core.Flows;
using RstTrace.Core.Wire;

namespace RstTrace.Core.Vantages;

/// <summary>The four-tuples that are reset in any of the captures that are compared.</summary>
/// <param name="map">What an end is called in another capture.</param>
public sealed class ResetTuples(EndpointMap map)
{
    /// <summary>Tuples at most: 80 octets each.</summary>
    public const int Most = 100_000;

    readonly HashSet<FlowKey> _keys = [];

    /// <summary>RST frames whose tuples found no room: they are judged from one capture
    /// alone.</summary>
    public long LeftOut { get; private set; }

    internal IReadOnlySet<FlowKey> Keys => _keys;

    internal EndpointMap Map => map;

    /// <summary>Looks at frames.</summary>
    /// <param name="batch">Borrowed for the call.</param>
    public void Take(FrameBatch batch)
    {
        for (int index = 0; index < batch.Count; index++)
        {
            Frame frame = batch[index];
            Take(in frame);
        }
    }

    /// <summary>Looks at a frame.</summary>
    /// <param name="frame">Borrowed for the call.</param>
    public void Take(in Frame frame)
    {
        if (SegmentDecoder.Decode(in frame, out Segment segment) != DecodeOutcome.Decoded) return;
        if (!segment.IsReset) return;

        map.Translate(ref segment);
        FlowKey.Of(in segment, out FlowKey key);
        key = key.WithoutEncapsulation();
        if (_keys.Contains(key)) return;

        if (_keys.Count < Most) _keys.Add(key);
        else LeftOut++;
    }
}
