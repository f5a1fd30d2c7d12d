using System;
using System.Collections.Generic;
using RstTrace.Core.Wire;
using RstTrace.Host.Probes;
using RstTrace.Host.Snapshots;
using RstTrace.Host.Timeouts;

namespace RstTrace.Host.Checking;

/// <summary>What <c>rsttrace check</c> is asked.</summary>
public sealed record CheckQuestion
{
    /// <summary>A name or an address.</summary>
    public required string Name { get; init; }

    /// <summary>The service's port.</summary>
    public required ushort Port { get; init; }

    /// <summary>Whether nothing is sent on a connection: a service may log what it does not
    /// understand.</summary>
    public bool IsSilent { get; init; }

    /// <summary>The server's side, as a snapshot tells it; null where none was given.</summary>
    public Snapshot? Remote { get; init; }

    /// <summary>What silences of a capture say of idle timeouts.</summary>
    public IReadOnlyList<ObservedTimeout> Observed { get; init; } = [];

    /// <summary>Timeouts that configurations state.</summary>
    public IReadOnlyList<ConfiguredTimeout> Configured { get; init; } = [];

    /// <summary>How often the application sends something; null where not told.</summary>
    public Duration? Heartbeat { get; init; }

    /// <summary>After how long the client closes an idle connection; null where not
    /// told.</summary>
    public Duration? ClientIdle { get; init; }

    /// <summary>After how long the server does; null where not told.</summary>
    public Duration? ServerIdle { get; init; }

    /// <summary>Begins to capture what is exchanged with these addresses; null where nobody
    /// captures. Called once.</summary>
    public Func<IReadOnlyList<HostAddress>, FrameWitness?> Capture { get; init; } =
        static _ => null;

    /// <summary>As it was typed.</summary>
    public string Subject => Name.Contains(':') ? $"[{Name}]:{Port}" : $"{Name}:{Port}";
}
