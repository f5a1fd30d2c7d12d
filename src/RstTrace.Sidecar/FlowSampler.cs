using System.Threading;
using RstTrace.Core.Wire;

namespace RstTrace.Sidecar;

/// <summary>Under overload, tells of which flows frames are taken: by a hash of their ends, so that
/// of a flow all or none are.</summary>
/// <remarks>The share is a power of two, and the flows of a smaller share are among those of the
/// larger one. Asked by the threads that read frames.</remarks>
public sealed class FlowSampler
{
    /// <summary>The least share is 1 in 2^10.</summary>
    const int MostHalvings = 10;

    volatile int _halvings;
    long _leftOut;

    /// <summary>How often the share has been halved: 0 is all flows.</summary>
    public int Halvings => _halvings;

    /// <summary>The share of flows that are taken: 1 is all.</summary>
    public double Share => 1.0 / (1 << _halvings);

    /// <summary>Frames that were not taken.</summary>
    public long LeftOut => Volatile.Read(ref _leftOut);

    /// <summary>Takes half as many flows.</summary>
    /// <returns>Whether there was something to halve.</returns>
    public bool Halve()
    {
        if (_halvings == MostHalvings) return false;
        _halvings++;
        return true;
    }

    /// <summary>Takes twice as many flows. What they sent meanwhile is lost: see
    /// <see cref="Core.Tracer.NoteDrops"/>.</summary>
    /// <returns>Whether there was something to double.</returns>
    public bool Restore()
    {
        if (_halvings == 0) return false;
        _halvings--;
        return true;
    }

    /// <summary>Whether a frame is to be taken. What is no TCP is.</summary>
    /// <param name="frame">Borrowed for the call.</param>
    public bool Takes(in Frame frame)
    {
        int halvings = _halvings;
        if (halvings == 0) return true;
        if (SegmentDecoder.Decode(in frame, out Segment segment) != DecodeOutcome.Decoded)
            return true;
        if (Hash(in segment) >> (64 - halvings) == 0) return true;

        Interlocked.Increment(ref _leftOut);
        return false;
    }

    // The same for both directions.
    static ulong Hash(in Segment segment)
    {
        const ulong Mix = 0x9E3779B97F4A7C15;
        ulong addresses = segment.SourceAddress.Low + segment.DestinationAddress.Low
            + (segment.SourceAddress.High ^ segment.DestinationAddress.High);
        ulong ports = (ulong)(segment.SourcePort + segment.DestinationPort)
            ^ ((ulong)(segment.SourcePort * segment.DestinationPort) << 20);
        ulong hash = (addresses ^ (ports * Mix)) * Mix;
        return (hash ^ (hash >> 29)) * Mix;
    }
}
