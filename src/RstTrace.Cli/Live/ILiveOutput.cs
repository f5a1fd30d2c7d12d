using System;
using System.IO;
using RstTrace.Core.Resets;

namespace RstTrace.Cli.Live;

/// <summary>Where verdicts are seen while a capture runs: lines, or a screen.</summary>
interface ILiveOutput : IDisposable
{
    /// <summary>Why it could not be written to any more; null while all is well. After
    /// <see cref="Finish"/>, or once it has said so.</summary>
    IOException? Failure { get; }

    /// <summary>Verdicts that were left out, since whoever reads is slower than they
    /// come.</summary>
    long Unwritten { get; }

    /// <summary>Shows a verdict; never waits for whoever reads.</summary>
    void Take(ResetEvent reset);

    /// <summary>The capture is about to end: a terminal is given back at once, since whoever is
    /// impatient may end the program before it is done.</summary>
    void PrepareEnd();

    /// <summary>Shows what is still to be shown, then ends; once is enough.</summary>
    void Finish();
}
