using System;
using System.CommandLine;
using System.IO;

namespace RstTrace.Cli;

/// <summary>What the shells' scripts ask when somebody presses the tab key:
/// <c>rsttrace complete --word=WORD -- WORDS BEFORE IT</c>.</summary>
sealed class CompleteCommand : Command
{
    readonly Option<string> _word = new("--word") { Arity = ArgumentArity.ZeroOrOne };

    readonly Argument<string[]> _before = new("WORD") { Arity = ArgumentArity.ZeroOrMore };

    /// <param name="output">Where the words go: each on a line, its meaning behind a tab.</param>
    public CompleteCommand(Func<TextWriter> output)
        : base("complete")
    {
        Hidden = true;
        Add(_word);
        Add(_before);
        SetAction(words =>
        {
            TextWriter writer = output();
            foreach ((string word, string meaning) in Completions.Of(
                words.RootCommandResult.Command,
                words.GetValue(_before) ?? [],
                words.GetValue(_word) ?? ""))
            {
                writer.Write(meaning.Length > 0 ? $"{word}\t{meaning}\n" : $"{word}\n");
            }

            writer.Flush();
            return (int)ExitCode.Finished;
        });
    }
}
