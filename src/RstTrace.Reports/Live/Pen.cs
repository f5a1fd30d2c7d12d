using Spectre.Console;
using Spectre.Console.Rendering;

namespace RstTrace.Reports.Live;

/// <summary>Pieces of a screen: escaped, cut to their columns.</summary>
/// <remarks>All text of the screen goes through it: what came off the wire is never read as
/// markup, moves no cursor and breaks no line.</remarks>
sealed class Pen(int width, bool colour, bool unicode)
{
    /// <summary>Columns between the columns of a table.</summary>
    public const int Between = 2;

    public static readonly Style Plain = Style.Plain;
    public static readonly Style Heading = new(decoration: Decoration.Bold);
    public static readonly Style Quiet = new(decoration: Decoration.Dim);
    public static readonly Style Bad = new(Color.Red, decoration: Decoration.Bold);
    public static readonly Style Doubtful = new(Color.Olive);

    /// <summary>Columns of the screen.</summary>
    public int Width => width;

    /// <summary>Whether colour is shown.</summary>
    public bool Colour => colour;

    /// <summary>A line of its own.</summary>
    public IRenderable Line(string text, Style? style = null)
        => new Rows(Cell(text, width, style));

    /// <summary>A line without text.</summary>
    public static IRenderable Blank() => new Rows(new Text(" "));

    /// <summary>A table without lines and headings, with columns of these widths.</summary>
    public static Table Table(params int[] widths)
    {
        Table table = new Table { ShowHeaders = false }.NoBorder();
        for (int i = 0; i < widths.Length; i++)
        {
            int gap = i < widths.Length - 1 ? Between : 0;
            var column = new TableColumn("") { Width = widths[i], NoWrap = true };
            table.AddColumn(column.Padding(0, 0, gap, 0));
        }

        return table;
    }

    /// <summary>Text in a column.</summary>
    public Text Cell(string text, int columns, Style? style = null)
        => new(Fit(text, columns), style ?? Plain);

    /// <summary>Text as it is shown, in so many columns at most.</summary>
    public string Fit(string text, int columns)
        => Columns.Fit(Escaped.Text(text, asciiOnly: !unicode), columns, unicode);

    /// <summary>Columns that a text will take.</summary>
    public int WidthOf(string text)
        => Columns.WidthOf(Escaped.Text(text, asciiOnly: !unicode));
}
