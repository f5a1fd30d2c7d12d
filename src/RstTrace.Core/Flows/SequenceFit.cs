namespace RstTrace.Core.Flows;

/// <summary>A RST's SEG.SEQ against RCV.NXT of the receiver (RFC 5961 §3.2).</summary>
public enum SequenceFit : byte
{
    /// <summary>SEG.SEQ = RCV.NXT, as far as the capture shows it.</summary>
    Exact,

    /// <summary>Inside the window, not at its edge.</summary>
    InWindow,

    /// <summary>Outside the window.</summary>
    Outside,

    /// <summary>The capture does not show what the receiver expects.</summary>
    Unknown,
}
