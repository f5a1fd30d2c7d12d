using System.Collections.Generic;
using RstTrace.Core.Flows;
using RstTrace.Core.Wire;

namespace RstTrace.Core.Vantages;

/// <summary>What one capture shows of the tuples that are reset anywhere, and of a sample of
/// others, by which clocks and completeness are measured.</summary>
/// <remarks>Memory is bounded by <see cref="MostSegments"/>; what finds no room is
/// counted.</remarks>
public sealed class VantageScan
{
    /// <summary>Segments kept at most: some 72 octets each.</summary>
    public const int MostSegments = 2_000_000;

    const int MostOfFlow = 288, MostOfSample = 32, MostSampled = 2_000;

    readonly ResetTuples _wanted;
    readonly uint[] _bits = new uint[1 << 15]; // a bit for each hash of a wanted tuple
    readonly Dictionary<FlowKey, FlowTrack> _tracks = [];
    readonly Dictionary<FlowKey, FlowTrack> _sample = [];
    readonly List<FlowKey> _outgrown = [];
    long _kept;
    int _sampleShift;

    /// <param name="file">The capture, by <see cref="FrameId.File"/>.</param>
    /// <param name="wanted">The tuples that are reset in any capture.</param>
    public VantageScan(int file, ResetTuples wanted)
    {
        File = file;
        _wanted = wanted;
        foreach (FlowKey key in wanted.Keys) Mark(key);
    }

    /// <summary>The capture.</summary>
    public int File { get; }

    /// <summary>Frames read.</summary>
    public long Frames { get; private set; }

    /// <summary>When the first frame was captured, by its own clock.</summary>
    public Timestamp Begin { get; private set; }

    /// <summary>When the latest was.</summary>
    public Timestamp End { get; private set; }

    /// <summary>Whether its clock was set back on the way: then no moment of it counts.</summary>
    public bool StepsBack { get; private set; }

    /// <summary>Segments that found no room.</summary>
    public long SegmentsLeftOut { get; private set; }

    internal IReadOnlyDictionary<FlowKey, FlowTrack> Tracks => _tracks;

    internal IReadOnlyDictionary<FlowKey, FlowTrack> Sample => _sample;

    internal HomeAddresses Homes { get; } = new();

    /// <summary>What is looked for in this capture under other addresses; null for
    /// nothing.</summary>
    internal Fingerprints? Sought { get; set; }

    /// <summary>Begins another reading of the same capture.</summary>
    internal void ReadAgain()
    {
        Frames = 0;
        _tracks.Clear();
        _sample.Clear();
        _kept = 0;
        SegmentsLeftOut = 0;
    }

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
        if (Frames++ == 0) Begin = End = frame.Time;
        if ((End - frame.Time).Nanoseconds > MostDisorder) StepsBack = true;
        if (frame.Time > End) End = frame.Time;
        if (frame.Time < Begin) Begin = frame.Time;
        if (SegmentDecoder.Decode(in frame, out Segment segment) != DecodeOutcome.Decoded) return;

        if (segment.IsSyn) Homes.Note(segment.SourceAddress, segment.HopLimit);
        _wanted.Map.Translate(ref segment);
        bool fromLow = FlowKey.Of(in segment, out FlowKey key);
        key = key.WithoutEncapsulation();
        uint hash = key.Hash(Salt);
        FlowTrack? track = null;
        if (IsMarked(hash)) track = WantedTrack(key);
        if (track is null && Sought is { } sought && sought.Finds(in segment, frame.Octets))
            track = Adopt(key);
        if (track is null && hash <= uint.MaxValue >> _sampleShift) track = SampledTrack(key);
        if (track is null) return;

        if (_kept < MostSegments)
            _kept += track.Take(SeenSegment.Of(in segment, fromLow, frame.Octets));
        else SegmentsLeftOut++;
    }

    // Frames of several queues come out of order by less than that.
    const long MostDisorder = 20_000_000;

    // Of no secret: captures are to choose the same sample, and a collision costs a little time.
    const ulong Salt = 0x9E37_79B9_7F4A_7C15;

    void Mark(in FlowKey key)
    {
        uint hash = key.Hash(Salt);
        _bits[hash >> 17] |= 1u << (int)(hash >> 12 & 31);
    }

    bool IsMarked(uint hash) => (_bits[hash >> 17] >> (int)(hash >> 12 & 31) & 1) != 0;

    FlowTrack? WantedTrack(in FlowKey key)
    {
        if (_tracks.TryGetValue(key, out FlowTrack? track)) return track;
        if (!_wanted.Keys.Contains(key)) return null;

        return _tracks[key] = new FlowTrack(key, File, MostOfFlow);
    }

    FlowTrack? Adopt(in FlowKey key)
    {
        Mark(key);
        return _tracks[key] = new FlowTrack(key, File, MostOfFlow);
    }

    FlowTrack? SampledTrack(in FlowKey key)
    {
        if (_sample.TryGetValue(key, out FlowTrack? track)) return track;

        // Nested samples: of two captures, the smaller is part of the larger.
        while (_sample.Count >= MostSampled) Halve();
        return key.Hash(Salt) <= uint.MaxValue >> _sampleShift
            ? _sample[key] = new FlowTrack(key, File, MostOfSample)
            : null;
    }

    void Halve()
    {
        _sampleShift++;
        _outgrown.Clear();
        foreach (FlowKey key in _sample.Keys)
            if (key.Hash(Salt) > uint.MaxValue >> _sampleShift) _outgrown.Add(key);
        foreach (FlowKey key in _outgrown) _sample.Remove(key);
    }
}
