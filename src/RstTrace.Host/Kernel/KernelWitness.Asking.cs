using RstTrace.Core.Kernel;
using RstTrace.Core.Wire;

namespace RstTrace.Host.Kernel;

// What is answered.
public sealed partial class KernelWitness
{
    const long Millisecond = 1_000_000;

    // A reset is made, then it waits in the queue of a device, then it is captured. Clocks of
    // several processors differ by little.
    const long InQueue = 1000 * Millisecond, Ahead = 50 * Millisecond;

    // A listening socket names no peer, so time alone tells; it answers at once.
    const long Answering = 20 * Millisecond, Apart = 5 * Millisecond;

    // What is taken is taken when it comes, or when its turn comes.
    const long InBacklog = 500 * Millisecond;

    // Around a moment, counters and events are not read in one instant.
    const long Margin = 20 * Millisecond;

    // How long a loss of events makes silence mean nothing.
    const long AfterGap = 10_000 * Millisecond;

    /// <inheritdoc/>
    public KernelWord? Ask(in KernelQuestion question)
    {
        var source = new SocketEnd(question.Source.Address, question.Source.Port);
        var destination = new SocketEnd(question.Destination.Address, question.Destination.Port);
        lock (_gate)
        {
            // What was read after the reset may still lie in the buffer.
            if (_drained < _clock.Trace(Last(question).Nanoseconds) + Ahead) Drain();

            long time = _clock.Trace(question.Times[0].Nanoseconds);
            if (FindSent(source, destination, ref time, out KernelMatch match) is { } sent)
            {
                ClaimRepeats(in question, source, destination);
                Count(source, match);
                return Word(in question, sent, match, time);
            }

            if (IsDenied(in question, source, time))
                return Denial(in question, time);
            return Silence(in question, source, destination, time);
        }
    }

    static Timestamp Last(in KernelQuestion question)
        => question.Times[question.Times.Count - 1];

    // The wall clock may have been set since.
    EventRing.Entry? FindSent(
        SocketEnd source, SocketEnd destination, ref long time, out KernelMatch match)
    {
        long wall = time + _clock.Wall;
        match = KernelMatch.Tuple;
        for (int choice = 0; choice < _clock.Count; choice++)
        {
            time = _clock.Trace(wall, choice);
            match = KernelMatch.Tuple;
            if (_sent.Claim(source, destination, time, Ahead, Ahead) is { } same) return same;

            match = KernelMatch.Listener;
            if (ClaimListener(source, time) is { } listening) return listening;

            match = KernelMatch.Translated;
            bool isOurs = _isLocal(source.Address);
            if (isOurs && _sent.ClaimTo(destination, time, Answering, Apart) is { } translated)
                return translated;

            match = KernelMatch.Tuple;
            if (_sent.Claim(source, destination, time, InQueue, Ahead) is { } late) return late;
        }

        time = _clock.Trace(wall);
        return null;
    }

    EventRing.Entry? ClaimListener(SocketEnd source, long time)
        => _sent.Claim(new SocketEnd(default, source.Port), default, time, Answering, Apart)
            ?? _sent.Claim(source, default, time, Answering, Apart);

    void ClaimRepeats(in KernelQuestion question, SocketEnd source, SocketEnd destination)
    {
        for (int i = 1; i < question.Times.Count; i++)
        {
            long time = _clock.Trace(question.Times[i].Nanoseconds);
            bool found = _sent.Claim(source, destination, time, Ahead, Ahead) is not null
                || ClaimListener(source, time) is not null
                || _sent.Claim(source, destination, time, InQueue, Ahead) is not null;
            if (found) Count(source, KernelMatch.Tuple);
        }
    }

    void Count(SocketEnd source, KernelMatch match)
    {
        if (match != KernelMatch.Translated && _isLocal(source.Address)) _explained++;
        else _elsewhere++;
    }

    KernelWord Word(
        in KernelQuestion question, EventRing.Entry sent, KernelMatch match, long time)
    {
        KernelEvent told = sent.Event;
        SocketEnd here = match == KernelMatch.Translated
            ? told.Here
            : new SocketEnd(question.Source.Address, question.Source.Port);
        var there = new SocketEnd(question.Destination.Address, question.Destination.Port);
        var word = new KernelWord
        {
            Answer = KernelAnswer.Sent,
            Reason = told.Reason,
            State = SocketState.NameOf(told.State),
            Match = match,
            IsOfProcess = IsByProcess(in told),
            Owner = sent.Owner ?? OwnerOf(here, there),
            Accepted = Took(there, here, time),
        };

        // Another namespace has other counters.
        return match != KernelMatch.Translated && _isLocal(here.Address)
            ? Counted(time, word)
            : word;
    }

    KernelWord Denial(in KernelQuestion question, long time)
    {
        var here = new SocketEnd(question.Source.Address, question.Source.Port);
        var there = new SocketEnd(question.Destination.Address, question.Destination.Port);
        return Counted(time, new KernelWord
        {
            Answer = KernelAnswer.Denied,
            Owner = OwnerOf(here, there),
            Accepted = Took(there, here, time),
        });
    }

    // Somebody else's reset, or one that is not ours to deny: what is known is who took it.
    KernelWord? Silence(
        in KernelQuestion question, SocketEnd source, SocketEnd destination, long time)
    {
        bool? took = Took(destination, source, time);
        SocketOwner? owner = OwnerOf(destination, source);
        if (took is null && owner is null) return null;

        // That it was not taken is sure only of a socket that is known to be ours.
        bool isSure = question.WasOpen && owner?.Tie == OwnerTie.Connector && IsSilenceTrue(time);
        return Counted(time, new KernelWord
        {
            Answer = KernelAnswer.None,
            Owner = owner,
            Accepted = took ?? (isSure ? false : null),
        });
    }

    KernelWord Counted(long time, KernelWord word)
        => _counters?.Around(time, Margin) is { } span
            ? word with
            {
                HasCounters = true,
                Counters = CounterHistory.Telling(span),
                Aborts = _sent.CountAborts(span.From, span.To),
            }
            : word;

    bool? Took(SocketEnd here, SocketEnd there, long time)
        => _received.Claim(here, there, time, Ahead, InBacklog) is null ? null : true;

    // Listeners of other namespaces are not known.
    SocketOwner? OwnerOf(SocketEnd here, SocketEnd there)
        => _isLocal(here.Address) ? _sockets.Find(new SocketEnds(here, there)) : null;

    // It left this host, in its name, as this host's packets do (a forwarded one has lost a hop),
    // and the kernel, which tells of all that it sends, told of none.
    bool IsDenied(in KernelQuestion question, SocketEnd source, long time)
        => _isLocal(source.Address) && question.HopLimit is 64 or 128 or 255
            && IsSilenceTrue(time) && IsNoneUncounted(time);

    bool IsSilenceTrue(long time)
        => Trouble is null && time - _begin > Margin && time <= _drained
            && (_lastGap == long.MinValue || time - _lastGap > AfterGap)
            && IsOn(_enabled) && IsOn(_running);

    // Where the counter has moved by more than the kernel told of, it sent what it did not tell of.
    bool IsNoneUncounted(long time)
    {
        if (_counters?.Around(time, Margin) is not { } span) return false;
        long? sent = span.After.Since(span.Before, "TcpOutRsts");
        long told = _reader.KnowsReasons
            ? _sent.CountBetween(span.From - Margin, span.To + Margin)
            : 0;
        return sent is { } count && count <= told;
    }

    static bool IsOn(KernelFile? file) => file is not null && file.Read() is [(byte)'1', ..];
}
