namespace RstTrace.Core.Flows;

/// <summary>A side of a flow.</summary>
public enum Side : byte
{
    /// <summary>Who sent the first SYN.</summary>
    Client,

    /// <summary>Who answered it.</summary>
    Server,
}
