using System;
using System.Collections.Generic;
using System.Text;
using RstTrace.Core.Resets;
using RstTrace.Core.Wire;
using RstTrace.Host.Logs.Formats;

namespace RstTrace.Host.Logs;

/// <summary>One reading of one log against resets.</summary>
/// <param name="index">The resets.</param>
/// <param name="source">The log's name.</param>
/// <param name="zone">The zone of lines that do not say theirs.</param>
/// <param name="offset">How far the log is ahead of the capture.</param>
sealed class LogPass(ResetIndex index, string source, LogZone zone, ClockOffset offset)
{
    /// <summary>How far from a reset a line may be, in nanoseconds.</summary>
    public const long Window = 2_000_000_000;

    // Zones differ by at most 26 hours; a wrong clock may add to that.
    const long Farthest = 30L * 3_600 * 1_000_000_000;

    const int MostCharacters = 400, MostOfName = 64;

    // A port that a thousand clients use tells nothing.
    const int MostOfOneEnd = 64;

    readonly LogFormats _formats = new();
    readonly byte[] _scratch = new byte[LineReader.LongestLine];
    readonly LogAddress[] _found = new LogAddress[AddressScan.Most];
    readonly long _window = Window + offset.Spread;

    /// <summary>What fits.</summary>
    public LinePicks Picks { get; } = new(index);

    /// <summary>What tells how far the log is ahead.</summary>
    public List<ClockOffset.Difference> Differences { get; } = [];

    /// <summary>Lines taken.</summary>
    public long Lines { get; private set; }

    /// <summary>Of these, lines that begin with a time.</summary>
    public long Timed { get; private set; }

    /// <summary>The earliest time in it; null for none.</summary>
    public Timestamp? Earliest { get; private set; }

    /// <summary>The latest.</summary>
    public Timestamp? Latest { get; private set; }

    /// <summary>Takes a line.</summary>
    /// <param name="line">Borrowed for the call.</param>
    public void Take(ReadOnlySpan<byte> line)
    {
        Lines++;
        if (!_formats.TryRead(line, _scratch, out LogHead head)) return;

        Timed++;
        long written = zone.TimeOf(head.Time);
        Timestamp time = new(written - offset.Nanoseconds);
        if (Earliest is not { } earliest || time < earliest) Earliest = time;
        if (Latest is not { } latest || time > latest) Latest = time;
        if (written < index.First.Nanoseconds - Farthest
            || written > index.Last.Nanoseconds + Farthest)
        {
            return;
        }

        ReadOnlySpan<LogAddress> found = _found.AsSpan(0, AddressScan.Find(head.Text, _found));
        var read = new ReadLine(in head, time, source);
        foreach (LogAddress end in found)
            if (end.Port is not null) NoteDifferences(ref read, written, index.OfClient(end));

        long precision = head.Time.Precision;
        (long begin, long last) = (time.Nanoseconds - _window,
            time.Nanoseconds + precision + _window);
        if (!index.HasBetween(begin, last)) return;
        if (!MatchEnds(ref read, found, begin, last)) MatchService(ref read, found, begin, last);
    }

    void NoteDifferences(ref ReadLine line, long written, List<int> resets)
    {
        if (resets.Count is 0 or > MostOfOneEnd) return;

        PhraseMoment moment = line.Phrase?.Moment ?? PhraseMoment.Any;
        foreach (int reset in resets)
        {
            ResetEvent known = index[reset];
            long end = known.Time.Nanoseconds, begin = known.Flow.Start.Nanoseconds;
            if (Agrees(written, moment, begin, end))
            {
                Note(0, reset);
                continue;
            }

            if (moment != PhraseMoment.Begin) Note(written - end, reset);
            if (moment != PhraseMoment.End && begin != end) Note(written - begin, reset);
        }
    }

    // At the reset, as all lines that are shown; or when it says that it is.
    static bool Agrees(long written, PhraseMoment moment, long begin, long end)
    {
        bool isBefore = written < begin - Window, isAfter = written > end + Window;
        bool isAtBegin = !isBefore && written <= begin + Window;
        bool isAtEnd = !isAfter && written >= end - Window;
        return moment switch
        {
            PhraseMoment.Begin => isAtBegin || isAtEnd,
            PhraseMoment.End => isAtEnd,
            PhraseMoment.Any or _ => !isBefore && !isAfter,
        };
    }

