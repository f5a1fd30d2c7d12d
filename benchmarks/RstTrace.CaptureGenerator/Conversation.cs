using System;
using RstTrace.Core.Flows;
using RstTrace.Core.Wire;

namespace RstTrace.CaptureGenerator;

/// <summary>One connection, played segment by segment as it passes the vantage.</summary>
/// <remarks>Requests and responses take turns. Each is sent in bursts that double, and a burst is
/// acknowledged two segments at a time before the next. A server's answer follows within
/// microseconds, a client's after the round trip.</remarks>
partial struct Conversation
{
    /// <summary>What <see cref="Advance"/> returns with the last segment.</summary>
    public const long Over = -1;

    const int BetweenSegments = 12;         // µs: a full frame at a gigabit a second
    const int FirstBurst = 10;              // segments (RFC 6928)
    const int LargestBurst = 40;            // segments, less than any window
    const int AnsweredAtOnce = 2;           // segments of a request that its response acknowledges
    const int Millisecond = 1_000;          // µs
    const int Second = 1_000_000;           // µs

    Peer _client;
    Peer _server;
    int _roundTrip;                         // µs, from the vantage to the client and back
    int _exchangesLeft;                     // requests with their responses, this one included
    int _messageOctets;
    int _octetsLeft;                        // of the message, not sent yet
    int _burst;                             // segments that may be under way
    int _underWay;                          // segments sent and not acknowledged
    ushort _segmentSize;                    // octets of payload at most
    Step _step;
    Ending _ending;
    Side _speaker;                          // whose message it is
    Side _closer;                           // who ends the connection
    bool _isIpv6;
    bool _hasTimestamps;

    enum Step : byte
    {
        Syn, SynAck, HandshakeAck, Send, Acknowledge, Fin, FinAck, PeerFin, LastAck,
        Refuse, Abort, AnswerWithReset,
    }

    /// <summary>Whether its first segment is still to come.</summary>
    public readonly bool HasNotBegun => _step == Step.Syn;

    /// <summary>How it ends.</summary>
    public readonly Ending Ending => _ending;

    /// <summary>Whether it runs over IPv6.</summary>
    public readonly bool IsIpv6 => _isIpv6;

    /// <summary>A connection that is about to begin.</summary>
    public static Conversation Begin(TrafficOptions options, Vantage vantage)
    {
        RandomNumbers random = vantage.Random;
        Hosts hosts = vantage.Hosts;
        int client = random.Below(Hosts.Clients), server = random.Below(Hosts.Servers);
        bool isIpv6 = random.Happens(options.Ipv6Share);
        bool hasTimestamps = hosts[Side.Client, client].Stack.HasTimestamps
            && hosts[Side.Server, server].Stack.HasTimestamps;
        int optionsLength = hasTimestamps ? EthernetFrame.TimestampsLength : 0;
        Ending ending = random.Happens(options.ResetShare)
            ? (Ending)random.Between((int)Ending.SynRefused, (int)Ending.IdleTimeout)
            : Ending.Fin;
        return new Conversation
        {
            _client = Peer.Begin(client, hosts.TakePort(client), random),
            _server = Peer.Begin(server, vantage.AnyServerPort(), random),
            _roundTrip = random.Between(4 * Millisecond, 60 * Millisecond),
            _exchangesLeft = random.Length(11),
            _segmentSize = (ushort)(EthernetFrame.MaximumSegmentSize(isIpv6) - optionsLength),
            _ending = ending,
            _closer = Closer(ending, random),
            _isIpv6 = isIpv6,
            _hasTimestamps = hasTimestamps,
        };
    }

    /// <summary>Plays the next segment, at the vantage's present time.</summary>
    /// <returns>Microseconds until the one after, or <see cref="Over"/>.</returns>
    public long Advance(Vantage vantage) => _step switch
    {
        Step.Syn => Syn(vantage),
        Step.SynAck => SynAck(vantage),
        Step.HandshakeAck => HandshakeAck(vantage),
        Step.Send => Send(vantage),
        Step.Acknowledge => Acknowledge(vantage),
        Step.Fin => Fin(vantage),
        Step.FinAck => FinAck(vantage),
        Step.PeerFin => PeerFin(vantage),
        Step.LastAck => LastAck(vantage),
        Step.Refuse => Refuse(vantage),
        Step.Abort => Abort(vantage),
        Step.AnswerWithReset => AnswerWithReset(vantage),
        _ => throw new InvalidOperationException($"No such step: {_step}"),
    };

    long Syn(Vantage vantage)
    {
        Show(Side.Client, ControlBits.Syn, vantage);
        _client.SendNext += 1;
        _server.ReceiveNext = _client.SendNext;
        bool refused = _ending == Ending.SynRefused;
        return Then(refused ? Step.Refuse : Step.SynAck, Side.Server, vantage);
    }

    long SynAck(Vantage vantage)
    {
        Show(Side.Server, ControlBits.Syn | ControlBits.Ack, vantage);
        _server.SendNext += 1;
        _client.ReceiveNext = _server.SendNext;
        return Then(Step.HandshakeAck, Side.Client, vantage);
    }

