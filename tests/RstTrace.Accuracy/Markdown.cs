using System.Collections.Generic;
using System.Globalization;
using System.Linq;

namespace RstTrace.Accuracy;

/// <summary>Tables and numbers as Markdown.</summary>
static class Markdown
{
    /// <summary>A table, without a line break at its end.</summary>
    /// <param name="columns">Names of the columns; one that begins with # holds numbers.</param>
    /// <param name="rows">A cell for each column.</param>
    public static string Table(string[] columns, IEnumerable<string[]> rows)
    {
        string[] rules = [.. columns.Select(column => column[0] == '#' ? "--:" : "---")];
        string[] names = [.. columns.Select(column => column.TrimStart('#'))];
        return string.Join('\n', rows.Prepend(rules).Prepend(names).Select(Row));
    }

    /// <summary>An identity as it is typed.</summary>
    public static string Code(string id) => $"`{id}`";

    /// <summary>Several of them.</summary>
    public static string Codes(IEnumerable<string> ids)
        => string.Join(", ", ids.Select(Code));

    /// <summary>A count; nothing for none, so that what there is stands out.</summary>
    public static string Count(int count)
        => count == 0 ? "" : count.ToString(CultureInfo.InvariantCulture);

    /// <summary>A share of 1 to three places, cut off and not rounded: only all is 1.000.</summary>
    public static string Share(double share)
        => (double.Floor((share * 1_000) + 1e-9) / 1_000)
            .ToString("0.000", CultureInfo.InvariantCulture);

    static string Row(string[] cells) => $"| {string.Join(" | ", cells.Select(Cell))} |";

    static string Cell(string text) => text.Replace("|", "\\|");
}
