namespace RstTrace.Reports;

/// <summary>One capture of several: a headline and a line an incident.</summary>
static class BriefText
{
    const int MostIncidents = 8;

    public static void Write(Page page, CaptureSummary capture)
    {
        Headline.WriteBrief(page, capture);
        IncidentTable.Write(page, capture, from: 0, MostIncidents);
        foreach (string note in Notes.Of(capture))
            page.To(3).Put("note ", Ink.Doubtful).Wrap(note).End();
    }
}
