using System;
using System.IO;
using System.IO.Compression;
using RstTrace.CaptureGenerator;
using RstTrace.Core;
using RstTrace.Core.Wire;

namespace RstTrace.Benchmarks.Steps;

/// <summary>A generated capture in a temporary file, in the system's page cache.</summary>
sealed class GeneratedFile : IDisposable
{
    /// <summary>Writes it; <see cref="Dispose"/> removes it.</summary>
    public GeneratedFile(TrafficOptions options, bool gzip = false)
    {
        using FileStream file = File.Create(Path);
        using Stream octets = gzip ? new GZipStream(file, CompressionLevel.Fastest) : file;
        using var traffic = new Traffic(options);
        var writer = new PcapWriter(octets, options.SnapLength);
        while (traffic.Read(out Frame frame) == ReadOutcome.Frame) writer.Write(in frame);
        writer.Flush();
    }

    /// <summary>Where it lies.</summary>
    public string Path { get; } = System.IO.Path.GetTempFileName();

    /// <inheritdoc/>
    public void Dispose() => File.Delete(Path);
}
