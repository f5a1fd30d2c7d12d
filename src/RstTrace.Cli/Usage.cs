using System.Collections.Generic;
using System.CommandLine;
using System.CommandLine.Parsing;
using RstTrace.Capture;

namespace RstTrace.Cli;

/// <summary>What is wrong with a command line, in our words: one line, not the whole
/// help.</summary>
static class Usage
{
    /// <summary>Throws if the parser found something wrong.</summary>
    /// <exception cref="UsageException">The first thing that is wrong.</exception>
    public static void Check(ParseResult words)
    {
        if (words.Errors.Count == 0) return;

        Command command = words.CommandResult.Command;
        if (command.Subcommands.Count > 0) throw CommandMissing(words, command);

        ParseError error = words.Errors[0];
        throw new UsageException(
            error.SymbolResult switch
            {
                OptionResult { Tokens.Count: 0 } option
                    => $"{option.Option.Name} needs {option.Option.HelpName}",
                OptionResult { Tokens.Count: > 1 } option
                    => $"{option.Option.Name} is given more than once",
                _ => error.Message,
            },
            HelpOf(command));
    }

    /// <summary>The words of an argument that takes any number of them.</summary>
    /// <exception cref="UsageException">One is an option in truth that the command does not
    /// know.</exception>
    public static IReadOnlyList<string> Words(ParseResult words, Argument<string[]> argument)
    {
        string[] given = words.GetValue(argument) ?? [];

        // Such an argument takes unknown options too. Only after "--" may a name begin with a
        // dash.
        for (int i = 0; i < given.Length - CountAfterDoubleDash(words); i++)
            if (IsOption(given[i])) throw UnknownOption(words.CommandResult.Command, given[i]);

        return given;
    }

    /// <summary>How to see the help of a command.</summary>
    public static string HelpOf(Command command)
        => $"{Typed(command)} --help";

    static string Typed(Command command)
        => command is RootCommand ? "rsttrace" : $"rsttrace {command.Name}";

    static UsageException CommandMissing(ParseResult words, Command root)
    {
        if (words.UnmatchedTokens is not [string first, ..])
            return new UsageException("no command given", "rsttrace analyze FILE, or --help");
        if (IsOption(first)) return UnknownOption(root, first);

        var names = new List<string>();
        foreach (Command command in root.Subcommands) names.Add(command.Name);
        return new UsageException(
            $"no command '{first}'",
            Spelling.Nearest(first, names) is { } nearest ? $"rsttrace {nearest}" : HelpOf(root));
    }

    static UsageException UnknownOption(Command command, string word)
    {
        var names = new List<string>();
        foreach (Option option in command.Options) names.Add(option.Name);
        string name = word.Split('=')[0];
        return new UsageException(
            $"no option '{name}'",
            Spelling.Nearest(name, names) is { } nearest
                ? $"{Typed(command)} {nearest}"
                : HelpOf(command));
    }

    // A dash alone is standard input.
    static bool IsOption(string word) => word is ['-', _, ..];

    static int CountAfterDoubleDash(ParseResult words)
    {
        for (int i = 0; i < words.Tokens.Count; i++)
            if (words.Tokens[i].Type == TokenType.DoubleDash) return words.Tokens.Count - i - 1;

        return 0;
    }
}
