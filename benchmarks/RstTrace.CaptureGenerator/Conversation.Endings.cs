using System;
using RstTrace.Core.Flows;
using RstTrace.Core.Wire;

namespace RstTrace.CaptureGenerator;

// How connections end: each method plays one step.
partial struct Conversation
{
    long LastExchangeDone(Vantage vantage)
    {
        RandomNumbers random = vantage.Random;
        _underWay = 0;
        switch (_ending)
        {
            case Ending.ServerAbort:
                return Then(Step.Abort, Side.Server, vantage);
            case Ending.IdleTimeout:
                _step = Step.Abort;
                return (60L * Second) + random.Below(Millisecond);
            case Ending.StateLost:
                BeginMessage(Side.Client, random);
                return random.Between(35 * Second, 90 * Second);
            default:
                _step = Step.Fin;
                return random.Between(100, 500 * Millisecond);
        }
    }

    long Fin(Vantage vantage)
    {
        ShowFin(_closer, vantage);
        bool answersWithFin = _ending == Ending.Fin && vantage.Random.Happens(0.6);
        return Then(answersWithFin ? Step.PeerFin : Step.FinAck, Other(_closer), vantage);
    }

    long FinAck(Vantage vantage)
    {
        Show(Other(_closer), ControlBits.Ack, vantage);
        if (_ending != Ending.WriteAfterClose) return Then(Step.PeerFin, Other(_closer), vantage);

        BeginMessage(Side.Server, vantage.Random);
        return vantage.Random.Between(200, 20 * Millisecond);
    }

    long PeerFin(Vantage vantage)
    {
        ShowFin(Other(_closer), vantage);
        return Then(Step.LastAck, _closer, vantage);
    }

    long LastAck(Vantage vantage)
    {
        Show(_closer, ControlBits.Ack, vantage);
        return Over;
    }

    // RFC 9293 §3.10.7.1: the SYN had no ACK, so SEG.SEQ is 0.
    long Refuse(Vantage vantage)
    {
        _server.SendNext = default;
        Show(Side.Server, ControlBits.Reset | ControlBits.Ack, vantage);
        return Over;
    }

    // At SND.NXT; what the other end had under way finds no connection any more.
    long Abort(Vantage vantage)
    {
        Show(_closer, ControlBits.Reset | ControlBits.Ack, vantage);
        if (_underWay == 0) return Over;
        _step = Step.AnswerWithReset;
        return 2 * BetweenSegments;
    }

    // RFC 9293 §3.5.2: SEG.SEQ is the SEG.ACK of the segment that it answers.
    long AnswerWithReset(Vantage vantage)
    {
        ref Peer answerer = ref _closer == Side.Client ? ref _client : ref _server;
        answerer.SendNext = (_closer == Side.Client ? ref _server : ref _client).ReceiveNext;
        Show(_closer, ControlBits.Reset, vantage);
        return --_underWay > 0 ? BetweenSegments : Over;
    }

    void ShowFin(Side sender, Vantage vantage)
    {
        Show(sender, ControlBits.Fin | ControlBits.Ack, vantage);
        ref Peer from = ref sender == Side.Client ? ref _client : ref _server;
        from.SendNext += 1;
        (sender == Side.Client ? ref _server : ref _client).ReceiveNext = from.SendNext;
    }

    static Side Closer(Ending ending, RandomNumbers random) => ending switch
    {
        Ending.ClientAbort or Ending.WriteAfterClose => Side.Client,
        Ending.Fin => random.Happens(0.6) ? Side.Client : Side.Server,
        Ending.SynRefused or Ending.ServerAbort or Ending.StateLost or Ending.IdleTimeout
            => Side.Server,
        _ => throw new ArgumentOutOfRangeException(nameof(ending)),
    };
}
