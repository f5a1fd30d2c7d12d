namespace RstTrace.Core.Resets;

/// <summary>An entry of the catalogue: why connections are reset.</summary>
public sealed record Cause
{
    /// <summary>Its identity, such as <c>port-closed</c>.</summary>
    public required string Id { get; init; }

    /// <summary>What it means, in a few words.</summary>
    public required string Title { get; init; }

    /// <inheritdoc/>
    public override string ToString() => Id;
}
