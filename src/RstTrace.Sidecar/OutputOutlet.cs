using System;
using System.Collections.Concurrent;
using System.IO;
using System.Threading;
using RstTrace.Core.Incidents;
using RstTrace.Core.Resets;
using RstTrace.Reports;

namespace RstTrace.Sidecar;

/// <summary>Standard output: a line of JSON for each event and incident, and for those that were
/// counted alone.</summary>
/// <remarks>Written by a thread of its own: a reader that is slow costs lines, which are counted,
/// and no frames.</remarks>
public sealed class OutputOutlet : IOutlet
{
    const int Capacity = 4096; // some 3 kB each

    static readonly TimeSpan s_patience = TimeSpan.FromSeconds(5);

    readonly BlockingCollection<object> _waiting = new(Capacity);
    readonly Stream _output;
    readonly NdjsonReport _report;
    readonly Thread _thread;
    long _taken, _delivered, _dropped;
    volatile string? _ailment;

    /// <param name="output">Gets the lines; owned.</param>
    /// <param name="vantage">Where the capture looks from.</param>
    public OutputOutlet(Stream output, Vantage vantage)
    {
        _output = output;
        _report = new NdjsonReport(output, vantage);
        _report.Open(["-"]);
        _thread = new Thread(WriteAll) { IsBackground = true, Name = "output" };
        _thread.Start();
    }

    /// <inheritdoc/>
    public string Name => "output";

    /// <inheritdoc/>
    public OutletCounts Counts
        => new(
            Volatile.Read(ref _taken), Volatile.Read(ref _delivered), Volatile.Read(ref _dropped),
            Retried: 0, _waiting.Count, SpoolOctets: 0);

    /// <inheritdoc/>
    public string? Ailment => _ailment;

    /// <inheritdoc/>
    public void Take(ResetEvent reset) => Offer(reset);

    /// <inheritdoc/>
    public void Take(Incident incident) => Offer(incident);

    /// <inheritdoc/>
    public void Take(SuppressedEvents suppressed) => Offer(suppressed);

    /// <inheritdoc/>
    public void Dispose()
    {
        _waiting.CompleteAdding();
        if (!_thread.Join(s_patience)) return; // A reader that stands still keeps nobody.

        _report.Dispose();
        _output.Dispose();
        _waiting.Dispose();
    }

    void Offer(object told)
    {
        Interlocked.Increment(ref _taken);
        if (!_waiting.TryAdd(told)) Interlocked.Increment(ref _dropped);
    }

    void WriteAll()
    {
        foreach (object told in _waiting.GetConsumingEnumerable())
        {
            try
            {
                Write(told);
                Interlocked.Increment(ref _delivered);
                _ailment = null;
            }
            catch (IOException failure)
            {
                Interlocked.Increment(ref _dropped);
                _ailment = $"standard output: {failure.Message}";
            }
        }
    }

    void Write(object told)
    {
        if (told is ResetEvent reset) _report.Take(reset);
        else if (told is Incident incident) _report.Take(incident);
        else if (told is SuppressedEvents suppressed) _output.Write(SuppressedJson.Of(suppressed));
    }
}
