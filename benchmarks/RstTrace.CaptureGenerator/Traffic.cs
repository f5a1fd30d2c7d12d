using System;
using System.Collections.Generic;
using RstTrace.Core;
using RstTrace.Core.Wire;

namespace RstTrace.CaptureGenerator;

/// <summary>Made-up TCP traffic of many connections at a time, frame by frame.</summary>
/// <remarks>Memory is bounded by the number of flows, however many frames are read. The clock is
/// the capture's own; each frame is at least a microsecond after the one before.</remarks>
public sealed class Traffic : IFrameSource
{
    // 2024-01-01T00:00:00Z, so that captures of one seed are the same on any day.
    const long Beginning = 1_704_067_200_000_000_000;

    const int FlowBits = 20;
    const int WarmUp = 5_000_000;       // µs within which the first connections begin
    const int BetweenFlows = 200_000;   // µs from a connection's end to the next at most

    readonly TrafficOptions _options;
    readonly Vantage _vantage;
    readonly Conversation[] _conversations;

    // Which connection goes on when, in microseconds. Its number is part of the priority, so that
    // no two are the same and their order is no matter of the queue's inner workings.
    readonly PriorityQueue<int, long> _agenda;

    /// <summary>Traffic that is about to begin.</summary>
    /// <exception cref="ArgumentException">The options are out of range.</exception>
    public Traffic(TrafficOptions options)
    {
        if (options.Fault() is { } fault) throw new ArgumentException(fault, nameof(options));

        _options = options;
        _vantage = new Vantage(new RandomNumbers(options.Seed));
        _conversations = new Conversation[options.Flows];
        _agenda = new PriorityQueue<int, long>(options.Flows);
        for (int flow = 0; flow < options.Flows; flow++)
        {
            _conversations[flow] = Conversation.Begin(options, _vantage);
            _agenda.Enqueue(flow, Priority(_vantage.Random.Below(WarmUp), flow));
        }
    }

    /// <summary>What was shown so far.</summary>
    public TrafficCounters Counters { get; } = new();

    /// <inheritdoc/>
    public ReadOutcome Read(out Frame frame)
    {
        frame = default;
        if (Counters.Frames == _options.Frames) return ReadOutcome.End;

        _ = _agenda.TryPeek(out int flow, out long priority);
        _vantage.Now = Math.Max(_vantage.Now + 1, priority >> FlowBits);
        Advance(flow);

        ReadOnlySpan<byte> octets = _vantage.Frame.Octets;
        if (_options.SnapLength != 0 && octets.Length > _options.SnapLength)
            octets = octets[.._options.SnapLength];
        frame = new Frame
        {
            Octets = octets,
            OriginalLength = (uint)_vantage.Frame.Octets.Length,
            Time = new Timestamp(Beginning + (_vantage.Now * 1000)),
            Link = LinkType.Ethernet,
            Id = new FrameId(0, Counters.Frames),
        };
        return ReadOutcome.Frame;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
    }

    void Advance(int flow)
    {
        ref Conversation conversation = ref _conversations[flow];
        if (conversation.HasNotBegun) Counters.CountFlow();
        long pause = conversation.Advance(_vantage);
        Counters.CountFrame(
            _vantage.Frame.Octets.Length, conversation.IsIpv6, _vantage.ShowedReset);
        if (pause == Conversation.Over)
        {
            Counters.CountEnd(conversation.Ending);
            conversation = Conversation.Begin(_options, _vantage);
            pause = _vantage.Random.Below(BetweenFlows);
        }

        _ = _agenda.DequeueEnqueue(flow, Priority(_vantage.Now + pause, flow));
    }

    static long Priority(long microseconds, int flow) => (microseconds << FlowBits) | (uint)flow;
}
