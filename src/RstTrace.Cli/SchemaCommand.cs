using System;
using System.Collections.Generic;
using System.CommandLine;
using System.IO;
using System.Text;
using RstTrace.Capture;
using RstTrace.Reports;
using RstTrace.Sidecar.Delivery;

namespace RstTrace.Cli;

/// <summary>The words of <c>rsttrace schema</c>.</summary>
sealed class SchemaCommand : Command, IDocumented
{
    // Another schema is one line.
    static readonly (string Name, string Meaning, Func<Stream> Open)[] s_schemas =
    [
        ("reset", "JSON Schema of a reset, as --format ndjson writes it", EventSchema.Open),
        ("incident", "JSON Schema of an incident, as it stands behind the resets",
            EventSchema.OpenIncident),
        ("clickhouse", "the tables in ClickHouse that a sidecar writes to, in SQL",
            static () => new MemoryStream(Encoding.UTF8.GetBytes(ClickHouseSchema.Text))),
    ];

    static readonly string[] s_names
        = Array.ConvertAll(s_schemas, static schema => schema.Name);

    readonly Argument<string[]> _name = new("NAME")
    {
        Arity = ArgumentArity.ZeroOrMore, // Ours to word when there are several.
        Description = $"{string.Join(", ", s_names[..^1])} or {s_names[^1]}; "
            + "without one, the list",
    };

    /// <param name="run">Does it.</param>
    public SchemaCommand(Func<SchemaRequest, ExitCode> run)
        : base("schema", "what the fields of the formats for programs are")
    {
        _name.CompletionSources.Add(_ => s_names);
        Add(_name);
        SetAction(words => (int)run(Read(Usage.Words(words, _name))));
    }

    /// <inheritdoc/>
    public string Synopsis => "schema [NAME]";

    /// <inheritdoc/>
    public IReadOnlyList<string> Examples => ["rsttrace schema reset > reset.schema.json"];

    static SchemaRequest Read(IReadOnlyList<string> given)
    {
        if (given.Count > 1)
        {
            throw new UsageException(
                $"schema takes one NAME, not {given.Count}", $"rsttrace schema {s_names[0]}");
        }

        return new SchemaRequest(given.Count == 0 ? List : Named(given[0]));
    }

    static Func<Stream> Named(string name)
    {
        int place = Array.IndexOf(s_names, name);
        return place >= 0
            ? s_schemas[place].Open
            : throw new UsageException(
                $"no schema '{name}'",
                Spelling.Nearest(name, s_names) is { } nearest
                    ? $"rsttrace schema {nearest}"
                    : "rsttrace schema, which lists them");
    }

    static MemoryStream List()
    {
        var list = new MemoryStream();
        var text = StandardStream.WriterTo(list);
        foreach ((string name, string meaning, _) in s_schemas)
            text.Write($"{name,-10} {meaning}\n");
        text.Flush();
        list.Position = 0;
        return list;
    }
}

/// <summary>What <c>rsttrace schema</c> was asked to do.</summary>
/// <param name="Open">What to print: UTF-8. Whoever opens it disposes of it.</param>
sealed record SchemaRequest(Func<Stream> Open);
