namespace RstTrace.Reports;

/// <summary>Lines with a word each for what they are about, as a verdict is told.</summary>
abstract class VerdictLines
{
    /// <summary>Characters that a line has room for.</summary>
    public abstract int Room { get; }

    /// <summary>Writes a line.</summary>
    /// <param name="label">What it is about; empty where the line before said it.</param>
    /// <param name="text">What it says, as it came: not yet made safe to show.</param>
    /// <param name="ink">How it stands out.</param>
    public abstract void Line(string label, string text, Ink ink);

    /// <summary>Writes what belongs to the line before and is to be typed.</summary>
    public abstract void Command(string command);

    /// <summary>Writes a line that is to be typed.</summary>
    /// <param name="label">What it does.</param>
    /// <param name="command">What to type.</param>
    public abstract void Command(string label, string command);
}

/// <summary>The lines as text.</summary>
/// <param name="page">Where they are written.</param>
/// <param name="indent">Column of the labels.</param>
sealed class TextLines(Page page, int indent) : VerdictLines
{
    const int LabelWidth = 7;

    /// <inheritdoc/>
    public override int Room => page.Width - indent - LabelWidth;

    /// <inheritdoc/>
    public override void Line(string label, string text, Ink ink)
        => page.To(indent).Put(label, Ink.Quiet).To(indent + LabelWidth).Wrap(text, ink).End();

    // It is never broken, so that it can be copied.
    /// <inheritdoc/>
    public override void Command(string command)
        => page.To(indent + LabelWidth).Put("$ ", Ink.Quiet).Put(command, Ink.Command).End();

    // Nor is this.
    /// <inheritdoc/>
    public override void Command(string label, string command)
    {
        page.To(indent).Put(label, Ink.Quiet).To(indent + LabelWidth);
        page.Put(command, Ink.Command).End();
    }
}
