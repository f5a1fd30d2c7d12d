namespace RstTrace.Host.Checking;

/// <summary>What a step of the runbook comes to.</summary>
public enum StepVerdict : byte
{
    /// <summary>Nothing here resets connections.</summary>
    Ok,

    /// <summary>Worth a look: it can reset connections, or hides what does.</summary>
    Warn,

    /// <summary>This is what is wrong, or part of it.</summary>
    Bad,

    /// <summary>It could not be done; the finding says why.</summary>
    Skipped,
}
