using System.Collections.Generic;
using RstTrace.Core.Incidents;
using RstTrace.Core.Resets;

namespace RstTrace.Reports;

/// <summary>One verdict on a page of text, a label and what it says a line.</summary>
/// <param name="page">Where it is written.</param>
/// <param name="verdict">What is said.</param>
/// <param name="indent">Column of the labels.</param>
sealed class VerdictText(Page page, VerdictLines verdict, int indent)
{
    const int LabelWidth = 7;

    /// <summary>The best of an incident; of what the two sides said, two lines.</summary>
    public void WriteBrief(Incident incident)
        => Write(verdict.Brief(incident, 2 * (page.Width - indent - LabelWidth)));

    /// <summary>All of it.</summary>
    public void WriteFull(ResetEvent reset) => Write(verdict.Full(reset));

    void Write(IEnumerable<VerdictLine> lines)
    {
        foreach (VerdictLine line in lines) Write(line);
    }

    // A command is never broken, so that it can be copied.
    void Write(VerdictLine line)
    {
        page.To(indent).Put(line.Label, Ink.Quiet).To(indent + LabelWidth);
        bool isToBeTyped = line.Text.Length == 0 && line.Command is not null;
        if (!isToBeTyped)
        {
            page.Wrap(line.Text, line.Ink).End();
            if (line.Command is null) return;

            page.To(indent + LabelWidth).Put("$ ", Ink.Quiet);
        }

        page.Put(line.Command!, Ink.Command).End();
    }
}
