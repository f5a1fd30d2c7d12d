using RstTrace.Core.Wire;

namespace RstTrace.Reports.History;

/// <summary>Moments as a history keeps them.</summary>
public static class StoredTime
{
    /// <summary>RFC 3339 with nine digits.</summary>
    /// <param name="time">In nanoseconds since 1970.</param>
    public static string Iso(long time) => TimeText.Iso(new Timestamp(time));
}
