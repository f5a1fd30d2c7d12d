using RstTrace.Capture;
using RstTrace.CaptureGenerator;
using RstTrace.Core;

namespace RstTrace.Benchmarks.Steps;

/// <summary>A capture file to frames, one by one.</summary>
/// <remarks>The file lies in the page cache, so what is measured is our work and the copy out of
/// that cache. It is opened beforehand.</remarks>
public sealed class WalkStep : IStep
{
    readonly GeneratedFile _file;
    CaptureFile? _capture;

    /// <param name="frames">How many the file holds.</param>
    /// <param name="gzip">Whether it is compressed.</param>
    public WalkStep(int frames, bool gzip)
        => _file = new GeneratedFile(new TrafficOptions { Frames = frames, Flows = 1_000 }, gzip);

    /// <inheritdoc/>
    public void Prepare()
    {
        _capture?.Dispose();
        _capture = CaptureFile.Open(_file.Path);
    }

    /// <inheritdoc/>
    public Passed Run()
    {
        long frames = 0;
        while (_capture!.Read(out _) == ReadOutcome.Frame) frames++;
        return new Passed(frames, 0);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _capture?.Dispose();
        _file.Dispose();
    }
}
