using System;
using System.Collections.Generic;
using System.CommandLine;
using RstTrace.Capture;

namespace RstTrace.Cli.Live;

/// <summary>The words of <c>rsttrace interfaces</c>.</summary>
sealed class InterfacesCommand : Command, IDocumented
{
    readonly Option<string> _format = new("--format")
    {
        HelpName = "text|ndjson",
        Description = "for people, or one JSON object a line (text)",
    };

    readonly Option<string> _namespace = new("--netns")
    {
        HelpName = "NAME|PATH",
        Description = "of this network namespace",
    };

    /// <param name="run">Does it.</param>
    public InterfacesCommand(Func<InterfacesRequest, ExitCode> run)
        : base("interfaces", "the network devices that live can capture on")
    {
        _namespace.CompletionSources.Add(_ => DeviceNames.OfNamespaces());
        Add(_format);
        Add(_namespace);
        SetAction(words => (int)run(new InterfacesRequest(
            words.GetValue(_namespace), IsNdjson(words.GetValue(_format) ?? "text"))));
    }

    /// <inheritdoc/>
    public string Synopsis => "interfaces";

    /// <inheritdoc/>
    public IReadOnlyList<string> Examples => ["rsttrace interfaces"];

    static bool IsNdjson(string name) => name switch
    {
        "text" => false,
        "ndjson" => true,
        _ => throw new UsageException(
            $"--format takes text or ndjson, not '{name}'",
            $"--format {Spelling.Nearest(name, ["text", "ndjson"]) ?? "ndjson"}"),
    };
}

/// <summary>What <c>rsttrace interfaces</c> was asked to do.</summary>
/// <param name="NetworkNamespace">Whose devices; null for our own.</param>
/// <param name="IsNdjson">Whether programs read it.</param>
sealed record InterfacesRequest(string? NetworkNamespace, bool IsNdjson);
