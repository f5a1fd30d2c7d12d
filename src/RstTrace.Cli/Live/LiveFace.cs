using System;
using System.IO;
using RstTrace.Reports;
using RstTrace.Reports.Live;

namespace RstTrace.Cli.Live;

/// <summary>How a live capture is shown: what is seen while it runs, and the report at the
/// end.</summary>
sealed class LiveFace : IDisposable
{
    readonly Stream _output;
    readonly TextWriter _text;
    readonly NdjsonReport? _report;

    /// <summary>A face in the format that was asked for.</summary>
    /// <param name="format">The format.</param>
    /// <param name="terminal">What the terminal can do.</param>
    /// <param name="output">Gets everything; owned.</param>
    /// <param name="board">What there is to see.</param>
    /// <param name="vantage">Where it is seen from.</param>
    /// <param name="warn">Says on standard error that not all can be shown.</param>
    /// <param name="broken">Called when nobody reads any more.</param>
    public LiveFace(
        LiveFormat format,
        Terminal terminal,
        Stream output,
        LiveBoard board,
        Vantage vantage,
        Action<string> warn,
        Action broken)
    {
        _output = output;
        _text = StandardStream.WriterTo(output);
        TextStyle style = terminal.Style(null);
        if (format == LiveFormat.Ndjson)
        {
            var ndjson = new NdjsonReport(output, vantage);
            ndjson.Open(["-"]);
            _report = ndjson;
            Last = ndjson;
            Shown = new VerdictWriter(ndjson.Take, static () => { }, warn, broken);
            return;
        }

        Last = new TextReport(_text, style, new TextOptions { Vantage = vantage });
        Last.Open([vantage.Interface]);
        LastTakesAll = true;
        Shown = format == LiveFormat.Screen
            ? new ScreenOutput(
                new LiveScreen(terminal.Colour, terminal.Unicode), board, output, broken)
            : new VerdictWriter(
                reset => _text.Write(ResetLine.Of(reset, style, !terminal.ShowsOutput)),
                _text.Flush, warn, broken);
    }

    /// <summary>What is seen while the capture runs.</summary>
    public ILiveOutput Shown { get; }

    /// <summary>The report at the end, opened.</summary>
    public IReport Last { get; }

    /// <summary>See <see cref="LiveSink"/>.</summary>
    public bool LastTakesAll { get; }

    /// <summary>Sets the report apart from the lines before it.</summary>
    public void BeginLast()
    {
        if (LastTakesAll && Shown is VerdictWriter { HasWritten: true }) _text.Write('\n');
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Shown.Dispose();
        _report?.Dispose();
        _output.Dispose();
    }
}
