using System;
using System.IO;
using RstTrace.Capture.Saving;
using RstTrace.Core;

namespace RstTrace.Cli;

/// <summary>The pass in which captures are copied into a new file.</summary>
/// <param name="file">The file; owned from now on.</param>
/// <param name="interruption">What ends it early.</param>
sealed class CopyPass(NewFile file, Interruption interruption) : IDisposable
{
    readonly CaptureCopy _copy = new(file.Stream, file.Name, $"rsttrace {VersionAction.Version}");

    /// <summary>Frames copied.</summary>
    public long Frames => _copy.Frames;

    /// <summary>Octets of the new file.</summary>
    public long Octets => _copy.Octets;

    /// <summary>Whether what was copied holds secrets: keys of TLS sessions, say.</summary>
    public bool HasSecrets => _copy.HasSecrets;

    /// <summary>What messages call the new file.</summary>
    public string Name => file.Name;

    /// <summary>Copies a capture.</summary>
    /// <exception cref="CaptureException">It cannot be read any more.</exception>
    public void Add(CopyRequest request) => _copy.Add(request, interruption.Token);

    /// <summary>All was copied: the file gets its name, unless writing it failed or was
    /// interrupted.</summary>
    /// <returns>How the run ends; null where all is well.</returns>
    /// <param name="messages">Standard error.</param>
    /// <exception cref="CaptureException">The file could not be written.</exception>
    public ExitCode? End(Messages messages)
    {
        _copy.Dispose();
        if (interruption.Code is { } code)
        {
            messages.Warning($"{file.Name}: interrupted, and not written");
            return code;
        }

        if (_copy.Failure?.InnerException is IOException failure && Output.IsClosedPipe(failure))
            return ExitCode.Finished; // The reader had enough, as head does.
        if (_copy.Failure is { } broken) throw broken;

        file.Keep();
        return null;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _copy.Dispose();
        file.Dispose();
    }
}
