namespace RstTrace.Core.Silences;

/// <summary>Whether the silences of a path fit one idle timeout.</summary>
public enum IdleFit : byte
{
    /// <summary>Shorter ones were survived, longer ones killed: it lies between.</summary>
    Between,

    /// <summary>None was seen to be survived: it is as long as the shortest that killed, or
    /// shorter.</summary>
    AtMost,

    /// <summary>Refuted: one at least as long as one that killed was survived.</summary>
    Overlap,

    /// <summary>Refuted: connections ended by themselves after silences too different for one
    /// timer.</summary>
    Scatter,
}
