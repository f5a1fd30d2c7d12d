using System;
using RstTrace.Core.Wire;

namespace RstTrace.Core.Flows;

/// <summary>All that is known of one side of a flow.</summary>
/// <remarks>Borrows both parts.</remarks>
readonly ref struct HalfPicture(ref readonly HalfFlow half, ref readonly HalfDetail detail)
{
    readonly ref readonly HalfFlow _half = ref half;
    readonly ref readonly HalfDetail _detail = ref detail;

    /// <inheritdoc cref="HalfFlow.SendNext"/>
    public SequenceNumber SendNext => _half.SendNext;

    /// <inheritdoc cref="HalfFlow.SendUnacknowledged"/>
    public SequenceNumber SendUnacknowledged => _half.SendUnacknowledged;

    /// <inheritdoc cref="HalfFlow.InitialSequence"/>
    public SequenceNumber InitialSequence => _half.InitialSequence;

    /// <inheritdoc cref="HalfFlow.FinSequence"/>
    public SequenceNumber FinSequence => _half.FinSequence;

    /// <inheritdoc cref="HalfFlow.Syns"/>
    public byte Syns => _half.Syns;

    /// <inheritdoc cref="HalfFlow.Seen"/>
    public bool Seen => _half.Seen;

    /// <inheritdoc cref="HalfFlow.SawSyn"/>
    public bool SawSyn => _half.SawSyn;

    /// <inheritdoc cref="HalfFlow.SawFin"/>
    public bool SawFin => _half.SawFin;

    /// <inheritdoc cref="HalfFlow.FinAcknowledged"/>
    public bool FinAcknowledged => _half.FinAcknowledged;

    /// <inheritdoc cref="HalfDetail.Last"/>
    public RecentSegment Last => _detail.Last;

    /// <inheritdoc cref="HalfDetail.BeforeLast"/>
    public RecentSegment BeforeLast => _detail.BeforeLast;

    /// <inheritdoc cref="HalfDetail.HighestSequence"/>
    public SequenceNumber HighestSequence => _detail.HighestSequence;

    /// <inheritdoc cref="HalfDetail.ReceiveWindow"/>
    public uint ReceiveWindow => _detail.ReceiveWindow;

    /// <inheritdoc cref="HalfDetail.TimestampValue"/>
    public uint TimestampValue => _detail.TimestampValue;

    /// <inheritdoc cref="HalfDetail.Packets"/>
    public uint Packets => _detail.Packets;

    /// <inheritdoc cref="HalfDetail.Octets"/>
    public long Octets => _detail.Octets;

    /// <inheritdoc cref="HalfDetail.LastDataTime"/>
    public Timestamp LastDataTime => _detail.LastDataTime;

    /// <inheritdoc cref="HalfDetail.FastestAnswer"/>
    public uint FastestAnswer => _detail.FastestAnswer;

    /// <inheritdoc cref="HalfDetail.SourceMac"/>
    public uint SourceMac => _detail.SourceMac;

    /// <inheritdoc cref="HalfDetail.Identification"/>
    public ushort Identification => _detail.Identification;

    /// <inheritdoc cref="HalfDetail.Hint"/>
    public PayloadHint Hint => _detail.Hint;

    /// <inheritdoc cref="HalfDetail.Answers"/>
    public byte Answers => _detail.Answers;

    /// <inheritdoc cref="HalfDetail.HopLimits"/>
    public ref readonly HopLimitSet HopLimits => ref _detail.HopLimits;

    /// <inheritdoc cref="HalfDetail.Insistence"/>
    public Insistence Insistence => _detail.Insistence;

    /// <inheritdoc cref="HalfDetail.InsistenceBeforeAnswer"/>
    public Insistence InsistenceBeforeAnswer => _detail.InsistenceBeforeAnswer;

    /// <inheritdoc cref="HalfDetail.FinTime"/>
    public Timestamp FinTime => _detail.FinTime;

    /// <inheritdoc cref="HalfDetail.SilenceBeforeFin"/>
    public Duration SilenceBeforeFin => _detail.SilenceBeforeFin;

    /// <summary>Whether it sent payload, captured or only acknowledged.</summary>
    public bool HasSpoken
        => Has(HalfTraits.Data) || (SawSyn && Has(HalfTraits.Gap) && !HasLostFin);

    /// <summary>Whether it seems to have sent a FIN that the capture does not hold: the peer
    /// acknowledged one place more than was seen, and it has stayed at that.</summary>
    public bool HasLostFin
        => Has(HalfTraits.Gap) && !SawFin && SendNext == _half.CapturedNext + 1;

    /// <summary>Octets sent and not yet acknowledged.</summary>
    public int Outstanding => Math.Max(0, SendNext - SendUnacknowledged);

    /// <summary>Octets that were lost before the capture point, as later segments show.</summary>
    public int LostBeforeCapture => Seen ? Math.Max(0, HighestSequence - SendNext) : 0;

    /// <summary>Whether all of these hold.</summary>
    public bool Has(HalfTraits traits) => _half.Has(traits);
}
