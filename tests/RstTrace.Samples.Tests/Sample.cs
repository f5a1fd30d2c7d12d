using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json.Nodes;
using NUnit.Framework;
using RstTrace.Cli.Tests;

namespace RstTrace.Samples.Tests;

/// <summary>A capture of <c>samples-pcap</c>, or the folder there whose files are one.</summary>
/// <param name="Name">As the README there calls it.</param>
/// <param name="Files">Its files in order, named from that folder.</param>
public sealed record Sample(string Name, params string[] Files)
{
    static readonly ConcurrentDictionary<string, RunResult> s_runs = new();

    /// <summary>Where the samples lie, beside the tests.</summary>
    public static string Folder { get; } =
        Path.Combine(TestContext.CurrentContext.TestDirectory, "samples-pcap");

    /// <summary>All of them.</summary>
    public static IEnumerable<Sample> All { get; } =
    [
        .. Names(Folder).Select(name => new Sample(name, name)),
        new Sample(
            "ring/", [.. Names(Path.Combine(Folder, "ring")).Select(name => $"ring/{name}")]),
    ];

    /// <summary>Those of one file.</summary>
    public static IEnumerable<Sample> OfOneFile => All.Where(sample => !sample.IsRing);

    /// <summary>Those that pcap can hold; in a pcapng, frames may begin in several ways.</summary>
    public static IEnumerable<Sample> OfPcap
        => OfOneFile.Where(sample => !sample.Name.EndsWith(".pcapng", StringComparison.Ordinal));

    /// <summary>Whether its files are one capture.</summary>
    public bool IsRing => Files.Length > 1;

    /// <summary>Whether it is cut short in the middle of a record.</summary>
    public bool IsDamaged => Name == "mitmengine__computer-Windows-10-chrome-46.0_handshake.pcap";

    /// <summary>Where its first file lies.</summary>
    public string First => PathOf(Files[0]);

    /// <summary>Where one of its files lies.</summary>
    public static string PathOf(string file) => Path.Combine(Folder, file);

    /// <summary>What the program, started in the folder of the samples, prints of it as
    /// NDJSON.</summary>
    internal RunResult Events
        => s_runs.GetOrAdd(Name, _ => Analyze("--format", "ndjson", "--stats"));

    /// <summary>The same, read: its resets.</summary>
    public JsonObject[] ReadEvents() => Json.Resets(Events.Output);

    /// <summary>Its incidents.</summary>
    public JsonObject[] ReadIncidents() => Json.Incidents(Events.Output);

    /// <summary>Runs the program on it, in the folder of the samples.</summary>
    internal RunResult Analyze(params string[] options)
    {
        string[] ring = IsRing ? ["--ring"] : [];
        return RstTraceProcess.RunIn(Folder, ["analyze", .. options, .. ring, .. Files]);
    }

    /// <summary>One of its files without a record that is cut short, over which others
    /// fail.</summary>
    internal TemporaryFile WholeCopy(string file)
    {
        byte[] octets = File.ReadAllBytes(PathOf(file));
        return new TemporaryFile(IsDamaged ? WholeRecords(octets) : octets);
    }

    /// <inheritdoc/>
    public override string ToString() => Name;

    static IEnumerable<string> Names(string folder)
        => Directory.EnumerateFiles(folder)
            .Select(path => Path.GetFileName(path))
            .Where(name => !name.EndsWith(".md", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal);

    // The record's captured length is its third word.
    static byte[] WholeRecords(byte[] file)
    {
        const int Header = 24, RecordHeader = 16;
        int end = Header;
        for (int next = end; next <= file.Length; next = Next(next)) end = next;
        return file[..end];

        int Next(int record) => record + RecordHeader > file.Length
            ? int.MaxValue
            : record + RecordHeader + BitConverter.ToInt32(file, record + 8);
    }
}
