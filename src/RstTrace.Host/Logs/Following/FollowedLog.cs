using System;
using RstTrace.Core;

namespace RstTrace.Host.Logs.Following;

/// <summary>Takes one line.</summary>
/// <param name="line">Borrowed for the call.</param>
delegate void LineTaker(ReadOnlySpan<byte> line);

/// <summary>A log that is still being written.</summary>
abstract class FollowedLog : IDisposable
{
    /// <summary>What messages and reports call it.</summary>
    public abstract string Name { get; }

    /// <summary>Hands over the lines that came since the last call; never waits.</summary>
    /// <exception cref="CaptureException">It cannot be read. It is tried again at the next
    /// call.</exception>
    public abstract void Poll(LineTaker take);

    /// <inheritdoc/>
    public abstract void Dispose();
}
