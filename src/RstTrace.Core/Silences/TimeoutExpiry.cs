namespace RstTrace.Core.Silences;

/// <summary>What happens when an idle timeout runs out.</summary>
public enum TimeoutExpiry : byte
{
    /// <summary>The source does not say.</summary>
    Unstated,

    /// <summary>The state is forgotten and nobody is told.</summary>
    SilentDrop,

    /// <summary>The state is forgotten, and the next segment is answered with a RST.</summary>
    ResetOnNextSegment,

    /// <summary>Both endpoints get a RST at that moment.</summary>
    ResetToBoth,

    /// <summary>The connection is closed with a FIN; a request that crosses it draws a
    /// RST.</summary>
    Fin,
}
