using System;
using System.Collections.Generic;
using RstTrace.Core.Incidents.Patterns;
using RstTrace.Core.Wire;

namespace RstTrace.Core.Incidents;

/// <summary>A rule that finds resets which are one story.</summary>
/// <param name="Kind">What the story is.</param>
/// <param name="Pause">After so long, the same again is another incident.</param>
/// <param name="Find">Claims its resets among those that no pattern before it has claimed.</param>
/// <param name="Tell">Tells the story.</param>
sealed record Pattern(
    IncidentKind Kind,
    Duration Pause,
    Action<ResetWindow> Find,
    Func<OpenIncident, Story> Tell)
{
    /// <summary>All of them: the first that claims a reset has it.</summary>
    public static IReadOnlyList<Pattern> All { get; } =
    [
        PortScan.Pattern,
        NatLeak.Pattern,
        ServiceRestart.Pattern,
        ProcessExit.Pattern,
        AddressTakeover.Pattern,
        HealthCheck.Pattern,
    ];

    /// <summary>How an incident is told.</summary>
    public static Story StoryOf(OpenIncident incident)
    {
        foreach (Pattern pattern in All)
            if (pattern.Kind == incident.Kind) return pattern.Tell(incident);

        return Story.OfGroup(incident);
    }

    /// <summary>See <see cref="Pause"/>.</summary>
    public static Duration PauseOf(IncidentKind kind)
    {
        foreach (Pattern pattern in All)
            if (pattern.Kind == kind) return pattern.Pause;

        return new Duration(long.MaxValue);
    }
}

/// <summary>Which incident of its kind: the same again continues it.</summary>
/// <param name="Host">Whom it is about.</param>
/// <param name="Port">That one's port, where one port is meant.</param>
/// <param name="Other">The other host, where two are meant.</param>
readonly record struct PatternKey(IpAddress Host, ushort Port = 0, IpAddress Other = default);

/// <summary>Resets that a pattern has found to be one incident.</summary>
/// <param name="Key">Which one of its kind.</param>
/// <param name="Members">Their places in the window.</param>
sealed record Claim(PatternKey Key, IReadOnlyList<int> Members)
{
    /// <summary>See <see cref="Incident.Beat"/>.</summary>
    public Beat? Beat { get; init; }

    /// <summary>See <see cref="OpenIncident.Back"/>.</summary>
    public Timestamp? Back { get; init; }
}
