namespace RstTrace.Core.Flows;

/// <summary>What a segment's flow is looked for by, and where it probably is.</summary>
struct FlowSearch
{
    public FlowKey Key;

    /// <summary>The key's hash.</summary>
    public uint Hash;

    /// <summary>The first slot under that hash, or -1: nearly always the one.</summary>
    public int Probably;

    /// <summary>Whether the segment's source is the endpoint that stands first in the
    /// key.</summary>
    public bool SourceIsLow;
}
