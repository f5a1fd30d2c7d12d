using System;
using System.Collections.Generic;
using RstTrace.Core.Wire;
using RstTrace.Host.Logs.Formats;

namespace RstTrace.Host.Logs.Following;

/// <summary>The latest lines of one log, and how far its clock is off by the time at which they
/// come.</summary>
/// <param name="zone">The zone of lines that do not say theirs.</param>
sealed class LineRing(TimeZoneInfo zone)
{
    const int MostLines = 20_000, MostOctets = 8 << 20, MostDelays = 32;
    const long Second = 1_000_000_000, Quarter = 15 * 60 * Second;

    // Lines come late where a program gathers them first, and never early.
    const long Early = -3 * Second;

    static readonly Duration s_kept = Duration.FromSeconds(60);

    readonly Queue<(Timestamp Arrived, byte[] Line)> _lines = [];
    readonly Queue<long> _delays = [];
    readonly LogFormats _formats = new();
    readonly byte[] _scratch = new byte[LineReader.LongestLine];
    long _octets;

    /// <summary>How far the log is ahead of this host's clock.</summary>
    public ClockOffset Offset { get; private set; }

    /// <summary>Keeps a line.</summary>
    /// <param name="line">Borrowed for the call.</param>
    /// <param name="now">When it came.</param>
    public void Add(ReadOnlySpan<byte> line, Timestamp now)
    {
        if (!_formats.TryRead(line, _scratch, out LogHead head)) return;

        NoteDelay(now.Nanoseconds - new LogZone(zone, now).TimeOf(head.Time));
        _lines.Enqueue((now, line.ToArray()));
        _octets += line.Length;
        while (_lines.Count > MostLines || _octets > MostOctets
            || (_lines.TryPeek(out (Timestamp Arrived, byte[]) oldest)
                && now - oldest.Arrived > s_kept))
        {
            _octets -= _lines.Dequeue().Line.Length;
        }
    }

    /// <summary>The lines that fit resets.</summary>
    public LinePicks Search(ResetIndex index, string name)
    {
        var pass = new LogPass(index, name, new LogZone(zone, index.First), Offset);
        foreach ((Timestamp _, byte[] line) in _lines) pass.Take(line);
        return pass.Picks;
    }

    void NoteDelay(long delay)
    {
        _delays.Enqueue(delay);
        if (_delays.Count > MostDelays) _delays.Dequeue();

        long least = long.MaxValue;
        foreach (long one in _delays) least = Math.Min(least, one);
        long quarters = (long)Math.Round(least / (double)Quarter) * Quarter;
        long rest = least - quarters < Early ? least - quarters : 0;
        Offset = quarters == 0 && rest == 0
            ? default
            : new ClockOffset(-(quarters + rest), 1, Second);
    }
}
