using RstTrace.Core;

namespace RstTrace.Benchmarks.Steps;

/// <summary>Resets that have settled to their events: facts, sender, phase, cause.</summary>
/// <param name="events">How many.</param>
public sealed class ClassifyStep(int events) : IStep
{
    readonly RecordedResets _resets = new(events);
    CountingSink _sink = null!;
    Tracer _tracer = null!;

    /// <inheritdoc/>
    public void Prepare()
    {
        _sink = new CountingSink();
        _tracer = _resets.Followed(_sink);
    }

    /// <inheritdoc/>
    public Passed Run()
    {
        RecordedResets.Settle(_tracer);
        return new Passed(0, _sink.Events);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
    }
}
