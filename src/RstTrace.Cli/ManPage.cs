using System;
using System.CommandLine;
using System.Text;

namespace RstTrace.Cli;

/// <summary>The manual page, made from the commands themselves.</summary>
static class ManPage
{
    // When what stands in this file was last changed.
    const string Date = "2026-11-21";

    const int MostColumns = 70; // escapes come on top

    /// <summary>The page in roff, by man(7): ASCII alone.</summary>
    public static string Of(Command root)
    {
        var page = new StringBuilder();
        page.Append($".TH RSTTRACE 1 {Date} \"rsttrace {VersionAction.Version}\"\n");
        page.Append($".SH NAME\nrsttrace \\- {Text(root.Description ?? "")}\n");
        Synopsis(page, root);
        page.Append(".SH DESCRIPTION\n").Append(Line(
            "Reads packet captures, or listens on a network device, and says of every TCP reset "
            + "who sent it, when in the connection's life, why, how sure that is, which frames "
            + "prove it, and what to change. What it writes is for people or for programs; "
            + "messages go to standard error."));
        Commands(page, root);
        ExitStatus(page);
        Examples(page, root);
        Environment(page);
        Files(page);
        page.Append(".SH SEE ALSO\n")
            .Append(".BR tcpdump (8),\n.BR tshark (1),\n.BR wireshark (1),\n")
            .Append(".BR pcap\\-filter (7),\n.BR tcp (7)\n");
        return page.ToString();
    }

    static void Synopsis(StringBuilder page, Command root)
    {
        page.Append(".SH SYNOPSIS\n");
        foreach (Command command in root.Subcommands)
        {
            if (command is IDocumented documented && !command.Hidden)
                page.Append($".B rsttrace\n{Line(HelpText.Usage(command, documented))}.br\n");
        }

        page.Append(".B rsttrace\n\\-\\-help | \\-\\-version\n");
    }

    static void Commands(StringBuilder page, Command root)
    {
        page.Append(".SH COMMANDS\n").Append(Line(
            "Options may stand before, between and behind the other words; behind \"--\" stand "
            + "no more of them. Values in parentheses are the usual ones."));
        foreach (Command command in root.Subcommands)
        {
            if (command is not IDocumented documented || command.Hidden) continue;

            page.Append($".SS rsttrace {Text(documented.Synopsis)}\n");
            page.Append(Sentence(command.Description ?? ""));
            foreach (Argument argument in command.Arguments)
                Term(page, argument.Name, argument.Description);
            foreach (Option option in command.Options)
                if (!option.Hidden) Term(page, HelpText.Word(option), Meaning(option));
        }
    }

    static string? Meaning(Option option)
    {
        var words = Completions.Values(option).ConvertAll(static value => value.Word);
        string listed = string.Join(", ", words);
        bool says = words.Count is 0 or > MostListed
            || option.HelpName == string.Join('|', words)
            || words.TrueForAll(word => option.Description?.Contains(word) ?? false);
        return says ? option.Description : $"{option.Description}: {listed}";
    }

    // More than that has a list of its own, as the causes have.
    const int MostListed = 12;

    static void ExitStatus(StringBuilder page)
    {
        page.Append(".SH EXIT STATUS\n");
        foreach (ExitCode code in Enum.GetValues<ExitCode>())
            Term(page, $"{(int)code}", ExitCodes.Meaning(code));
        page.Append(".PP\n").Append(Line(
            "Of several captures the smallest counts, but anything before 0, and an interruption "
            + "before all."));
    }

    static void Examples(StringBuilder page, Command root)
    {
        page.Append(".SH EXAMPLES\n");
        foreach (Command command in root.Subcommands)
        {
            if (command is not IDocumented documented || command.Hidden) continue;

            page.Append(Sentence(command.Description ?? "")).Append(".PP\n.nf\n.RS\n");
            foreach (string example in documented.Examples)
                page.Append(Guarded(example)).Append('\n');
            page.Append(".RE\n.fi\n.PP\n");
        }

        page.Length -= ".PP\n".Length;
    }

    static void Environment(StringBuilder page)
    {
        page.Append(".SH ENVIRONMENT\n");
        Term(page, "NO_COLOR", "where it is set and not empty, nothing is coloured");
        Term(page, "COLUMNS", "how wide a report for people is; else the terminal's width, or 80");
        Term(page, "TERM", "where it is dumb or not set, no escape is written");
        Term(page, "LC_ALL, LC_CTYPE, LANG", "the first that is set says whether lines are drawn "
            + "in UTF-8 or in ASCII");
    }

    static void Files(StringBuilder page)
    {
        page.Append(".SH FILES\n");
        Term(page, "FILE", "pcap or pcapng, plain or gzip, told apart by the first octets");
        Term(page, "/run/netns/NAME", "a network namespace that --netns names");
    }

    static void Term(StringBuilder page, string word, string? meaning)
        => page.Append(".TP\n.B ").Append(Text(word)).Append('\n').Append(Line(meaning ?? ""));

    static string Sentence(string text)
        => Line($"{char.ToUpperInvariant(text[0])}{text[1..]}.");

    // Filled by the reader, so cut anywhere.
    static string Line(string text)
    {
        var lines = new StringBuilder();
        var line = new StringBuilder();
        foreach (string word in text.Split(' '))
        {
            if (line.Length > 0 && line.Length + word.Length > MostColumns)
            {
                lines.Append(Guarded(line.ToString())).Append('\n');
                line.Clear();
            }

            line.Append(line.Length > 0 ? " " : "").Append(word);
        }

        return lines.Append(Guarded(line.ToString())).Append('\n').ToString();
    }

    // A dot or an apostrophe that begins a line would be a request; dots at its end, that are no
    // sentence's, would be followed by two blanks.
    static string Guarded(string text)
    {
        string escaped = Text(text);
        if (escaped.StartsWith('.') || escaped.StartsWith("\\(aq", StringComparison.Ordinal))
            escaped = $"\\&{escaped}";
        return escaped.EndsWith("...", StringComparison.Ordinal) ? $"{escaped}\\&" : escaped;
    }

    // So that what is copied from the page can be typed: a plain "-" would become a hyphen.
    static string Text(string text)
        => text
            .Replace("\\", "\\e", StringComparison.Ordinal)
            .Replace("-", "\\-", StringComparison.Ordinal)
            .Replace("'", "\\(aq", StringComparison.Ordinal)
            .Replace("`", "\\(ga", StringComparison.Ordinal)
            .Replace("^", "\\(ha", StringComparison.Ordinal)
            .Replace("~", "\\(ti", StringComparison.Ordinal);
}