    long HandshakeAck(Vantage vantage)
    {
        Show(Side.Client, ControlBits.Ack, vantage);
        BeginMessage(Side.Client, vantage.Random);
        return vantage.Random.Between(50, 2 * Millisecond);
    }

    void BeginMessage(Side speaker, RandomNumbers random)
    {
        bool isLarge = random.Happens(speaker == Side.Client ? 0.02 : 0.5);
        _speaker = speaker;
        _messageOctets = random.Between(MessageHead.MaximumLength, 900)
            + (isLarge ? 700 * random.Length(9) : 0);
        _octetsLeft = _messageOctets;
        _burst = FirstBurst;
        _underWay = 0;
        _step = Step.Send;
    }

    long Send(Vantage vantage)
    {
        int octets = Math.Min(_segmentSize, _octetsLeft);
        bool isFirst = _octetsLeft == _messageOctets, isLast = _octetsLeft == octets;
        ControlBits control = isLast ? ControlBits.Push | ControlBits.Ack : ControlBits.Ack;
        Show(_speaker, control, vantage, octets, isFirst ? _messageOctets : 0);
        (_speaker == Side.Client ? ref _client : ref _server).SendNext += (uint)octets;
        _octetsLeft -= octets;
        _underWay++;
        return !isLast && _underWay < _burst ? BetweenSegments : BurstSent(isLast, vantage);
    }

    long BurstSent(bool isWhole, Vantage vantage)
    {
        Side listener = Other(_speaker);
        bool isLastResponse = _speaker == Side.Server && _exchangesLeft == 1;
        if (_ending == Ending.ClientAbort && isLastResponse)
            return AbortDuringBurst(vantage);
        if (_ending == Ending.WriteAfterClose && isLastResponse)
            return Then(Step.AnswerWithReset, Side.Client, vantage);
        if (_ending == Ending.StateLost && _exchangesLeft == 0)
            return Then(Step.AnswerWithReset, Side.Server, vantage);

        if (_speaker == Side.Server || !isWhole || _underWay > AnsweredAtOnce)
            return Then(Step.Acknowledge, listener, vantage);

        _server.ReceiveNext = _client.SendNext;
        return MessageDone(vantage);
    }

    // The client has some of the burst when it gives up, and will answer the rest one by one.
    long AbortDuringBurst(Vantage vantage)
    {
        int arrived = vantage.Random.Between(0, _underWay);
        int outstanding = _server.SendNext - _client.ReceiveNext;
        _client.ReceiveNext += (uint)Math.Min(arrived * _segmentSize, outstanding);
        _underWay -= arrived;
        return Then(Step.Abort, Side.Client, vantage);
    }

    long Acknowledge(Vantage vantage)
    {
        Side listener = Other(_speaker);
        ref Peer from = ref _speaker == Side.Client ? ref _client : ref _server;
        ref Peer to = ref _speaker == Side.Client ? ref _server : ref _client;
        int outstanding = from.SendNext - to.ReceiveNext;
        to.ReceiveNext += (uint)Math.Min(2 * _segmentSize, outstanding);
        Show(listener, ControlBits.Ack, vantage);
        if (to.ReceiveNext != from.SendNext) return 2 * BetweenSegments;
        if (_octetsLeft == 0) return MessageDone(vantage);

        _burst = Math.Min(2 * _burst, LargestBurst);
        _underWay = 0;
        return Then(Step.Send, _speaker, vantage);
    }

    long MessageDone(Vantage vantage)
    {
        RandomNumbers random = vantage.Random;
        if (_speaker == Side.Client)
        {
            if (_ending == Ending.WriteAfterClose && _exchangesLeft == 1)
                return Then(Step.Fin, Side.Client, vantage);
            BeginMessage(Side.Server, random);
            return random.Between(200, 20 * Millisecond);
        }

        if (--_exchangesLeft == 0) return LastExchangeDone(vantage);
        BeginMessage(Side.Client, random);
        return _roundTrip + (random.Length(8) * (long)Second) + random.Below(Second);
    }

    void Show(
        Side sender, ControlBits control, Vantage vantage, int octets = 0, int messageOctets = 0)
    {
        ref Peer from = ref sender == Side.Client ? ref _client : ref _server;
        ref Peer to = ref sender == Side.Client ? ref _server : ref _client;
        var intent = new Intent
        {
            Sender = sender,
            Control = control,
            Sequence = from.SendNext,
            Acknowledgment = (control & ControlBits.Ack) != 0 ? from.ReceiveNext : default,
            PayloadLength = octets,
            MessageOctets = messageOctets,
            IsIpv6 = _isIpv6,
            HasTimestamps = _hasTimestamps,
            IsOutsideConnection = _step is Step.Refuse or Step.AnswerWithReset,
        };
        vantage.Show(ref from, in to, in intent);
    }

    /// <returns>How long that side takes to answer.</returns>
    long Then(Step step, Side side, Vantage vantage)
    {
        _step = step;
        int thinks = vantage.Random.Between(30, 200);
        return side == Side.Client ? _roundTrip + thinks : thinks;
    }

    static Side Other(Side side) => side == Side.Client ? Side.Server : Side.Client;
}
