using System;
using System.Collections.Generic;
using System.IO;
using RstTrace.Core;
using RstTrace.Core.Incidents;
using RstTrace.Core.Resets;

namespace RstTrace.Reports.Html;

/// <summary>The report to attach to a ticket: one HTML file with incidents worst first, charts, and
/// ladders of the top resets.</summary>
/// <remarks>It holds everything in itself, asks the network for nothing and runs no script; what
/// came off the wire is inert in it. Memory and page are bounded however many resets there are, and
/// the page says what was left out. The same captures give the same page.</remarks>
public sealed class HtmlReport : ILadderReport
{
    // As many as are ever shown, and room before the rest is counted.
    const int MostIncidents = 1_000;
    const int MostCaptures = 1_000;

    readonly TextWriter _output;
    readonly Predicate<string> _isFile;
    readonly bool _all;
    readonly Findings _found = new();
    readonly Dictionary<ResetEvent, Ladder> _ladders =
        new(ReferenceEqualityComparer.Instance);
    CaptureSummary? _open;

    /// <param name="output">Gets the page; stays the caller's.</param>
    /// <param name="isFile">Whether a capture can be opened again by its name.</param>
    /// <param name="all">Whether to list each reset, and more incidents in full.</param>
    public HtmlReport(TextWriter output, Predicate<string> isFile, bool all)
    {
        _output = output;
        _isFile = isFile;
        _all = all;
    }

    /// <inheritdoc/>
    public void Open(IReadOnlyList<string> files)
        => _open = new CaptureSummary(files) { IsFile = _isFile };

    /// <inheritdoc/>
    public void Take(ResetEvent reset)
    {
        if (_open is not { } capture) return;

        capture.Resets++;
        _found.Census.Add(reset);
    }

    /// <inheritdoc/>
    public void Take(Incident incident) => _open?.Incidents.Add(incident);

    /// <inheritdoc/>
    public void Close(TraceCounters counters, IReadOnlyList<string> damage)
    {
        if (_open is not { } capture) return;

        _open = null;
        capture.Close(counters, damage);
        _found.Total.Add(capture);
        int place = _found.Total.Captures - 1;
        if (place < MostCaptures) _found.Captures.Add(capture);
        foreach (Incident incident in capture.Incidents)
            _found.Incidents.Add(new Found(incident, capture, place));

        // Of a capture, its worst is told again; the rest has gone where all are.
        if (capture.Incidents.Count > 1)
            capture.Incidents.RemoveRange(1, capture.Incidents.Count - 1);
        if (_found.Incidents.Count > 2 * MostIncidents) _found.Keep(MostIncidents);
    }

    /// <inheritdoc/>
    public IReadOnlyList<ResetEvent> LaddersWanted(int capture)
    {
        _found.Keep(MostIncidents);
        var wanted = new List<ResetEvent>();
        for (int i = 0; i < _found.Incidents.Count && i < HtmlPage.MostLadders; i++)
        {
            Found found = _found.Incidents[i];
            if (found.Place == capture) wanted.Add(found.Incident.Example);
        }

        return wanted;
    }

    /// <inheritdoc/>
    public void Take(ResetEvent reset, Ladder ladder)
    {
        if (ladder.HoldsReset) _ladders[reset] = ladder;
    }

    /// <inheritdoc/>
    public void Finish()
    {
        _found.Keep(MostIncidents);
        _output.Write(new HtmlPage(_found, _ladders, _all).Write());
        _output.Flush();
    }
}

/// <summary>An incident with its capture.</summary>
/// <param name="Incident">The incident.</param>
/// <param name="Capture">Its capture.</param>
/// <param name="Place">The capture's place in the order of reading, from 0.</param>
readonly record struct Found(Incident Incident, CaptureSummary Capture, int Place);

/// <summary>What a run found.</summary>
sealed class Findings
{
    /// <summary>Counts of all resets.</summary>
    public Census Census { get; } = new();

    /// <summary>Sums of all captures.</summary>
    public Total Total { get; } = new();

    /// <summary>The captures, as many as are kept.</summary>
    public List<CaptureSummary> Captures { get; } = [];

    /// <summary>The incidents of all captures, as many as are kept: after
    /// <see cref="Keep"/>, worst first.</summary>
    public List<Found> Incidents { get; } = [];

    /// <summary>Incidents that are not kept.</summary>
    public long IncidentsLeftOut { get; private set; }

    /// <summary>Resets in these.</summary>
    public long ResetsLeftOut { get; private set; }

    /// <summary>Puts the worst first and counts those after so many.</summary>
    public void Keep(int most)
    {
        Incidents.Sort(static (left, right) =>
        {
            int order = Incident.WorstFirst(left.Incident, right.Incident);
            return order != 0 ? order : left.Place.CompareTo(right.Place);
        });
        if (Incidents.Count <= most) return;

        for (int i = most; i < Incidents.Count; i++)
        {
            IncidentsLeftOut++;
            ResetsLeftOut += Incidents[i].Incident.Count;
        }

        Incidents.RemoveRange(most, Incidents.Count - most);
    }
}
