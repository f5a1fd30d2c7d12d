using BenchmarkDotNet.Attributes;
using RstTrace.Benchmarks.Steps;

namespace RstTrace.Benchmarks;

/// <summary>A step under BenchmarkDotNet: made ready before each iteration, run once in it.
/// </summary>
[MemoryDiagnoser]
public abstract class StepBenchmarks
{
    /// <summary>Frames of a run: what its figures are divided by.</summary>
    protected const int Frames = 1_000_000;

    /// <summary>Events of a run: what its figures are divided by.</summary>
    protected const int Events = 4_000;

    IStep _step = null!;

    /// <summary>The step to be measured.</summary>
    protected abstract IStep Make();

    /// <summary>What came through in the latest run.</summary>
    protected Passed Passed { get; private set; }

    [GlobalSetup]
    public void Setup() => _step = Make();

    [GlobalCleanup]
    public void Cleanup() => _step.Dispose();

    [IterationSetup]
    public void Prepare() => _step.Prepare();

    protected void Run() => Passed = _step.Run();
}

/// <summary>Steps whose figures are per frame.</summary>
public abstract class FrameBenchmarks : StepBenchmarks
{
    [Benchmark(OperationsPerInvoke = Frames)]
    public void Frame() => Run();

    [IterationCleanup]
    public void Check() => Expected.All(Passed.Frames, Frames);
}

/// <summary>Steps whose figures are per reset event.</summary>
public abstract class EventBenchmarks : StepBenchmarks
{
    [Benchmark(OperationsPerInvoke = Events)]
    public void Event() => Run();

    [IterationCleanup]
    public void Check() => Expected.All(Passed.Events, Events);
}
