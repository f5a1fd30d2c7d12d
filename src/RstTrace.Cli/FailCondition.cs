using System;
using System.Collections.Generic;
using RstTrace.Capture;
using RstTrace.Core.Resets;

namespace RstTrace.Cli;

/// <summary>A condition on resets, as <c>--fail-on</c> takes it: <c>any</c>, or terms
/// <c>cause=ID</c>, <c>sender=WHO</c>, <c>stage=WHEN</c> with commas between, which must all
/// hold.</summary>
sealed class FailCondition
{
    const string Any = "any";

    readonly List<(string Key, string Value)> _terms = [];

    FailCondition(string text) => Text = text;

    /// <summary>The condition as it was typed.</summary>
    public string Text { get; }

    /// <summary>Whether it holds for a reset.</summary>
    public bool Holds(Verdict verdict)
    {
        foreach ((string key, string value) in _terms)
            if (ResetTerms.WordOf(verdict, key) != value) return false;

        return true;
    }

    /// <summary>Reads one.</summary>
    /// <exception cref="UsageException">It is none.</exception>
    public static FailCondition Parse(string text)
    {
        var condition = new FailCondition(text);
        if (text == Any) return condition;

        foreach (string term in text.Split(',')) condition.Add(term);
        return condition;
    }

    /// <summary>All conditions of one term.</summary>
    public static IEnumerable<string> Words()
    {
        yield return Any;
        foreach (string key in ResetTerms.Keys)
            foreach (string word in ResetTerms.WordsFor(key)) yield return $"{key}={word}";
    }

    void Add(string term)
    {
        int equals = term.IndexOf('=');
        string key = equals < 0 ? term : term[..equals], value = term[(equals + 1)..];
        if (equals < 0 || Array.IndexOf(ResetTerms.Keys, key) < 0) throw NoTerm(term, key, value);
        ResetTerms.Check($"--fail-on {key}=", key, value);
        if (_terms.Exists(other => other.Key == key))
        {
            throw new UsageException(
                $"--fail-on {Text} names {key} twice, and a reset has one",
                $"--fail-on {key}=... --fail-on {key}=..., if either will do");
        }

        _terms.Add((key, value));
    }

    static UsageException NoTerm(string term, string key, string value)
        => new(
            $"--fail-on takes any, cause=ID, sender=WHO or stage=WHEN, not '{term}'",
            Array.Find(
                ResetTerms.Keys,
                known => ResetTerms.WordsFor(known).Contains(value)) is { } meant
                ? $"--fail-on {meant}={value}"
                : Spelling.Nearest(key, ResetTerms.Keys) is { } nearest
                ? $"--fail-on {nearest}={ResetTerms.WordsFor(nearest)[0]}"
                : "--fail-on any");
}