    void Note(long difference, int reset)
    {
        if (Differences.Count < ClockOffset.MostDifferences)
            Differences.Add(new(difference, reset));
    }

    /// <summary>Matches by the ends that the line names.</summary>
    bool MatchEnds(ref ReadLine line, ReadOnlySpan<LogAddress> found, long begin, long last)
    {
        bool matches = false;
        foreach (LogAddress end in found)
        {
            if (end.Port is null) continue;
            matches |= Add(index.OfClient(end), ref line, LogFit.Endpoint, begin, last);
        }

        if (matches) return true;
        foreach (LogAddress end in found)
        {
            // With another port, it is another connection.
            if (end.Port is null && !HasPort(found, end.Address))
                matches |= Add(index.OfClient(end.Address), ref line, LogFit.Address, begin, last);
            if (end.Port is not null && IsOnlyPort(found, end))
                matches |= Add(index.OfServer(end), ref line, LogFit.Address, begin, last);
        }

        return matches;
    }

    void MatchService(ref ReadLine line, ReadOnlySpan<LogAddress> found, long begin, long last)
    {
        if (line.Phrase is not { Scope: not PhraseScope.Connection } phrase) return;

        bool isHost = phrase.Scope == PhraseScope.Host;
        if (!isHost && !found.IsEmpty) return; // of another connection
        ushort? port = phrase.NamesPort ? Phrase.PortIn(line.Text) : null;
        foreach (int reset in index.Between(begin, last))
        {
            FlowSummary flow = index[reset].Flow;
            bool fits = isHost
                ? !phrase.NamesPort || port == flow.Server.Port
                : ServiceNames.IsOf(
                    ServiceNames.Of(flow.Server.Port, flow.Protocol), line.Process, line.Text);
            if (fits) Picks.Add(reset, line.Of(index[reset], LogFit.Service));
        }
    }

    bool Add(List<int> resets, ref ReadLine line, LogFit fit, long begin, long last)
    {
        bool matches = false;
        foreach (int reset in resets)
        {
            long time = index[reset].Time.Nanoseconds;
            if (time < begin || time > last) continue;
            matches = true;
            Picks.Add(reset, line.Of(index[reset], fit));
        }

        return matches;
    }

    static bool HasPort(ReadOnlySpan<LogAddress> found, IpAddress address)
    {
        foreach (LogAddress end in found)
            if (end.Address == address && end.Port is not null) return true;

        return false;
    }

    static bool IsOnlyPort(ReadOnlySpan<LogAddress> found, LogAddress end)
    {
        foreach (LogAddress other in found)
            if (other.Port is not null && other != end) return false;

        return true;
    }

    /// <summary>A line as text, made only where it is asked for.</summary>
    ref struct ReadLine(in LogHead head, Timestamp time, string source)
    {
        readonly LogHead _head = head;
        string? _text, _process;
        Phrase? _phrase;
        bool _isLookedUp;

        public string Text => _text ??= Encoding.UTF8.GetString(_head.Text);

        public string? Process => _head.Process.IsEmpty
            ? null
            : _process ??= Clipped(Encoding.UTF8.GetString(_head.Process), MostOfName);

        public Phrase? Phrase
        {
            get
            {
                if (_isLookedUp) return _phrase;

                _isLookedUp = true;
                return _phrase = TerminationState.Find(Process, Text)
                    ?? PhraseTable.Find(Process, Text);
            }
        }

        public LogEvidence Of(ResetEvent reset, LogFit fit) => new()
        {
            Time = time,
            Since = time - reset.Time,
            Precision = new Duration(_head.Time.Precision),
            Source = source,
            Process = Process,
            ProcessId = _head.ProcessId,
            Text = Clipped(Text, MostCharacters),
            Fit = fit,
            Phrase = Phrase?.Id,
            Proves = Phrase?.Proves,
        };

        static string Clipped(string text, int most)
            => text.Length <= most ? text
                : text[..(char.IsHighSurrogate(text[most - 1]) ? most - 1 : most)] + "...";
    }
}
