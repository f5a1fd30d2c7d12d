using RstTrace.Core.Wire;

namespace RstTrace.Core.Resets;

/// <summary>What is known of the numbers that one side of a connection counts its octets by: enough
/// to tell a SYN that begins another connection from one that is sent again.</summary>
public record struct Numbering
{
    SequenceNumber? _first; // ISS
    bool _isKnown;

    /// <summary>The side sent a segment.</summary>
    public void Note(in Segment segment)
    {
        _isKnown = true;
        if (segment is { IsSyn: true, IsReset: false }) _first ??= segment.Sequence;
    }

    /// <summary>The other side acknowledged octets of it.</summary>
    public void NoteAcknowledged() => _isKnown = true;

    /// <summary>Whether a SYN of the side with this number begins another connection.</summary>
    public readonly bool IsOtherThan(SequenceNumber iss)
        => _first is { } first ? iss != first : _isKnown;
}
