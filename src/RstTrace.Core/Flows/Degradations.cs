using System;

namespace RstTrace.Core.Flows;

/// <summary>What weakens a verdict.</summary>
[Flags]
public enum Degradations
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>Headers were cut by the snap length.</summary>
    SnapLength = 1,

    /// <summary>One side acknowledged data that the capture does not hold.</summary>
    Gap = 2,

    /// <summary>The handshake was not captured: who is the client is a guess.</summary>
    NoHandshake = 4,

    /// <summary>Only one direction was captured.</summary>
    OneDirection = 8,

    /// <summary>Segmentation offload hides segment boundaries.</summary>
    Offload = 16,

    /// <summary>The capture's clock ran backwards within the flow.</summary>
    Clock = 32,

    /// <summary>The capture ended, or the table was full, before the reset could be
    /// followed.</summary>
    Unsettled = 64,

    /// <summary>The flow had been evicted from the full table before.</summary>
    Evicted = 128,
}
