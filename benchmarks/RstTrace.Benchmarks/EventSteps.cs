using RstTrace.Benchmarks.Steps;

namespace RstTrace.Benchmarks;

/// <inheritdoc cref="ClassifyStep"/>
public class ClassifyBenchmarks : EventBenchmarks
{
    protected override IStep Make() => new ClassifyStep(Events);
}

/// <inheritdoc cref="NdjsonStep"/>
public class NdjsonBenchmarks : EventBenchmarks
{
    protected override IStep Make() => new NdjsonStep(Events);
}

/// <inheritdoc cref="TextStep"/>
public class TextBenchmarks : EventBenchmarks
{
    protected override IStep Make() => new TextStep(Events);
}
