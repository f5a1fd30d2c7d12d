using System;
using System.CommandLine;
using System.IO;
using RstTrace.CaptureGenerator;
using RstTrace.Core;
using RstTrace.Core.Wire;

var frames = new Option<long>("--frames")
{
    Description = "Frames to write.",
    DefaultValueFactory = _ => 10_000_000,
};
var flows = new Option<int>("--flows")
{
    Description = "Connections at any one time.",
    DefaultValueFactory = _ => 50_000,
};
var snap = new Option<int>("--snap")
{
    Description = "Octets captured of a frame at most.",
    DefaultValueFactory = _ => 96,
};
var full = new Option<bool>("--full")
{
    Description = "Capture frames whole, whatever --snap says.",
};
var seed = new Option<ulong>("--seed")
{
    Description = "Seed of every random choice: same seed, same octets.",
    DefaultValueFactory = _ => 1,
};
var ipv6Share = new Option<double>("--ipv6-share")
{
    Description = "Share of connections over IPv6.",
    DefaultValueFactory = _ => 0.1,
};
var resetShare = new Option<double>("--reset-share")
{
    Description = "Share of connections that end with a reset.",
    DefaultValueFactory = _ => 0.02,
};
var output = new Option<string>("--output", "-o")
{
    Description = "The file to write.",
    Required = true,
};

var generate = new Command("generate", "Writes a pcap, and on standard output what is in it.")
{
    frames, flows, snap, full, seed, ipv6Share, resetShare, output,
};
generate.SetAction(arguments => Generate(
    new TrafficOptions
    {
        Frames = arguments.GetValue(frames),
        Flows = arguments.GetValue(flows),
        SnapLength = arguments.GetValue(full) ? 0 : arguments.GetValue(snap),
        Seed = arguments.GetValue(seed),
        Ipv6Share = arguments.GetValue(ipv6Share),
        ResetShare = arguments.GetValue(resetShare),
    },
    arguments.GetRequiredValue(output)));

return new RootCommand("Captures of made-up TCP traffic.") { generate }.Parse(args).Invoke();

static int Generate(TrafficOptions options, string path)
{
    if (options.Fault() is { } fault)
    {
        Console.Error.WriteLine($"generate: {fault}");
        return 2;
    }

    try
    {
        Console.Out.WriteLine(Summary.ToJson(Write(options, path)));
        return 0;
    }
    catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
    {
        Console.Error.WriteLine($"generate: {failure.Message}");
        return 1;
    }
}

static TrafficCounters Write(TrafficOptions options, string path)
{
    using var traffic = new Traffic(options);
    using var file = new FileStream(
        path, FileMode.Create, FileAccess.Write, FileShare.Read, bufferSize: 0);
    var writer = new PcapWriter(file, options.SnapLength);
    while (traffic.Read(out Frame frame) == ReadOutcome.Frame) writer.Write(in frame);
    writer.Flush();
    return traffic.Counters;
}
