using System.Globalization;
using System.Text;

namespace RstTrace.Core.Silences;

public static partial class KnownTimeouts
{
    /// <summary>The table as a page of Markdown: what <c>docs/idle-timeouts.md</c> is made
    /// of.</summary>
    public static string ToMarkdown()
    {
        var page = new StringBuilder(
            "# Idle timeouts that RstTrace knows\n\nAs delivered; shortest first. Made from "
            + "`KnownTimeouts.Table.cs`.\nWhere a source says only that a server closes the "
            + "connection, that is a FIN; where only that\na table forgets it, that nothing is "
            + "sent.\n\n"
            + "| seconds | product | when it runs out | can be changed | source |\n"
            + "| ---: | --- | --- | --- | --- |\n");
        foreach (KnownTimeout known in All)
        {
            string change = known.IsConfigurable ? "yes" : "no";
            string source = known.IsVerified ? known.Source : $"only reported: {known.Source}";
            page.Append(
                CultureInfo.InvariantCulture,
                $"| {known.Timeout.Seconds:0} | {known.Product} | {Words(known.Expiry)} | ")
                .Append(CultureInfo.InvariantCulture, $"{change} | {source} |\n");
        }

        return page.ToString();
    }

    static string Words(TimeoutExpiry expiry) => expiry switch
    {
        TimeoutExpiry.SilentDrop => "nothing is sent",
        TimeoutExpiry.ResetOnNextSegment => "RST to the next segment",
        TimeoutExpiry.ResetToBoth => "RST to both ends",
        TimeoutExpiry.Fin => "FIN",
        TimeoutExpiry.Unstated or _ => "the source does not say",
    };
}
