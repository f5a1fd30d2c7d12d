using System;
using System.Collections.Generic;
using System.Runtime.CompilerServices;
using RstTrace.Core;
using RstTrace.Core.Incidents;
using RstTrace.Core.Resets;

namespace RstTrace.Reports.Redaction;

/// <summary>Redacts what goes to a report, whichever it is.</summary>
/// <param name="report">Gets all of it, redacted.</param>
public sealed class RedactedReport(IReport report) : IReport
{
    readonly Redactor _redactor = new();
    readonly ConditionalWeakTable<ResetEvent, ResetEvent> _originals = [];
    IReadOnlyList<string> _files = [];

    /// <inheritdoc/>
    public void Open(IReadOnlyList<string> files)
    {
        _files = files;
        string[] names = new string[files.Count];
        for (int i = 0; i < names.Length; i++) names[i] = Redactor.File(files[i]);
        report.Open(names);
    }

    /// <inheritdoc/>
    public void Take(ResetEvent reset) => report.Take(Redacted(reset));

    /// <inheritdoc/>
    public void Take(Incident incident)
    {
        Incident redacted = _redactor.Redact(incident);
        _originals.Add(redacted.Example, incident.Example);
        report.Take(redacted);
    }

    /// <inheritdoc/>
    public void Close(TraceCounters counters, IReadOnlyList<string> damage)
    {
        var told = new List<string>();
        foreach (string line in damage) told.Add(WithoutFolders(line));
        if (_redactor.IsFull)
            told.Add("More is redacted than is told apart: what shares a name may be different.");
        report.Close(counters, told);
    }

    /// <inheritdoc/>
    public void Finish() => report.Finish();

    /// <summary>The reset that a redacted one was made of.</summary>
    public ResetEvent OriginalOf(ResetEvent redacted)
        => _originals.TryGetValue(redacted, out ResetEvent? original)
            ? original
            : throw new ArgumentException("It was not made here.", nameof(redacted));

    ResetEvent Redacted(ResetEvent reset)
    {
        ResetEvent redacted = _redactor.Redact(reset);
        _originals.Add(redacted, reset);
        return redacted;
    }

    string WithoutFolders(string line)
    {
        foreach (string file in _files)
            line = line.Replace(file, Redactor.File(file), StringComparison.Ordinal);

        return line;
    }
}
