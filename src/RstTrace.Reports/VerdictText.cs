using System.Collections.Generic;
using RstTrace.Core.Incidents;
using RstTrace.Core.Resets;

namespace RstTrace.Reports;

/// <summary>One verdict on a page of text, a label and what it says a line.</summary>
/// <param name="page">Where it is written.</param>
/// <param name="files">Names of the capture's files.</param>
/// <param name="indent">Column of the labels.</param>
sealed class VerdictText(Page page, IReadOnlyList<string> files, int indent)
{
    const int LabelWidth = 7;
    const int BriefEvidence = 3;

    /// <summary>Whether times need their day.</summary>
    public bool WithDay { get; init; }

    /// <summary>The best of an incident: the verdict of its example, what would refute it, the
    /// first fix, the strongest evidence.</summary>
    public void WriteBrief(Incident incident)
    {
        ResetEvent reset = incident.Example;
        Verdict verdict = reset.Verdict;
        int twoLines = 2 * (page.Width - indent - LabelWidth);
        Write(Lines.Story(reset, incident.IdleTimeout, twoLines));
        if (incident.Kind != IncidentKind.Resets) Write(new VerdictLine("unless", incident.RefutedBy));
        else if (verdict.Alternatives.Count > 0)
            Write(VerdictLines.Not(verdict.Alternatives[0]));

        Write(VerdictLines.Weak(Words.WorthSaying(reset.Degraded)));
        if (incident.Fixes.Count > 0) Write(VerdictLines.Do(incident.Fixes[0]));
        Write(Lines.Proof(reset, BriefEvidence));
    }

    /// <summary>All of it.</summary>
    public void WriteFull(ResetEvent reset)
    {
        Verdict verdict = reset.Verdict;
        Write(Lines.Story(reset, reset.IdleTimeout));
        Write(Lines.Proof(reset));
        for (int i = 0; i < verdict.Alternatives.Count; i++)
            Write(VerdictLines.Not(verdict.Alternatives[i], isFirst: i == 0));

        Write(VerdictLines.Weak(reset.Degraded));
        for (int i = 0; i < verdict.Fixes.Count; i++)
            Write(VerdictLines.Do(verdict.Fixes[i], isFirst: i == 0));
    }

    VerdictLines Lines => new(files, WithDay);

    void Write(IEnumerable<VerdictLine> lines)
    {
        foreach (VerdictLine line in lines) Write(line);
    }

    // A command is never broken, so that it can be copied.
    void Write(VerdictLine line)
    {
        page.To(indent).Put(line.Label, Ink.Quiet).To(indent + LabelWidth);
        page.Wrap(line.Text, line.Ink).End();
        if (line.Command is { } command)
            page.To(indent + LabelWidth).Put("$ ", Ink.Quiet).Put(command, Ink.Command).End();
    }
}
