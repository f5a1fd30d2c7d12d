using System.Collections.Generic;
using System.Linq;

namespace RstTrace.Accuracy;

/// <summary>Where a capture is taken.</summary>
static class Vantages
{
    /// <summary>All of them, in the order of columns.</summary>
    public static IReadOnlyList<string> All { get; } = ["client", "server"];

    /// <summary>Counts for each vantage, told apart by a plus: "3 + 1".</summary>
    public static string Count(IEnumerable<Judgement> judgements)
    {
        ILookup<string, Judgement> at = judgements.ToLookup(found => found.Capture.Vantage);
        return string.Join(" + ", All.Select(vantage => $"{at[vantage].Count()}"));
    }
}
