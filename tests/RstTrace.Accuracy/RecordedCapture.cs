using System;
using System.Collections.Generic;
using System.IO;
using RstTrace.Capture;
using RstTrace.Core;
using RstTrace.Core.Wire;

namespace RstTrace.Accuracy;

/// <summary>A capture in memory, to be read often and to be tampered with.</summary>
sealed class RecordedCapture
{
    readonly byte[] _octets;
    readonly LinkType _link;
    readonly IReadOnlyList<Record> _records;

    RecordedCapture(byte[] octets, LinkType link, IReadOnlyList<Record> records)
        => (_octets, _link, _records) = (octets, link, records);

    /// <summary>Reads a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="file">Its index in <see cref="FrameId.File"/>.</param>
    /// <exception cref="InvalidDataException">It is damaged.</exception>
    public static RecordedCapture Read(string path, int file)
    {
        using CaptureFile source = CaptureFile.Open(path, file);
        using var octets = new MemoryStream();
        var records = new List<Record>();
        LinkType link = LinkType.Ethernet;
        ReadOutcome outcome;
        while ((outcome = source.Read(out Frame frame)) == ReadOutcome.Frame)
        {
            link = frame.Link;
            records.Add(new(
                (int)octets.Length, frame.Octets.Length, frame.OriginalLength, frame.Time,
                frame.Id));
            octets.Write(frame.Octets);
        }

        return outcome == ReadOutcome.End
            ? new RecordedCapture(octets.ToArray(), link, records)
            : throw new InvalidDataException(source.Damage);
    }

    /// <summary>The frames, numbered as in the file.</summary>
    public IReadOnlyList<Record> Records => _records;

    /// <summary>Whether the frame at a place is a reset.</summary>
    public bool IsReset(int place)
    {
        Record record = _records[place];
        var frame = new Frame
        {
            Octets = _octets.AsSpan(record.Start, record.Length),
            OriginalLength = record.OriginalLength,
            Time = record.Time,
            Link = _link,
            Id = record.Id,
        };
        return SegmentDecoder.Decode(in frame, out Segment segment) == DecodeOutcome.Decoded
            && segment.IsReset;
    }

    /// <summary>The same frames without some, at other times.</summary>
    /// <param name="keeps">Which to keep.</param>
    /// <param name="at">When each is said to have been captured.</param>
    public RecordedCapture With(
        Predicate<Record> keeps, Func<Timestamp, Timestamp>? at = null)
    {
        var records = new List<Record>();
        foreach (Record record in _records)
        {
            if (!keeps(record)) continue;
            records.Add(at is null ? record : record with { Time = at(record.Time) });
        }

        return new RecordedCapture(_octets, _link, records);
    }

    /// <summary>A reader of it from its beginning.</summary>
    public IFrameBatchSource Open() => new Reader(this);

    /// <summary>One frame.</summary>
    public readonly record struct Record(
        int Start, int Length, uint OriginalLength, Timestamp Time, FrameId Id);

    sealed class Reader(RecordedCapture capture) : IFrameBatchSource
    {
        int _next;

        public bool CanRewind => true;

        public void Rewind() => _next = 0;

        public ReadOutcome Read(FrameBatch batch)
        {
            if (_next == capture._records.Count) return ReadOutcome.End;

            batch.Begin(capture._octets, capture._link);
            for (; _next < capture._records.Count && !batch.IsFull; _next++)
            {
                Record record = capture._records[_next];
                batch.Add(
                    record.Start, record.Length, record.OriginalLength, record.Time, record.Id);
            }

            return ReadOutcome.Frame;
        }

        public ReadOutcome Read(out Frame frame) => throw new NotSupportedException();

        public void Dispose()
        {
        }
    }
}
