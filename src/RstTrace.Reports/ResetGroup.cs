using System;
using System.Collections.Generic;
using RstTrace.Core.Resets;
using RstTrace.Core.Wire;

namespace RstTrace.Reports;

/// <summary>Resets that say the same: same cause, sender, stage and, mostly, server.</summary>
sealed class ResetGroup : IComparable<ResetGroup>
{
    /// <summary>Addresses told apart; more are "over" so many.</summary>
    public const int MostAddresses = 256;

    readonly HashSet<IpAddress> _clients = [];
    readonly HashSet<(IpAddress, ushort)> _servers = [];
    List<ListedReset>? _list;

    public ResetGroup(Verdict verdict)
    {
        Severity = Severity.Of(verdict);
        Cause = verdict.Cause;
        Sender = verdict.Sender;
        Stage = verdict.Stage;
    }

    public Severity Severity { get; }

    public Cause Cause { get; }

    public Party Sender { get; }

    public Stage Stage { get; }

    /// <summary>Resets in it.</summary>
    public long Count { get; private set; }

    public Timestamp First { get; private set; }

    public Timestamp Last { get; private set; }

    /// <summary>The surest of them, the earliest of equals.</summary>
    public ResetEvent? Example { get; private set; }

    /// <summary>Different client addresses, up to <see cref="MostAddresses"/>.</summary>
    public int Clients => _clients.Count;

    /// <summary>Different server endpoints, up to <see cref="MostAddresses"/>.</summary>
    public int Servers => _servers.Count;

    /// <summary>A line for each reset that was listed.</summary>
    public IReadOnlyList<ListedReset> Listed => _list ?? [];

    public void Take(ResetEvent reset)
    {
        if (Count++ == 0) First = Last = reset.Time;
        if (reset.Time < First) First = reset.Time;
        if (reset.Time > Last) Last = reset.Time;

        TakeExample(reset);
        Note(_clients, reset.Flow.Client.Address);
        Note(_servers, (reset.Flow.Server.Address, reset.Flow.Server.Port));
    }

    public void List(ResetEvent reset) => (_list ??= []).Add(new ListedReset(reset));

    /// <summary>Several groups as one.</summary>
    public static ResetGroup Of(List<ResetGroup> groups)
    {
        var whole = new ResetGroup(groups[0].Example!.Verdict);
        foreach (ResetGroup group in groups) whole.Take(group);

        whole._list?.Sort();
        return whole;
    }

    /// <summary>Worst, then largest, then earliest first.</summary>
    public int CompareTo(ResetGroup? other)
    {
        if (other == null) return -1;

        int order = Severity.CompareTo(other.Severity);
        if (order == 0) order = other.Count.CompareTo(Count);
        if (order == 0) order = First.CompareTo(other.First);
        return order != 0 ? order : string.CompareOrdinal(Cause.Id, other.Cause.Id);
    }

    void Take(ResetGroup group)
    {
        if (Count == 0 || group.First < First) First = group.First;
        if (Count == 0 || group.Last > Last) Last = group.Last;
        Count += group.Count;

        TakeExample(group.Example!);
        foreach (IpAddress client in group._clients) Note(_clients, client);
        foreach ((IpAddress, ushort) server in group._servers) Note(_servers, server);
        if (group._list != null) (_list ??= []).AddRange(group._list);
    }

    void TakeExample(ResetEvent reset)
    {
        if (Example == null || IsBetterExample(reset, Example)) Example = reset;
    }

    static bool IsBetterExample(ResetEvent reset, ResetEvent than)
    {
        int order = reset.Verdict.Confidence.CompareTo(than.Verdict.Confidence);
        return order > 0 || (order == 0 && reset.Time < than.Time);
    }

    static void Note<T>(HashSet<T> seen, T item)
    {
        if (seen.Count < MostAddresses) seen.Add(item);
    }
}

/// <summary>What is kept of a reset to list it.</summary>
readonly record struct ListedReset : IComparable<ListedReset>
{
    public ListedReset(ResetEvent reset)
    {
        Time = reset.Time;
        Frame = reset.Frames[0];
        Client = reset.Flow.EndpointText(reset.Flow.Client);
        Repeats = reset.Frames.Count - 1;
        Confidence = reset.Verdict.Confidence;
    }

    public Timestamp Time { get; }

    public FrameId Frame { get; }

    public string Client { get; }

    public int Repeats { get; }

    public double Confidence { get; }

    public int CompareTo(ListedReset other)
    {
        int order = Time.CompareTo(other.Time);
        return order != 0 ? order : Frame.Number.CompareTo(other.Frame.Number);
    }
}
