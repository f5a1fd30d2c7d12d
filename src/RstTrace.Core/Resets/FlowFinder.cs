using RstTrace.Core.Flows;
using RstTrace.Core.Wire;

namespace RstTrace.Core.Resets;

/// <summary>Finds the segments of one connection again, in a second pass.</summary>
/// <remarks>By the rule that the first pass went by: from the connection's first frame on, all
/// between its ends, until a SYN begins another connection between them.</remarks>
/// <param name="flow">The connection.</param>
public sealed class FlowFinder(FlowSummary flow)
{
    readonly Numbering[] _numberings = new Numbering[2]; // by Side
    bool _begun;
    bool _ended;
    bool _hadMoreThanResets;

    /// <summary>The connection.</summary>
    public FlowSummary Flow { get; } = flow;

    /// <summary>Looks at the next segment of the capture, in the order of the first pass.</summary>
    /// <returns>Who sent it; null where it is of another connection.</returns>
    public Side? Take(in Segment segment)
    {
        if (_ended) return null;

        _begun |= segment.Frame == Flow.FirstFrame;
        if (!_begun || Flow.SenderOf(in segment) is not { } sender) return null;

        if (BeginsAnother(sender, in segment))
        {
            _ended = true;
            return null;
        }

        _numberings[(int)sender].Note(in segment);
        if (segment.HasAcknowledgment) _numberings[(int)sender.Other].NoteAcknowledged();
        _hadMoreThanResets |= !segment.IsReset;
        return sender;
    }

    // A SYN with another ISS than this side's first, or the first after nothing but resets.
    bool BeginsAnother(Side sender, in Segment segment)
    {
        if (segment.Frame == Flow.FirstFrame) return false;
        if (segment is not { IsSyn: true, HasAcknowledgment: false, IsReset: false }) return false;

        return !_hadMoreThanResets || _numberings[(int)sender].IsOtherThan(segment.Sequence);
    }
}
