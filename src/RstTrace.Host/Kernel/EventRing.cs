using System;
using System.Collections.Generic;
using RstTrace.Core.Kernel;

namespace RstTrace.Host.Kernel;

/// <summary>The latest resets that the kernel told of, found by their ends and by time. Each is
/// given away once.</summary>
/// <remarks>The oldest make room, and are counted if nobody had asked for them.</remarks>
/// <param name="capacity">A power of two.</param>
sealed class EventRing(int capacity)
{
    readonly Entry[] _ring = new Entry[capacity];
    readonly Dictionary<SocketEnds, long> _latest = [];
    long _next = 1; // 0 is none

    /// <summary>All that came.</summary>
    public long Count => _next - 1;

    /// <summary>Those that were given away.</summary>
    public long Claimed { get; private set; }

    /// <summary>Takes one in.</summary>
    /// <param name="read">The event.</param>
    /// <param name="owner">Who did it, if a process did.</param>
    public void Add(in KernelEvent read, SocketOwner? owner)
    {
        long number = _next++;
        ref Entry entry = ref At(number);
        if (entry.Number != 0 && _latest.GetValueOrDefault(entry.Ends) == entry.Number)
            _latest.Remove(entry.Ends);

        SocketEnds ends = KeyOf(read.Here, read.There);
        entry = new Entry
        {
            Number = number,
            Ends = ends,
            Event = read,
            Owner = owner,
            Previous = _latest.GetValueOrDefault(ends),
        };
        _latest[ends] = number;
    }

    /// <summary>Gives away the nearest in time of those between two ends.</summary>
    /// <param name="here">The end that sent it, or whose kernel told of it.</param>
    /// <param name="there">The other; nothing for what a listening socket sent.</param>
    /// <param name="time">When the reset was captured, by the trace's clock.</param>
    /// <param name="early">How long before that the kernel may have told of it.</param>
    /// <param name="late">How long after.</param>
    public Entry? Claim(SocketEnd here, SocketEnd there, long time, long early, long late)
    {
        long best = 0, distance = long.MaxValue;
        long number = _latest.GetValueOrDefault(KeyOf(here, there));
        while (number > 0 && At(number).Number == number)
        {
            ref Entry entry = ref At(number);
            long after = entry.Event.Time - time;
            bool fits = !entry.IsClaimed && after >= -early && after <= late;
            if (fits && Math.Abs(after) < distance) (best, distance) = (number, Math.Abs(after));
            number = entry.Previous;
        }

        return best == 0 ? null : Give(best);
    }

    /// <summary>Gives away the nearest in time of those to an end, whoever sent it.</summary>
    public Entry? ClaimTo(SocketEnd there, long time, long early, long late)
    {
        long best = 0, distance = long.MaxValue;
        for (long number = _next - 1; number > 0 && At(number).Number == number; number--)
        {
            ref Entry entry = ref At(number);
            long after = entry.Event.Time - time;

            // Those of other processors come up to a reading late.
            if (after < -early - 1_000_000_000) break;
            bool fits = !entry.IsClaimed && entry.Ends.There == there
                && after >= -early && after <= late;
            if (fits && Math.Abs(after) < distance) (best, distance) = (number, Math.Abs(after));
        }

        return best == 0 ? null : Give(best);
    }

    /// <summary>How many came in a time.</summary>
    public long CountBetween(long from, long to) => CountBetween(from, to, static _ => true);

    /// <summary>How many of them were aborts without unread data.</summary>
    public long CountAborts(long from, long to)
        => CountBetween(
            from, to, static told => told.Reason is "TCP_STATE" or "TCP_ABORT_ON_DATA");

    long CountBetween(long from, long to, Predicate<KernelEvent> counts)
    {
        long count = 0;
        for (long number = _next - 1; number > 0 && At(number).Number == number; number--)
        {
            long time = At(number).Event.Time;
            if (time < from - 1_000_000_000) break;
            if (time >= from && time <= to && counts(At(number).Event)) count++;
        }

        return count;
    }

    Entry Give(long number)
    {
        ref Entry entry = ref At(number);
        entry.IsClaimed = true;
        Claimed++;
        return entry;
    }

    // A listening socket has no peer, and may have no address.
    static SocketEnds KeyOf(SocketEnd here, SocketEnd there)
        => there.Port != 0 ? new SocketEnds(here, there)
            : new SocketEnds(here.IsAny ? new SocketEnd(default, here.Port) : here, default);

    ref Entry At(long number) => ref _ring[number & (_ring.Length - 1)];

    /// <summary>A reset that the kernel told of.</summary>
    public struct Entry
    {
        public long Number, Previous;
        public SocketEnds Ends;
        public KernelEvent Event;
        public SocketOwner? Owner;
        public bool IsClaimed;
    }
}
