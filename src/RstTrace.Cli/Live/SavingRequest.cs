namespace RstTrace.Cli.Live;

/// <summary>What is kept of the frames of a live capture.</summary>
sealed record SavingRequest
{
    /// <summary>The file for all of them; null for none, "-" for standard output.</summary>
    public string? Path { get; init; }

    /// <summary>Whether anything is kept.</summary>
    public bool IsAsked => Path is not null;

    /// <summary>Whether they go to standard output.</summary>
    public bool IsToOutput => Path is "-";
}
