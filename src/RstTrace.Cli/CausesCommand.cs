using System;
using System.Collections.Generic;
using System.CommandLine;
using System.CommandLine.Completions;
using RstTrace.Capture;
using RstTrace.Core.Resets;

namespace RstTrace.Cli;

/// <summary>The words of <c>rsttrace causes</c>.</summary>
sealed class CausesCommand : Command, IDocumented
{
    readonly Argument<string[]> _ids = new("ID")
    {
        Arity = ArgumentArity.ZeroOrMore, // Ours to word when there are several.
        Description = "the cause to show in full; without one, the list",
    };

    readonly Option<bool> _markdown = new("--markdown")
    {
        Description = "all of them in full, as docs/causes.md",
    };

    /// <param name="run">Does it.</param>
    public CausesCommand(Func<CausesRequest, ExitCode> run)
        : base("causes", "what the causes mean, what does it, what to do")
    {
        _ids.CompletionSources.Add(_ => Completed());
        Add(_ids);
        Add(_markdown);
        SetAction(words => (int)run(Read(words)));
    }

    /// <inheritdoc/>
    public string Synopsis => "causes [ID]";

    /// <inheritdoc/>
    public IReadOnlyList<string> Examples => ["rsttrace causes write-after-close"];

    /// <summary>The ids of all causes.</summary>
    internal static List<string> Names()
    {
        var names = new List<string>();
        foreach (Cause cause in Catalogue.Causes) names.Add(cause.Id);
        return names;
    }

    static IEnumerable<CompletionItem> Completed()
    {
        foreach (Cause cause in Catalogue.Causes)
            yield return new CompletionItem(cause.Id, detail: cause.Title);
    }

    CausesRequest Read(ParseResult words)
    {
        IReadOnlyList<string> ids = Usage.Words(words, _ids);
        bool markdown = words.GetValue(_markdown);
        if (ids.Count > 1)
            throw new UsageException($"causes takes one ID, not {ids.Count}", Examples[0]);
        if (markdown && ids.Count > 0)
        {
            throw new UsageException(
                "--markdown writes all causes and takes no ID", "rsttrace causes --markdown");
        }

        return new CausesRequest(ids.Count == 0 ? null : Named(ids[0]), markdown);
    }

    static Cause Named(string id)
        => Catalogue.Find(id) ?? throw new UsageException(
            $"no cause '{id}'",
            Spelling.Nearest(id, Names()) is { } nearest
                ? $"rsttrace causes {nearest}"
                : "rsttrace causes, which lists them");
}

/// <summary>What <c>rsttrace causes</c> was asked to do.</summary>
/// <param name="Cause">The one to show in full; null for all.</param>
/// <param name="Markdown">Whether to write all in full, as Markdown.</param>
sealed record CausesRequest(Cause? Cause, bool Markdown);
