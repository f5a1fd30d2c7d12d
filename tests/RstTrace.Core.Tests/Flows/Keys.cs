using RstTrace.Core.Flows;
using RstTrace.Core.Wire;

namespace RstTrace.Core.Tests.Flows;

/// <summary>Keys as values, for tests that keep them.</summary>
static class Keys
{
    /// <summary>The key of a segment's flow.</summary>
    public static FlowKey Of(in Segment segment, out bool sourceIsLow)
    {
        sourceIsLow = FlowKey.Of(in segment, out FlowKey key);
        return key;
    }
}
