using System;
using System.Collections.Generic;
using System.CommandLine;

namespace RstTrace.Cli.Checking;

/// <summary>The words of <c>rsttrace doctor</c>.</summary>
sealed class DoctorCommand : Command, IDocumented
{
    readonly Option<string> _format = FindingWords.Format();

    /// <param name="run">Does it.</param>
    public DoctorCommand(Func<FindingFormat, ExitCode> run)
        : base("doctor", "whether this host can capture; what mends it")
    {
        Add(_format);
        SetAction(words => (int)run(FindingWords.Read(words.GetValue(_format))));
    }

    /// <inheritdoc/>
    public string Synopsis => "doctor";

    /// <inheritdoc/>
    public IReadOnlyList<string> Examples => ["rsttrace doctor"];
}
