namespace RstTrace.Reports;

/// <summary>One capture of several: a headline and a line a group.</summary>
static class BriefText
{
    const int MostGroups = 8;

    public static void Write(Page page, CaptureSummary capture)
    {
        Headline.WriteBrief(page, capture);
        GroupTable.Write(page, capture, from: 0, MostGroups);
        foreach (string note in Notes.Of(capture))
            page.To(3).Put("note ", Ink.Doubtful).Wrap(note).End();
    }
}
