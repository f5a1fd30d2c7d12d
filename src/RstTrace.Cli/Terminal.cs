using System;
using System.Runtime.InteropServices;
using RstTrace.Reports;

namespace RstTrace.Cli;

/// <summary>What is known of the terminal, asked once.</summary>
/// <param name="ShowsOutput">Whether standard output is a terminal.</param>
/// <param name="ShowsErrors">Whether standard error is a terminal.</param>
/// <param name="MovesCursor">Whether it understands escapes at all: TERM is neither dumb nor
/// empty.</param>
/// <param name="Colour">Whether the report may be coloured.</param>
/// <param name="Unicode">Whether the locale is UTF-8.</param>
/// <param name="Width">Columns.</param>
sealed partial record Terminal(
    bool ShowsOutput, bool ShowsErrors, bool MovesCursor, bool Colour, bool Unicode, int Width)
{
    const nuint TerminalGetWindowSize = 0x5413; // TIOCGWINSZ on Linux
    const int UsualHeight = 24, UsualWidth = 80, LeastWidth = 40, MostWidth = 400;

    /// <summary>The terminal of this process.</summary>
    public static Terminal Here() => Of(
        Environment.GetEnvironmentVariable,
        !Console.IsOutputRedirected,
        !Console.IsErrorRedirected,
        Columns);

    /// <summary>The terminal that an environment describes.</summary>
    /// <param name="variable">Value of an environment variable, or null.</param>
    /// <param name="showsOutput">Whether standard output is a terminal.</param>
    /// <param name="showsErrors">Whether standard error is a terminal.</param>
    /// <param name="columns">Columns of that terminal; only asked when there is one.</param>
    public static Terminal Of(
        Func<string, string?> variable, bool showsOutput, bool showsErrors, Func<int> columns)
    {
        bool escapes = OperatingSystem.IsWindows()
            || variable("TERM") is not (null or "" or "dumb");
        bool colour = showsOutput && escapes && string.IsNullOrEmpty(variable("NO_COLOR"));
        return new Terminal(
            showsOutput, showsErrors, escapes, colour, IsUtf8(variable),
            WidthOf(variable("COLUMNS"), showsOutput, columns));
    }

    /// <summary>Columns and lines of the terminal at this moment; the usual where it does not
    /// say.</summary>
    public static (int Columns, int Rows) Size()
    {
        if (!OperatingSystem.IsLinux()) return (Console.WindowWidth, Console.WindowHeight);
        return ioctl(1, TerminalGetWindowSize, out WindowSize size) == 0
            && size is { Rows: > 0, Columns: > 0 }
            ? (size.Columns, size.Rows)
            : (UsualWidth, UsualHeight);
    }

    /// <summary>How a report is dressed.</summary>
    /// <param name="outputPath">The file it goes to; null is standard output.</param>
    public TextStyle Style(string? outputPath)
        => ShowsOutput && outputPath is null
            ? new TextStyle { Colour = Colour, Unicode = Unicode, Width = Width }
            : TextStyle.Plain; // In files and pipes, the same text wherever it was made.

    // POSIX: the first of these that is set and not empty decides.
    static bool IsUtf8(Func<string, string?> variable)
    {
        foreach (string name in (ReadOnlySpan<string>)["LC_ALL", "LC_CTYPE", "LANG"])
        {
            if (variable(name) is not { Length: > 0 } locale) continue;
            return locale.Contains("UTF-8", StringComparison.OrdinalIgnoreCase)
                || locale.Contains("UTF8", StringComparison.OrdinalIgnoreCase);
        }

        return OperatingSystem.IsWindows();
    }

    // Console.WindowWidth sends escapes to the terminal before anything is written.
    static int Columns()
    {
        if (!OperatingSystem.IsLinux()) return Console.WindowWidth;
        return ioctl(1, TerminalGetWindowSize, out WindowSize size) == 0 ? size.Columns : 0;
    }

    /// <returns>0: done. -1: no terminal. TIOCGWINSZ(2const).</returns>
    [LibraryImport("libc")]
    private static partial int ioctl(int descriptor, nuint request, out WindowSize size);

    // struct winsize
    struct WindowSize
    {
        public ushort Rows, Columns, Width, Height;
    }

    static int WidthOf(string? told, bool showsOutput, Func<int> columns)
    {
        if (int.TryParse(told, out int width) && width > 0)
            return Math.Clamp(width, LeastWidth, MostWidth);
        width = showsOutput ? columns() : 0;
        return width > 0 ? Math.Clamp(width, LeastWidth, MostWidth) : UsualWidth;
    }
}
