using System;
using System.Collections.Generic;
using System.CommandLine;
using System.CommandLine.Completions;

namespace RstTrace.Cli;

/// <summary>What may stand where a shell's cursor is, by the commands themselves.</summary>
/// <remarks>The library's own <c>[suggest]</c> is not asked: it fails on <c>--format=n</c>, and
/// tells no meanings.</remarks>
static class Completions
{
    /// <summary>Words that may stand there, whole, with what they mean; none where it is a file's
    /// name, a number or free text.</summary>
    /// <param name="root">All commands.</param>
    /// <param name="before">The words between the program's name and the cursor's.</param>
    /// <param name="word">What stands before the cursor of its word; may be empty.</param>
    public static List<(string Word, string Meaning)> Of(
        Command root, IReadOnlyList<string> before, string word)
    {
        Command command = root;
        Option? valueOf = null;
        var given = new List<Option>();
        for (int i = 0; i < before.Count; i++)
        {
            if (before[i] == "--") return Matching(Values(command), "", word);
            if (i == 0 && Subcommand(root, before[i]) is { } inner)
            {
                command = inner;
                continue;
            }

            valueOf = valueOf is null ? Named(command, before[i]) : null;
            if (valueOf is not null) given.Add(valueOf);
            if (valueOf is not null && !TakesValue(valueOf)) valueOf = null;
        }

        if (valueOf is not null) return Matching(Values(valueOf), "", word);
        int equals = word.IndexOf('=');
        if (equals > 0 && Named(command, word[..equals]) is { } option)
            return Matching(Values(option), word[..(equals + 1)], word);
        if (word.StartsWith('-')) return Matching(Options(command, given), "", word);
        return command == root && before.Count == 0
            ? Matching(Commands(root), "", word)
            : Matching(Values(command), "", word);
    }

    /// <summary>What an option's value may be; empty where it is free.</summary>
    public static List<(string Word, string Meaning)> Values(Option option)
    {
        // "in|out|inout" are the words themselves, "NAME|PATH" are not.
        if (option.HelpName is { } name && name.Contains('|') && char.IsLower(name[0]))
            return [.. Array.ConvertAll(name.Split('|'), static word => (word, ""))];

        return TakesValue(option) ? Listed(option) : [];
    }

    static List<(string Word, string Meaning)> Values(Command command)
    {
        var values = new List<(string Word, string Meaning)>();
        foreach (Argument argument in command.Arguments) values.AddRange(Listed(argument));
        return values;
    }

    static List<(string Word, string Meaning)> Listed(Symbol symbol)
    {
        var values = new List<(string Word, string Meaning)>();
        foreach (CompletionItem item in symbol.GetCompletions(CompletionContext.Empty))
            values.Add((item.Label, item.Detail ?? ""));
        return values;
    }

    static List<(string Word, string Meaning)> Commands(Command root)
    {
        var commands = new List<(string Word, string Meaning)>();
        foreach (Command command in root.Subcommands)
            if (!command.Hidden) commands.Add((command.Name, command.Description ?? ""));

        return commands;
    }

    // What was given and takes one value is not offered again.
    static List<(string Word, string Meaning)> Options(Command command, List<Option> given)
    {
        var options = new List<(string Word, string Meaning)>();
        foreach (Option option in command.Options)
        {
            if (option.Hidden) continue;
            if (given.Contains(option) && option.Arity.MaximumNumberOfValues <= 1) continue;
            options.Add((option.Name, option.Description ?? ""));
        }

        if (command is not RootCommand) options.Add(("--help", "this text"));
        return options;
    }

    static List<(string Word, string Meaning)> Matching(
        List<(string Word, string Meaning)> words, string prefix, string typed)
    {
        var matching = new List<(string Word, string Meaning)>();
        foreach ((string word, string meaning) in words)
        {
            string whole = prefix + word;
            if (whole.StartsWith(typed, StringComparison.Ordinal)) matching.Add((whole, meaning));
        }

        return matching;
    }

    static bool TakesValue(Option option)
        => option.Arity.MaximumNumberOfValues > 0 && option.HelpName is not null;

    static Command? Subcommand(Command root, string name)
    {
        foreach (Command command in root.Subcommands)
            if (command.Name == name) return command;

        return null;
    }

    static Option? Named(Command command, string name)
    {
        foreach (Option option in command.Options)
            if (option.Name == name || option.Aliases.Contains(name)) return option;

        return null;
    }
}
