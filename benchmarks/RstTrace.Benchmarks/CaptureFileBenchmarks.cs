using System.IO;
using System.IO.Compression;
using BenchmarkDotNet.Attributes;
using RstTrace.Capture;
using RstTrace.CaptureGenerator;
using RstTrace.Core;
using RstTrace.Core.Wire;

namespace RstTrace.Benchmarks;

/// <summary>A capture file to frames: <see cref="CaptureFile.Read(out Frame)"/>. Figures are per frame.
/// </summary>
/// <remarks>The file lies in the system's page cache, so what is measured is our work and the
/// copy out of that cache. It is opened outside of what is measured.</remarks>
[MemoryDiagnoser]
public class CaptureFileBenchmarks
{
    const int Frames = 1_000_000;

    readonly string _path = Path.GetTempFileName();
    CaptureFile _file = null!;
    long _read;

    /// <summary>Whether the file is compressed.</summary>
    [Params(false, true)]
    public bool Gzip { get; set; }

    [GlobalSetup]
    public void WriteFile()
    {
        using FileStream file = File.Create(_path);
        using Stream octets = Gzip ? new GZipStream(file, CompressionLevel.Fastest) : file;
        var options = new TrafficOptions { Frames = Frames, Flows = 1_000 };
        using var traffic = new Traffic(options);
        var writer = new PcapWriter(octets, options.SnapLength);
        while (traffic.Read(out Frame frame) == ReadOutcome.Frame) writer.Write(in frame);
        writer.Flush();
    }

    [GlobalCleanup]
    public void RemoveFile() => File.Delete(_path);

    [IterationSetup]
    public void OpenFile() => _file = CaptureFile.Open(_path);

    [IterationCleanup]
    public void CloseFile()
    {
        _file.Dispose();
        Expected.All(_read, Frames);
    }

    [Benchmark(OperationsPerInvoke = Frames)]
    public void Read()
    {
        _read = 0;
        while (_file.Read(out _) == ReadOutcome.Frame) _read++;
    }
}
