using System.Collections.Generic;
using System.IO;
using RstTrace.Core;
using RstTrace.Core.Incidents;
using RstTrace.Core.Resets;

namespace RstTrace.Reports;

/// <summary>The report for people: incidents, worst first, a screen long, with what to type
/// next.</summary>
/// <remarks>One capture gets its incidents in full as far as the screen goes; of several, each gets
/// a line an incident, and a total ends them. Memory is bounded however many resets there are: see
/// <see cref="IncidentTracker"/>. The same incidents give the same text.</remarks>
public sealed class TextReport : IReport
{
    readonly TextWriter _output;
    readonly TextStyle _style;
    readonly TextOptions _options;
    readonly Total _total = new();
    CaptureSummary? _open;
    CaptureSummary? _only; // the first capture, until it is known whether others follow

    /// <param name="output">Gets the text; stays the caller's.</param>
    /// <param name="style">What it can show.</param>
    /// <param name="options">How much to say.</param>
    public TextReport(TextWriter output, TextStyle style, TextOptions options)
    {
        _output = output;
        _style = style;
        _options = options;
    }

    /// <inheritdoc/>
    public void Open(IReadOnlyList<string> files)
    {
        if (_only is { } first)
        {
            _only = null;
            WriteOneOfSeveral(first);
        }

        _open = new CaptureSummary(files)
        {
            AreVantages = _options.AreVantages,
            IsFile = _options.Vantage is null ? _options.IsFile : static _ => false,
        };
    }

    /// <inheritdoc/>
    public void Take(ResetEvent reset)
    {
        if (_open is { } capture) capture.Resets++;
    }

    /// <inheritdoc/>
    public void Take(Incident incident) => _open?.Incidents.Add(incident);

    /// <inheritdoc/>
    public void Close(TraceCounters counters, IReadOnlyList<string> damage)
    {
        if (_open is not { } capture) return;

        _open = null;
        capture.Close(counters, damage);
        _total.Add(capture);
        if (_total.Captures == 1) _only = capture;
        else WriteOneOfSeveral(capture);
    }

    /// <inheritdoc/>
    public void Finish()
    {
        var page = new Page(_style);
        if (_only is { } only)
        {
            new FullText(page, only, _options).Write();
            _only = null;
        }
        else if (_total.Captures > 1)
        {
            _total.Write(page);
        }

        _output.Write(page);
        _output.Flush();
    }

    void WriteOneOfSeveral(CaptureSummary capture)
    {
        var page = new Page(_style);
        if (_options.All)
        {
            new FullText(page, capture, _options).Write();
            page.End();
        }
        else
        {
            BriefText.Write(page, capture);
        }

        _output.Write(page);
        _output.Flush();
    }
}
