using System;

namespace RstTrace.Cli;

/// <summary>What the program says to a script when it ends.</summary>
enum ExitCode
{
    /// <summary>All was read.</summary>
    Finished = 0,

    /// <summary>The machine failed: no such file, no right to read it, no capture, disk
    /// full.</summary>
    Failed = 1,

    /// <summary>The command line cannot be understood.</summary>
    Usage = 2,

    /// <summary>Finished, and a reset was found that <c>--fail-on</c> asks for, or a step of a
    /// check is bad.</summary>
    Matched = 3,

    /// <summary>Finished, but the input was damaged, cut short or of a link type that is not
    /// read.</summary>
    Damaged = 4,

    /// <summary>Finished, and nothing matched what was asked for; no file was written.</summary>
    NothingMatched = 5,

    /// <summary>Interrupted (SIGINT, 128 + 2); the report holds what was found until
    /// then.</summary>
    Interrupted = 130,

    /// <summary>Terminated (SIGTERM, 128 + 15); the report holds what was found until
    /// then.</summary>
    Terminated = 143,
}

/// <summary>What exit codes mean, and how those of several captures add up.</summary>
static class ExitCodes
{
    /// <summary>What one means, for a user.</summary>
    public static string Meaning(ExitCode code) => code switch
    {
        ExitCode.Finished => "finished: all was read",
        ExitCode.Failed => "the machine failed, or what was given is no capture",
        ExitCode.Usage => "the command line cannot be understood",
        ExitCode.Matched => "finished, and what --fail-on asks for was found",
        ExitCode.Damaged => "finished, but the input was damaged, cut short or of a link type "
            + "that is not read",
        ExitCode.NothingMatched => "finished, and nothing matched what was asked for: no file was "
            + "written",
        ExitCode.Interrupted => "interrupted; the report holds what was found until then",
        ExitCode.Terminated => "terminated; the report holds what was found until then",
        _ => throw new ArgumentOutOfRangeException(nameof(code), code, null),
    };

    /// <summary>The worse of two, neither of them an interruption: the smaller number, but
    /// anything is worse than nothing.</summary>
    public static ExitCode Or(this ExitCode one, ExitCode other)
    {
        if (one == ExitCode.Finished) return other;
        return other != ExitCode.Finished && other < one ? other : one;
    }
}
