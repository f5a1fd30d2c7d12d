using System;
using System.Collections.Generic;
using System.Threading;
using RstTrace.Core.Wire;

namespace RstTrace.Host.Probes;

/// <summary>Keeps the first answers to our SYNs, as frames show them.</summary>
/// <remarks>Frames come from one thread; answers are asked for from any. It keeps some thousand
/// and no more.</remarks>
public sealed class FrameWitness
{
    const int MostAnswers = 4096, Patience = 500; // milliseconds for a frame to come

    readonly object _gate = new();
    readonly Dictionary<(IpAddress, ushort, ushort), AnswerHeader> _answers = [];
    bool _isOver;

    /// <summary>Takes a frame.</summary>
    /// <param name="frame">Borrowed for the call.</param>
    public void Take(in Frame frame)
    {
        if (SegmentDecoder.Decode(in frame, out Segment segment) != DecodeOutcome.Decoded) return;

        bool isAnswer = segment.IsReset || (segment.IsSyn && segment.HasAcknowledgment);
        if (!isAnswer) return;

        lock (_gate)
        {
            if (_answers.Count >= MostAnswers) return;

            _answers.TryAdd(
                (segment.SourceAddress, segment.SourcePort, segment.DestinationPort),
                new AnswerHeader(
                    segment.IsReset, segment.HopLimit, segment.TrafficClass,
                    segment.Identification, segment.Window));
            Monitor.PulseAll(_gate);
        }
    }

    /// <summary>No more frames come.</summary>
    public void End()
    {
        lock (_gate)
        {
            _isOver = true;
            Monitor.PulseAll(_gate);
        }
    }

    /// <summary>The first answer to a SYN of ours, waited for shortly; null where none was
    /// captured.</summary>
    /// <param name="host">Who answered.</param>
    /// <param name="port">Its port.</param>
    /// <param name="localPort">Ours.</param>
    internal AnswerHeader? AnswerOf(HostAddress host, ushort port, ushort localPort)
    {
        long until = Environment.TickCount64 + Patience;
        lock (_gate)
        {
            while (true)
            {
                if (_answers.TryGetValue((host.Address, port, localPort), out AnswerHeader? seen))
                    return seen;

                long left = until - Environment.TickCount64;
                if (_isOver || left <= 0 || !Monitor.Wait(_gate, (int)left)) return null;
            }
        }
    }
}

/// <summary>What the header of an answer shows.</summary>
/// <param name="IsReset">Whether it is a reset; else a SYN/ACK.</param>
/// <param name="HopLimit">TTL or hop limit.</param>
/// <param name="TrafficClass">TOS or traffic class.</param>
/// <param name="Identification">IPv4 identification.</param>
/// <param name="Window">SEG.WND.</param>
sealed record AnswerHeader(
    bool IsReset, byte HopLimit, byte TrafficClass, ushort Identification, ushort Window);
