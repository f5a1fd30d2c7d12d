using RstTrace.Core.Incidents;
using RstTrace.Core.Resets;

namespace RstTrace.Reports;

/// <summary>What several captures come to.</summary>
sealed class Total
{
    long _frames, _flows, _resets, _withResets, _damaged;
    Incident? _worst;
    CaptureSummary? _worstCapture;

    /// <summary>Captures added.</summary>
    public int Captures { get; private set; }

    public void Add(CaptureSummary capture)
    {
        Captures++;
        _frames += capture.Counters.Frames;
        _flows += capture.Counters.Flows;
        _resets += capture.Resets;
        if (capture.Damage.Count > 0) _damaged++;
        if (capture.Incidents.Count == 0) return;

        _withResets++;
        if (_worst != null && Incident.WorstFirst(capture.Incidents[0], _worst) >= 0) return;
        _worst = capture.Incidents[0];
        _worstCapture = capture;
    }

    /// <summary>The worst incident of all, with its capture; null where there is none.</summary>
    public (Incident Incident, CaptureSummary Capture)? Worst
        => _worst is { } worst && _worstCapture is { } capture ? (worst, capture) : null;

    /// <summary>What was found, without the number of captures.</summary>
    public string Found
    {
        get
        {
            string found = $"{Words.Count(_resets, "reset")}, "
                + $"{Words.Count(_flows, "connection")} ({Words.Count(_frames, "frame")})";
            if (_resets > 0 && _withResets < Captures)
                found += $"; resets in {Words.Number(_withResets)} of them";
            if (_damaged > 0) found += $"; {Words.Number(_damaged)} damaged";
            return found;
        }
    }

    public void Write(Page page)
    {
        page.End();
        page.Put(Words.Count(Captures, "capture") + ":", Ink.Strong).Put(" ");
        page.Wrap(Found, margin: 6).End();
        if (Worst is not var (worst, capture)) return;

        ResetEvent reset = worst.Example;
        string where = $"{capture.FileOf(reset)} {Words.Of(reset.Frames[0], [])}";
        page.Put("worst", Ink.Quiet).To(6).Wrap($"{where}: {IncidentWords.Told(worst)}").End();
        NextCommand.Write(page, capture, null, worst, hasMore: false);
    }
}
