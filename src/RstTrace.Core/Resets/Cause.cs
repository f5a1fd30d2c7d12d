namespace RstTrace.Core.Resets;

/// <summary>One reason why connections are reset, as the catalogue names it.</summary>
public record Cause
{
    /// <summary>Its identity, such as <c>port-closed</c>.</summary>
    public required string Id { get; init; }

    /// <summary>What it means, in a few words.</summary>
    public required string Title { get; init; }

    /// <summary>Where TCP says so: an RFC section or a kernel source file.</summary>
    public required string Reference { get; init; }

    /// <summary>The observation that would tell it from its look-alikes.</summary>
    public required string SeparateBy { get; init; }

    /// <inheritdoc/>
    public sealed override string ToString() => Id;
}
