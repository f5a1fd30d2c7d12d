using System;
using RstTrace.Core;
using RstTrace.Core.Wire;

namespace RstTrace.Capture;

/// <summary>Reads the records of one capture format: what a further format is added as.</summary>
/// <param name="octets">The capture from its first octet on; the caller's to dispose.</param>
/// <param name="file">Index of the file in the frames' identity.</param>
abstract class RecordReader(OctetBuffer octets, int file)
{
    /// <summary>Octets of one frame that are believed: libpcap's MAXIMUM_SNAPLEN, which Wireshark
    /// holds to as well. A record that claims more is damage.</summary>
    public const int LongestFrame = 262_144;

    long _number;

    /// <summary>The capture, from the first octet that is not read yet.</summary>
    protected OctetBuffer Octets { get; } = octets;

    /// <summary>What is wrong, after <see cref="ReadOutcome.Damaged"/>.</summary>
    public string? Damage { get; private set; }

    /// <summary>Reads the next frame. Not called again after End or Damaged.</summary>
    public abstract ReadOutcome Read(out Frame frame);

    /// <summary>Reads the next frame, and those behind it that have arrived. Not called again after
    /// End or Damaged.</summary>
    public virtual ReadOutcome Read(FrameBatch batch)
    {
        ReadOutcome outcome = Read(out Frame frame);
        if (outcome != ReadOutcome.Frame) return outcome;

        // It lies in the buffer: only where has to be found.
        byte[] octets = Octets.Place.Octets;
        octets.AsSpan().Overlaps(frame.Octets, out int start);
        batch.Begin(octets, frame.Link);
        batch.Add(start, frame.Octets.Length, frame.OriginalLength, frame.Time, frame.Id);
        return outcome;
    }

    /// <summary>The identity of the next frame.</summary>
    protected FrameId NextFrame() => new(file, ++_number);

    /// <summary>What a read is at a place between records, if the octets of the next are not
    /// there.</summary>
    protected ReadOutcome BetweenRecords(Arrival arrival)
    {
        bool over = arrival == Arrival.Ended && Octets.Arrived.IsEmpty && Octets.Fault is null;
        return over ? ReadOutcome.End : InsideRecord(arrival);
    }

    /// <summary>What a read is at a place inside a record, if the rest of it is not
    /// there.</summary>
    protected ReadOutcome InsideRecord(Arrival arrival)
    {
        if (arrival == Arrival.Waiting) return ReadOutcome.Waiting;

        Damage = Octets switch
        {
            { Fault: { } fault } => $"{fault}, {Place}: copy the file again",
            { Position: 0, Arrived.IsEmpty: true } => "empty, not one octet: capture again",
            _ => $"cut short {Place}: let the capture end first, or copy the file again",
        };
        return ReadOutcome.Damaged;
    }

    /// <summary>The rest makes no sense.</summary>
    /// <param name="what">The field and its value, in a few words.</param>
    protected ReadOutcome Damaged(string what)
    {
        Damage = $"damaged {Place}: {what}; copy the file again, or try pcapfix on it";
        return ReadOutcome.Damaged;
    }

    string Place => _number == 0
        ? $"at octet {Octets.Position}, before the first frame"
        : $"at octet {Octets.Position}, after frame {_number}";
}
