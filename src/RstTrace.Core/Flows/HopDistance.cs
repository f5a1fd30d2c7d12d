namespace RstTrace.Core.Flows;

/// <summary>How many routers a packet has passed, told from its TTL.</summary>
/// <remarks>Systems begin with 64, 128 or 255, and few paths are longer than 24 hops. A TTL that a
/// socket chose for itself (IP_TTL, GTSM of RFC 5082) makes distances that no path has, or the same
/// distance from another start.</remarks>
static class HopDistance
{
    const int LongestPath = 24;

    /// <summary>Routers passed, if the packet began with a usual TTL; null when no usual one
    /// explains it.</summary>
    public static int? Of(byte hopLimit)
    {
        int start = hopLimit <= 64 ? 64 : hopLimit <= 128 ? 128 : 255;
        int hops = start - hopLimit;
        return hops <= LongestPath ? hops : null;
    }

    /// <summary>Whether two packets began, as far as can be told, with the same TTL.</summary>
    public static bool HaveOneStart(byte one, byte other)
        => one > 128 == other > 128 && one > 64 == other > 64;

    /// <summary>Whether a packet cannot have come the way of others: none of them has its TTL or
    /// its distance, and at least one has a distance at all.</summary>
    /// <param name="hopLimit">The packet's TTL.</param>
    /// <param name="others">TTLs of the others.</param>
    public static bool Differs(byte hopLimit, in HopLimitSet others)
    {
        if (others.Overflowed) return false;

        int? distance = Of(hopLimit);
        bool comparable = false;
        for (int index = 0; index < others.Count; index++)
        {
            if (others[index] == hopLimit) return false;
            if (Of(others[index]) is not int other) continue;
            if (other == distance) return false;
            comparable = true;
        }

        return comparable;
    }

    /// <summary>Whether a path that moves explains it: these TTLs differ by a few themselves, and
    /// the packet's by no more.</summary>
    public static bool MovesWith(byte hopLimit, in HopLimitSet others)
    {
        const int Few = 2;
        bool moves = false, isNear = false;
        for (int index = 0; index < others.Count; index++)
        {
            isNear |= System.Math.Abs(others[index] - hopLimit) <= Few;
            for (int before = 0; before < index; before++)
                moves |= System.Math.Abs(others[index] - others[before]) <= Few;
        }

        return moves && isNear;
    }
}
