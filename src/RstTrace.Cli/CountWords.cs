using System.Globalization;

namespace RstTrace.Cli;

/// <summary>Counts as messages say them: "1 frame", "1204 frames".</summary>
static class CountWords
{
    /// <summary>A count with its noun, which is given in the singular.</summary>
    public static string Of(long count, string noun)
        => count.ToString(CultureInfo.InvariantCulture) + " " + noun + (count == 1 ? "" : "s");
}
