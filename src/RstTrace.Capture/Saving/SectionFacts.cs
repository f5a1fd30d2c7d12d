using System.Runtime.InteropServices;

namespace RstTrace.Capture.Saving;

/// <summary>What is said of a capture as a whole. Null is left out.</summary>
public sealed record SectionFacts
{
    /// <summary>The machine that captured.</summary>
    public string? Hardware { get; init; }

    /// <summary>Its operating system.</summary>
    public string? System { get; init; }

    /// <summary>The program that wrote it.</summary>
    public string? Application { get; init; }

    /// <summary>For people.</summary>
    public string? Comment { get; init; }

    /// <summary>A capture made here and now.</summary>
    /// <param name="application">The program and its version.</param>
    public static SectionFacts OfThisMachine(string application) => new()
    {
        Hardware = RuntimeInformation.OSArchitecture.ToString(),
        System = RuntimeInformation.OSDescription,
        Application = application,
    };
}
