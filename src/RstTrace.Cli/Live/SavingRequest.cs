using RstTrace.Capture.Live;
using RstTrace.Capture.Saving;
using RstTrace.Reports;

namespace RstTrace.Cli.Live;

/// <summary>What is kept of the frames of a live capture.</summary>
sealed record SavingRequest
{
    /// <summary>The file for all of them; null for none, "-" for standard output.</summary>
    public string? Path { get; init; }

    /// <summary>When to go on in another file.</summary>
    public Rotation Rotation { get; init; } = Rotation.None;

    /// <summary>The folder for the frames of connections that were reset; null for
    /// none.</summary>
    public string? EvidenceFolder { get; init; }

    /// <summary>Octets of all files in that folder together.</summary>
    public long MostEvidence { get; init; } = UsualEvidence;

    /// <summary>The usual <see cref="MostEvidence"/>.</summary>
    public const long UsualEvidence = 1_000_000_000;

    /// <summary>What is said in each file.</summary>
    public static SectionFacts Section { get; }
        = SectionFacts.OfThisMachine($"rsttrace {VersionAction.Version}");

    /// <summary>Whether anything is kept.</summary>
    public bool IsAsked => Path is not null || EvidenceFolder is not null;

    /// <summary>Whether they go to standard output.</summary>
    public bool IsToOutput => Path is "-";

    /// <summary>What analyzes what was kept; null where nothing was.</summary>
    public string? AnalyzeCommand => (Path, EvidenceFolder) switch
    {
        (null or "-", { } folder) => NextCommand.Analyze(folder),
        (null, null) => null,
        ("-", null) => NextCommand.Analyze("FILE"),
        ({ } path, _) when Rotation.Seconds > 0
            => NextCommand.Analyze(System.IO.Path.GetDirectoryName(path) is { Length: > 0 } folder
                ? folder
                : "."),
        ({ } path, _) when Rotation.IsAsked => NextCommand.Analyze("--ring", path) + "*",
        ({ } path, _) => NextCommand.Analyze(path),
    };

    /// <summary>What is said of where frames come from.</summary>
    public static SavedInterface InterfaceOf(LiveSource source)
        => new(source.Device, source.Link, source.Options.SnapLength);

    /// <summary>The file that holds every frame under its number; null where there are several, or
    /// several threads that number them.</summary>
    /// <param name="workers">How many threads.</param>
    public string? OnlyFile(int workers)
        => IsToOutput || Rotation.IsAsked || workers > 1 ? null : Path;
}
