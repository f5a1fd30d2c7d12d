using System;
using System.Collections.Generic;
using RstTrace.Capture;
using RstTrace.Core.Resets;
using RstTrace.Reports;

namespace RstTrace.Cli;

/// <summary>What of a verdict can be asked for, and in which words: cause, sender and
/// stage.</summary>
static class ResetTerms
{
    /// <summary>The names of the terms.</summary>
    public static string[] Keys { get; } = ["cause", "sender", "stage"];

    /// <summary>What a verdict says of a term.</summary>
    public static string WordOf(Verdict verdict, string key) => key switch
    {
        "cause" => verdict.Cause.Id,
        "sender" => ContractWords.Of(verdict.Sender),
        _ => ContractWords.Of(verdict.Stage),
    };

    /// <summary>All that verdicts can say of a term.</summary>
    public static List<string> WordsFor(string key) => key switch
    {
        "cause" => CausesCommand.Names(),
        "sender" => [.. Array.ConvertAll(Enum.GetValues<Party>(), ContractWords.Of)],
        _ => [.. Array.ConvertAll(Enum.GetValues<Stage>(), ContractWords.Of)],
    };

    /// <summary>Throws if no verdict says this.</summary>
    /// <param name="option">What is typed before the word, such as <c>--cause </c>.</param>
    /// <param name="key">The term.</param>
    /// <param name="word">As typed.</param>
    /// <exception cref="UsageException">None does.</exception>
    public static void Check(string option, string key, string word)
    {
        List<string> words = WordsFor(key);
        if (words.Contains(word)) return;

        string allowed = key == "cause"
            ? "an id that 'rsttrace causes' lists"
            : $"{string.Join(", ", words[..^1])} or {words[^1]}";
        throw new UsageException(
            $"{option.TrimEnd()} takes {allowed}, not '{word}'",
            Spelling.Nearest(word, words) is { } nearest ? option + nearest
                : key == "cause" ? "rsttrace causes"
                : option + words[0]);
    }
}
