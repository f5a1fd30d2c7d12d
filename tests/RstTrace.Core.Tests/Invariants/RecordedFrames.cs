using System;
using System.Collections.Generic;
using System.Linq;
using RstTrace.Core.Incidents;
using RstTrace.Core.Resets;
using RstTrace.Core.Wire;
using RstTrace.Testing;

namespace RstTrace.Core.Tests.Invariants;

/// <summary>Frames held in memory, to be taken by a tracer as often as one likes.</summary>
sealed class RecordedFrames
{
    readonly List<Record> _records = [];

    public RecordedFrames() { }

    /// <summary>The frames of some segments.</summary>
    /// <param name="segments">Plain IPv4.</param>
    /// <param name="padding">Octets behind the IP datagram of each.</param>
    /// <param name="snapLength">How much of each is kept.</param>
    public RecordedFrames(
        IEnumerable<Segment> segments, int padding = 0, int snapLength = int.MaxValue)
    {
        foreach (Segment segment in segments)
        {
            byte[] octets = [.. FrameOf(in segment).Build(), .. new byte[padding]];
            Add(octets[..Math.Min(octets.Length, snapLength)], segment.Time,
                original: (uint)octets.Length);
        }
    }

    /// <summary>How many there are.</summary>
    public int Count => _records.Count;

    /// <summary>The octets of each.</summary>
    public IEnumerable<byte[]> Octets => _records.Select(record => record.Octets);

    /// <summary>Adds a frame; the next number is its own.</summary>
    public void Add(
        byte[] octets, Timestamp time, LinkType link = LinkType.Ethernet, uint? original = null)
        => _records.Add(new Record(octets, time, link, original ?? (uint)octets.Length));

    /// <summary>Has a tracer take all, one after the other.</summary>
    /// <param name="tracer">It is not told to finish.</param>
    /// <param name="flushed">Whether to tell it after each that no other is waiting.</param>
    public void Play(Tracer tracer, bool flushed = false)
    {
        for (int index = 0; index < _records.Count; index++)
        {
            Record record = _records[index];
            Frame frame = FrameBuilder.FrameOf(
                record.Octets, record.Link, record.Original, index + 1, record.Time);
            tracer.Take(in frame);
            if (flushed) tracer.Flush();
        }
    }

    /// <summary>The events of a tracer of their own.</summary>
    public List<ResetEvent> Events(TracerOptions? options = null, bool flushed = false)
    {
        var log = new ResetLog();
        var tracer = new Tracer(options ?? new TracerOptions(), log);
        Play(tracer, flushed);
        tracer.Finish();
        return log.Events;
    }

    /// <summary>A segment as it stands in an Ethernet frame.</summary>
    public static FrameBuilder FrameOf(in Segment segment)
    {
        bool isSyn = segment.IsSyn;
        byte[] options = segment.HasTimestamps && isSyn ? WireFixtures.SynOptions
            : segment.HasTimestamps ? WireFixtures.TimestampOptions
            : [];
        return new FrameBuilder()
            .Ethernet()
            .Ipv4($"{segment.SourceAddress}", $"{segment.DestinationAddress}", segment.HopLimit,
                segment.Identification, dontFragment: true)
            .Tcp(segment.SourcePort, segment.DestinationPort, segment.Sequence.Value,
                segment.Acknowledgment.Value, segment.Control, segment.Window, options)
            .Payload(segment.PayloadLength);
    }

    readonly record struct Record(byte[] Octets, Timestamp Time, LinkType Link, uint Original);
}

/// <summary>Keeps every event and every incident.</summary>
sealed class ResetLog : IResetSink
{
    public List<ResetEvent> Events { get; } = [];

    public List<Incident> Incidents { get; } = [];

    public void Take(ResetEvent reset) => Events.Add(reset);

    public void Take(Incident incident) => Incidents.Add(incident);
}
