using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json.Nodes;

namespace RstTrace.Samples.Tests;

/// <summary>Events as the program writes them.</summary>
static class Json
{
    /// <summary>An object a line.</summary>
    public static JsonObject[] Lines(string text)
        => [.. text.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => JsonNode.Parse(line)!.AsObject())];

    /// <summary>Those of resets.</summary>
    public static JsonObject[] Resets(string text) => Of(text, "rsttrace.reset/1");

    /// <summary>Those of incidents.</summary>
    public static JsonObject[] Incidents(string text) => Of(text, "rsttrace.incident/1");

    /// <summary>A member by the names on the way to it.</summary>
    public static JsonNode? At(this JsonNode json, string path)
        => path.Split('.').Aggregate((JsonNode?)json, (node, name) => node?[name]);

    /// <summary>Takes members out of an event, by the names on the way to them.</summary>
    public static JsonObject Without(this JsonObject json, params IEnumerable<string> paths)
    {
        foreach (string path in paths)
        {
            string[] names = path.Split('.');
            JsonNode? parent = names.Length == 1 ? json : json.At(string.Join('.', names[..^1]));
            parent?.AsObject().Remove(names[^1]);
        }

        return json;
    }

    static JsonObject[] Of(string text, string schema)
        => [.. Lines(text).Where(json => (string)json["schema"]! == schema)];

    /// <summary>Every frame of a list that may go on in the files of <c>also_in</c>.</summary>
    public static IEnumerable<(string File, long Number)> Frames(
        JsonNode frames, JsonNode? alsoIn, string file)
        => frames.AsArray().Select(number => (file, (long)number!)).Concat(
            (alsoIn?.AsArray() ?? []).SelectMany(other => other!["frames"]!.AsArray()
                .Select(number => ((string)other["file"]!, (long)number!))));

    /// <summary>Every RST frame of an event.</summary>
    public static IEnumerable<(string File, long Number)> ResetFrames(this JsonObject json)
        => Frames(
            json.At("reset.frames")!, json.At("reset.also_in"), (string)json.At("capture.file")!);
}
