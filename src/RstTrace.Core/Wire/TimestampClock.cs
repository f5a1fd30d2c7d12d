namespace RstTrace.Core.Wire;

/// <summary>The clock behind a sender's TSval: its ticks count modulo 2^32
/// (RFC 7323 §5.2).</summary>
static class TimestampClock
{
    /// <summary>Ticks from one TSval to another; negative where the other is older. Holds for less
    /// than 2^31 of them.</summary>
    public static int Ticks(uint from, uint to) => unchecked((int)(to - from));
}
