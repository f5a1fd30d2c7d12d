using RstTrace.Capture.Saving;

namespace RstTrace.Cli.Live;

/// <summary>What is kept of the frames of a live capture.</summary>
sealed record SavingRequest
{
    /// <summary>The file for all of them; null for none, "-" for standard output.</summary>
    public string? Path { get; init; }

    /// <summary>When to go on in another file.</summary>
    public Rotation Rotation { get; init; } = Rotation.None;

    /// <summary>Whether anything is kept.</summary>
    public bool IsAsked => Path is not null;

    /// <summary>Whether they go to standard output.</summary>
    public bool IsToOutput => Path is "-";

    /// <summary>The file that holds every frame under its number; null where there are several, or
    /// several threads that number them.</summary>
    /// <param name="workers">How many threads.</param>
    public string? OnlyFile(int workers)
        => IsToOutput || Rotation.IsAsked || workers > 1 ? null : Path;
}
