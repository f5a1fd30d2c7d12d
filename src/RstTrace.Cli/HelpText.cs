using System;
using System.Collections.Generic;
using System.CommandLine;
using System.Text;

namespace RstTrace.Cli;

/// <summary>Help that fits a screen, made from the commands themselves.</summary>
static class HelpText
{
    /// <summary>The help of a command.</summary>
    public static string Of(Command command)
    {
        var text = new StringBuilder();
        text.Append(Name(command)).Append(": ").Append(command.Description).Append('\n');
        if (command is not IDocumented documented) return text.ToString();

        text.Append("\nusage: rsttrace ").Append(documented.Synopsis).Append(" [OPTION...]\n\n");
        AddRows(text, Rows(command));

        text.Append("\nexamples:\n");
        foreach (string example in documented.Examples)
            text.Append("  ").Append(example).Append('\n');

        text.Append(
            "\nexit: 0 finished, 1 failed, 2 usage, 3 --fail-on matched, 4 finished but the\n"
            + "      input was damaged, 5 nothing to extract (of several the smallest),\n"
            + "      130 or 143 interrupted, with the report of what was found\n");
        return text.ToString();
    }

    static string Name(Command command)
        => command is RootCommand ? "rsttrace" : $"rsttrace {command.Name}";

    static List<(string Word, string Meaning)> Rows(Command command)
    {
        var rows = new List<(string Word, string Meaning)>();
        foreach (Command inner in command.Subcommands)
            rows.Add((inner is IDocumented d ? d.Synopsis : inner.Name, inner.Description ?? ""));
        foreach (Argument argument in command.Arguments)
            rows.Add((argument.Name, argument.Description ?? ""));
        foreach (Option option in command.Options)
        {
            if (!option.Hidden) rows.Add((Word(option), option.Description ?? ""));
        }

        if (command is not RootCommand) rows.Add(("-h, --help", "this text"));
        return rows;
    }

    static void AddRows(StringBuilder text, List<(string Word, string Meaning)> rows)
    {
        int widest = 0;
        foreach ((string word, _) in rows) widest = Math.Max(widest, word.Length);
        foreach ((string word, string meaning) in rows)
            text.Append("  ").Append(word.PadRight(widest + 2)).Append(meaning).Append('\n');
    }

    static string Word(Option option)
    {
        var word = new StringBuilder();
        foreach (string alias in option.Aliases)
            if (alias is ['-', _]) word.Append(alias).Append(", ");

        word.Append(option.Name);
        if (option.HelpName is { } value) word.Append(' ').Append(value);
        return word.ToString();
    }
}
