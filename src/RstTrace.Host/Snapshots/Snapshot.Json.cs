using System;
using System.IO;
using System.Text.Json;
using RstTrace.Core;

namespace RstTrace.Host.Snapshots;

public sealed partial class Snapshot
{
    const string SchemaName = "rsttrace.snapshot/1";
    const int MostFileOctets = 8 << 20, MostText = 1 << 20;

    static readonly JsonWriterOptions s_writing = new() { Indented = true };
    static readonly JsonDocumentOptions s_reading = new() { MaxDepth = 8 };

    /// <summary>Reads one that <c>rsttrace snapshot</c> or its script printed.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="CaptureException">It cannot be read, or is none.</exception>
    public static Snapshot Load(string path)
    {
        byte[] octets;
        try
        {
            if (new FileInfo(path).Length > MostFileOctets) throw NoSnapshot(path, "is too large");
            octets = System.IO.File.ReadAllBytes(path);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new CaptureException(
                $"cannot read {path}: {failure.Message.Split(" : '")[0]}", $"ls -l {path}",
                failure);
        }

        try
        {
            using JsonDocument document = JsonDocument.Parse(octets, s_reading);
            return Parse(document.RootElement) ?? throw NoSnapshot(path, "is no snapshot");
        }
        catch (JsonException failure)
        {
            throw NoSnapshot(
                path, $"is no JSON (line {failure.LineNumber + 1})");
        }
    }

    /// <summary>Writes it as one JSON object: docs/snapshot.schema.json.</summary>
    public void WriteTo(Stream output)
    {
        using var json = new Utf8JsonWriter(output, s_writing);
        json.WriteStartObject();
        json.WriteString("schema", SchemaName);
        json.WriteNumber("time", Time);
        json.WriteStartObject("files");
        foreach ((string path, string text) in _files) json.WriteString(path, text);
        json.WriteEndObject();
        WriteText(json, "listeners", Listeners);
        json.WriteStartArray("processes");
        foreach (ProcessFacts process in _processes)
        {
            json.WriteStartObject();
            json.WriteNumber("pid", process.Id);
            json.WriteString("stat", process.Stat);
            WriteText(json, "limits", process.Limits);
            if (process.OpenFiles is { } count) json.WriteNumber("files_open", count);
            else json.WriteNull("files_open");
            json.WriteEndObject();
        }

        json.WriteEndArray();
        WriteText(json, "kernel_log", KernelLog);
        json.WriteEndObject();
    }

    static void WriteText(Utf8JsonWriter json, string name, string? text)
    {
        if (text is null) json.WriteNull(name);
        else json.WriteString(name, text);
    }

    static Snapshot? Parse(JsonElement root)
    {
        if (TextOf(root, "schema") != SchemaName) return null;

        var snapshot = new Snapshot
        {
            Time = NumberOf(root, "time") ?? 0,
            Listeners = TextOf(root, "listeners"),
            KernelLog = TextOf(root, "kernel_log"),
        };
        if (root.TryGetProperty("files", out JsonElement files)
            && files.ValueKind == JsonValueKind.Object)
        {
            foreach (JsonProperty file in files.EnumerateObject())
                if (Text(file.Value) is { } text) snapshot._files[file.Name] = text;
        }

        if (root.TryGetProperty("processes", out JsonElement processes)
            && processes.ValueKind == JsonValueKind.Array)
        {
            foreach (JsonElement process in processes.EnumerateArray()) snapshot.Add(process);
        }

        return snapshot;
    }

    void Add(JsonElement process)
    {
        if (_processes.Count == SnapshotFiles.MostProcesses) return;
        if (NumberOf(process, "pid") is not (> 0 and <= int.MaxValue and var id)) return;
        if (TextOf(process, "stat") is not { } stat) return;

        _processes.Add(new ProcessFacts(
            (int)id, stat, TextOf(process, "limits"), NumberOf(process, "files_open")));
    }

    static string? TextOf(JsonElement element, string name)
        => element.ValueKind == JsonValueKind.Object
            && element.TryGetProperty(name, out JsonElement value) ? Text(value) : null;

    static string? Text(JsonElement value)
        => value.ValueKind == JsonValueKind.String && value.GetString() is { Length: < MostText }
            text ? text : null;

    static long? NumberOf(JsonElement element, string name)
        => element.ValueKind == JsonValueKind.Object
            && element.TryGetProperty(name, out JsonElement value)
            && value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out long number)
            ? number
            : null;

    static CaptureException NoSnapshot(string path, string why)
        => new(
            $"{path} {why}",
            "rsttrace snapshot > FILE on that host, or run there what rsttrace snapshot --script "
                + "prints");
}
