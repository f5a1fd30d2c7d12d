using System;
using RstTrace.CaptureGenerator;
using RstTrace.Core;
using RstTrace.Core.Wire;

namespace RstTrace.Benchmarks.Steps;

/// <summary>Frames held in memory one after the other, so that reading them costs next to
/// nothing.</summary>
sealed class RecordedFrames
{
    readonly byte[] _octets;
    readonly Record[] _records;

    /// <summary>Records what a generator makes.</summary>
    public RecordedFrames(TrafficOptions options)
    {
        using var traffic = new Traffic(options);
        _records = new Record[options.Frames];
        _octets = new byte[options.Frames * options.SnapLength];
        int offset = 0;
        for (int index = 0; traffic.Read(out Frame frame) == ReadOutcome.Frame; index++)
        {
            frame.Octets.CopyTo(_octets.AsSpan(offset));
            _records[index] = new Record(
                offset, frame.Octets.Length, frame.OriginalLength, frame.Time, frame.Id);
            offset += frame.Octets.Length;
        }
    }

    /// <summary>How many there are.</summary>
    public int Count => _records.Length;

    /// <summary>A frame, in capture order; its octets stay.</summary>
    public Frame this[int index]
    {
        get
        {
            ref readonly Record record = ref _records[index];
            return new Frame
            {
                Octets = _octets.AsSpan(record.Offset, record.Length),
                OriginalLength = record.OriginalLength,
                Time = record.Time,
                Link = LinkType.Ethernet,
                Id = record.Id,
            };
        }
    }

    readonly record struct Record(
        int Offset, int Length, uint OriginalLength, Timestamp Time, FrameId Id);
}
