using RstTrace.Core.Silences;

namespace RstTrace.Core.Flows;

/// <summary>What is known beyond the connection that a reset belongs to.</summary>
/// <remarks>Written as segments are tracked, read when a reset is judged; on one thread.</remarks>
sealed class Surroundings
{
    public Hosts Hosts { get; } = new();

    public Services Services { get; } = new();

    public Openings Openings { get; } = new();

    public SilenceLedger Silences { get; } = new();

    /// <summary>Facts for which there was no room, of hosts, ports and paths.</summary>
    public long Lost => Hosts.Displaced + Services.Displaced + Silences.NotKept;
}
