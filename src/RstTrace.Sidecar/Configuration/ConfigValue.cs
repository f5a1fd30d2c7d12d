using System.Collections.Generic;

namespace RstTrace.Sidecar.Configuration;

/// <summary>What was written for a key: a text, some texts, a section, or some.</summary>
/// <param name="Where">Where it was written: <c>rsttrace.yaml:12</c>, a variable's name, an
/// option.</param>
sealed record ConfigValue(string Where)
{
    /// <summary>The text; null where it is a list.</summary>
    public string? Text { get; init; }

    /// <summary>The texts of a list; null where it is none.</summary>
    public IReadOnlyList<string>? Texts { get; init; }

    /// <summary>The sections of a list; null where it is none.</summary>
    public IReadOnlyList<ConfigSection>? Sections { get; init; }

    /// <summary>The section below the key; null where there is none.</summary>
    public ConfigSection? Section { get; init; }

    /// <summary>Whether it stands in the file, and so may be read by others.</summary>
    public bool IsFromFile { get; init; }
}
