using RstTrace.Core.Flows;
using RstTrace.Core.Wire;

namespace RstTrace.Core.Tests.Flows;

/// <summary>One side of a connection, with its detail.</summary>
sealed class OneSide
{
    HalfFlow _half;
    HalfDetail _detail;

    /// <summary>What it has shown so far.</summary>
    public HalfPicture Shown => new(in _half, in _detail);

    public Movement Send(Segment segment, bool isScaled)
        => _detail.Send(ref _half, in segment, _half.Send(in segment), isScaled);

    public bool TakeAcknowledgment(SequenceNumber acknowledgment)
    {
        bool isNew = _half.TakeAcknowledgment(acknowledgment);
        if (isNew) _detail.NoteAcknowledged(ref _half);
        return isNew;
    }
}
