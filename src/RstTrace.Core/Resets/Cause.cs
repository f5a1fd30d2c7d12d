using System.Collections.Generic;

namespace RstTrace.Core.Resets;

/// <summary>One reason why connections are reset, as the catalogue names it.</summary>
/// <remarks>All texts are plain, end as a sentence or phrase of their kind does, and hold nothing
/// off the wire.</remarks>
public record Cause
{
    /// <summary>Its identity, such as <c>port-closed</c>.</summary>
    public required string Id { get; init; }

    /// <summary>What it means, in a few words.</summary>
    public required string Title { get; init; }

    /// <summary>Where TCP says so: an RFC section or a kernel source file.</summary>
    public required string Reference { get; init; }

    /// <summary>What happened, for whoever runs the hosts: two or three sentences.</summary>
    public required string Meaning { get; init; }

    /// <summary>What is seen on the wire, in the terms of TCP.</summary>
    public required string Predicate { get; init; }

    /// <summary>What usually does it, a phrase each.</summary>
    public required IReadOnlyList<string> Culprits { get; init; }

    /// <summary>The causes it is easily taken for. A pair stands in one of the two entries only:
    /// <see cref="Catalogue.LookAlikesOf"/> finds it from both.</summary>
    public required IReadOnlyList<LookAlike> LookAlikes { get; init; }

    /// <summary>The observation that would tell it from any other cause.</summary>
    public required string SeparateBy { get; init; }

    /// <summary>What to check or change, first things first.</summary>
    public required IReadOnlyList<FixTemplate> Fixes { get; init; }

    /// <inheritdoc/>
    public sealed override string ToString() => Id;
}

/// <summary>Another cause that looks much the same.</summary>
/// <param name="Cause">Its id.</param>
/// <param name="SeparateBy">The observation that would separate the two, and which outcome speaks
/// for which; true from either side.</param>
public sealed record LookAlike(string Cause, string SeparateBy);
