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

        text.Append("usage: rsttrace ").Append(Usage(command, documented)).Append("\n\n");
        AddRows(text, Rows(command));

        text.Append("\nexamples:\n");
        foreach (string example in documented.Examples)
            text.Append("  ").Append(example).Append('\n');

        text.Append(
            "\nexit: 0 finished, 1 failed, 2 usage, 3 --fail-on, 4 input damaged, 5 no match\n");
        return text.ToString();
    }

    /// <summary>What is typed after "rsttrace", options too where it takes any.</summary>
    public static string Usage(Command command, IDocumented documented)
    {
        foreach (Option option in command.Options)
            if (!option.Hidden) return $"{documented.Synopsis} [OPTION...]";

        return documented.Synopsis;
    }

    static string Name(Command command)
        => command is RootCommand ? "rsttrace" : $"rsttrace {command.Name}";

    static List<(string Word, string Meaning)> Rows(Command command)
    {
        var rows = new List<(string Word, string Meaning)>();
        foreach (Command inner in command.Subcommands)
        {
            if (inner.Hidden) continue;
            string synopsis = inner is IDocumented documented ? documented.Synopsis : inner.Name;
            rows.Add((synopsis, inner.Description ?? ""));
        }

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

    /// <summary>An option as it is typed: "-o, --output FILE".</summary>
    public static string Word(Option option)
    {
        var word = new StringBuilder();
        foreach (string alias in option.Aliases)
            if (alias is ['-', _]) word.Append(alias).Append(", ");

        word.Append(option.Name);
        if (option.HelpName is { } value) word.Append(' ').Append(value);
        return word.ToString();
    }
}
