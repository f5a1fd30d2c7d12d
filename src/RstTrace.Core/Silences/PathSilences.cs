namespace RstTrace.Core.Silences;

/// <summary>What silences did to the connections of one path.</summary>
/// <remarks>Of equals the first stands, so that the frames named are the earliest.</remarks>
record struct PathSilences
{
    /// <summary>Silences after which data was acknowledged.</summary>
    public long Survivals { get; private set; }

    /// <summary>The longest of those; default if there is none.</summary>
    public Silence LongestSurvived { get; private set; }

    /// <summary>Silences that ended in a reset, drawn or not.</summary>
    public long Kills { get; private set; }

    /// <summary>The shortest of those; default if there is none.</summary>
    public Silence ShortestFatal { get; private set; }

    /// <summary>The longest of those; default if there is none.</summary>
    public Silence LongestFatal { get; private set; }

    /// <summary>Those of the kills that no segment had drawn.</summary>
    public long SpontaneousKills { get; private set; }

    /// <summary>The shortest of those; default if there is none.</summary>
    public Silence ShortestSpontaneous { get; private set; }

    /// <summary>The longest of those; default if there is none.</summary>
    public Silence LongestSpontaneous { get; private set; }

    public void AddSurvival(Silence silence)
    {
        if (Survivals++ == 0 || silence.Length > LongestSurvived.Length)
            LongestSurvived = silence;
    }

    public void AddKill(Silence silence, bool isSpontaneous)
    {
        if (Kills == 0 || silence.Length < ShortestFatal.Length) ShortestFatal = silence;
        if (Kills++ == 0 || silence.Length > LongestFatal.Length) LongestFatal = silence;
        if (!isSpontaneous) return;

        if (SpontaneousKills == 0 || silence.Length < ShortestSpontaneous.Length)
            ShortestSpontaneous = silence;
        if (SpontaneousKills++ == 0 || silence.Length > LongestSpontaneous.Length)
            LongestSpontaneous = silence;
    }
}
