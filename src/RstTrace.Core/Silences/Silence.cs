using RstTrace.Core.Wire;

namespace RstTrace.Core.Silences;

/// <summary>A silence of a connection.</summary>
/// <param name="Length">How long, by the capture's clock.</param>
/// <param name="Frame">What ended it: the segment that was acknowledged, or the reset.</param>
public readonly record struct Silence(Duration Length, FrameId Frame);
