using System;

namespace RstTrace.Benchmarks.Steps;

/// <summary>One step of a frame's way, to be measured: made ready, then run once.</summary>
public interface IStep : IDisposable
{
    /// <summary>Makes it ready for one run. Not measured.</summary>
    void Prepare();

    /// <summary>The step, for all of its frames or events. Measured.</summary>
    /// <returns>What came through.</returns>
    Passed Run();
}

/// <summary>What came through a step.</summary>
/// <param name="Frames">Frames; 0 where a step gets none.</param>
/// <param name="Events">Reset events; 0 where a step makes none.</param>
public readonly record struct Passed(long Frames, long Events);
