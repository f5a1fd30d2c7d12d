namespace RstTrace.Host.Probes;

/// <summary>What a TTL says of distance: systems begin with 64, 128 or 255, some with
/// 32.</summary>
static class Hops
{
    /// <summary>Routers passed, if it began with the next of these above.</summary>
    public static int Passed(int ttl) => Begin(ttl) - ttl;

    /// <summary>What it probably began with.</summary>
    public static int Begin(int ttl) => ttl switch
    {
        <= 32 => 32,
        <= 64 => 64,
        <= 128 => 128,
        _ => 255,
    };
}
