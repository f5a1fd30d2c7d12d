using System;
using System.Collections.Generic;
using RstTrace.Core.Wire;

namespace RstTrace.Core.Tests.Invariants;

/// <summary>Segments that no stack would send, on few four-tuples, so that they meet: every
/// control bit, numbers close to each other and to the wrap, clocks that run back.</summary>
sealed class RandomTraffic(int seed)
{
    const uint Near = 300;

    readonly Random _random = new(seed);
    Timestamp _now = new(1_700_000_000_000_000_000);

    /// <summary>Four-tuples at most.</summary>
    public int Tuples { get; init; } = 12;

    /// <summary>Encapsulations at most.</summary>
    public int Encapsulations { get; init; } = 1;

    /// <summary>One in so many is a reset.</summary>
    public int ResetEvery { get; init; } = 4;

    /// <summary>The longest pause between two segments, in milliseconds.</summary>
    public int LongestPause { get; init; } = 400;

    /// <summary>One in so many goes back in time; 0 for none.</summary>
    public int BackEvery { get; init; }

    /// <summary>So many segments.</summary>
    public IEnumerable<Segment> Segments(int count)
    {
        for (int number = 1; number <= count; number++) yield return Next(number);
    }

    Segment Next(int number)
    {
        _now += new Duration(_random.NextInt64(LongestPause * 1_000_000L));
        if (BackEvery > 0 && _random.Next(BackEvery) == 0)
            _now += new Duration(-_random.NextInt64(LongestPause * 4_000_000L));

        int tuple = _random.Next(Tuples);
        bool fromClient = _random.Next(2) == 0;
        var low = IpAddress.FromIpv4(0x0A00_0001 + (uint)(tuple / 8));
        var high = IpAddress.FromIpv4(0x0A01_0001);
        ushort ephemeral = (ushort)(40_000 + tuple);
        return new Segment
        {
            Time = _now,
            Frame = new FrameId(0, number),
            SourceAddress = fromClient ? low : high,
            DestinationAddress = fromClient ? high : low,
            SourcePort = fromClient ? ephemeral : (ushort)443,
            DestinationPort = fromClient ? (ushort)443 : ephemeral,
            Encapsulation = (ulong)_random.Next(Encapsulations),
            Sequence = Number(),
            Acknowledgment = Number(),
            Control = Control(),
            PayloadLength = _random.Next(3) == 0 ? _random.Next(3) * 50 : 0,
            Window = (ushort)(_random.Next(4) == 0 ? 0 : _random.Next(1_000)),
            HopLimit = (byte)(60 + _random.Next(3)),
            Identification = (ushort)_random.Next(5),
            WindowShift = Segment.NoWindowShift,
            MptcpReset = Segment.NoMptcpReset,
            Traits = SegmentTraits.NoOptions,
        };
    }

    SequenceNumber Number()
        => new(_random.Next(20) == 0 ? 0 : unchecked((uint)_random.Next((int)Near) - (Near / 2)));

    ControlBits Control()
    {
        if (_random.Next(ResetEvery) == 0)
        {
            return _random.Next(8) switch
            {
                0 => ControlBits.Reset | ControlBits.Syn,
                1 => ControlBits.Reset | ControlBits.Fin | ControlBits.Ack,
                2 or 3 or 4 => ControlBits.Reset | ControlBits.Ack,
                _ => ControlBits.Reset,
            };
        }

        return _random.Next(10) switch
        {
            0 => ControlBits.Syn,
            1 => ControlBits.Syn | ControlBits.Ack,
            2 => ControlBits.Fin | ControlBits.Ack,
            3 => ControlBits.None,
            _ => ControlBits.Ack,
        };
    }
}
