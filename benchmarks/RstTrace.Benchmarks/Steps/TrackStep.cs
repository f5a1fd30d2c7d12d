using RstTrace.CaptureGenerator;
using RstTrace.Core;
using RstTrace.Core.Wire;

namespace RstTrace.Benchmarks.Steps;

/// <summary>Frames to flows: <see cref="Tracer.Take(in Frame)"/> on traffic without resets. It decodes
/// them, so tracking alone is this less <see cref="DecodeStep"/>.</summary>
/// <remarks>The tracer is new for each run, as the same frames would be old news to one that has
/// seen them. It has taken as many frames before, so that its tables are as full as they get.
/// </remarks>
/// <param name="frames">How many frames.</param>
/// <param name="flows">Connections at any one time; the table holds twice as many.</param>
public sealed class TrackStep(int frames, int flows) : IStep
{
    readonly RecordedFrames _frames = new(
        new TrafficOptions { Frames = 2L * frames, Flows = flows, ResetShare = 0 });

    Tracer _tracer = null!;

    /// <inheritdoc/>
    public void Prepare()
    {
        _tracer = new Tracer(new TracerOptions { MaxFlows = 2 * flows }, new CountingSink());
        Take(0, frames);
    }

    /// <inheritdoc/>
    public Passed Run()
    {
        Take(frames, 2 * frames);
        return new Passed(_tracer.Counters[DecodeOutcome.Decoded] - frames, 0);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
    }

    void Take(int first, int end)
    {
        for (int index = first; index < end; index++)
        {
            Frame frame = _frames[index];
            _tracer.Take(in frame);
        }

        _tracer.Flush();
    }
}
