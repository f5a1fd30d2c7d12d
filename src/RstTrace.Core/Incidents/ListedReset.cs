using RstTrace.Core.Resets;
using RstTrace.Core.Wire;

namespace RstTrace.Core.Incidents;

/// <summary>What is kept of a reset to list it.</summary>
public readonly record struct ListedReset
{
    /// <param name="reset">The reset.</param>
    public ListedReset(ResetEvent reset)
    {
        Time = reset.Time;
        Frame = reset.Frames[0];
        Client = reset.Flow.Client.Address;
        ClientPort = reset.Flow.Client.Port;
        IsIpv6 = reset.Flow.IsIpv6;
        Repeats = reset.Frames.Count - 1;
        Confidence = reset.Verdict.Confidence;
    }

    /// <summary>When it was captured.</summary>
    public Timestamp Time { get; }

    /// <summary>Its first frame.</summary>
    public FrameId Frame { get; }

    /// <summary>The client's address.</summary>
    public IpAddress Client { get; init; }

    /// <summary>The client's port.</summary>
    public ushort ClientPort { get; }

    /// <summary>Whether the connection ran over IPv6.</summary>
    public bool IsIpv6 { get; }

    /// <summary>RST frames after the first.</summary>
    public int Repeats { get; }

    /// <summary>How sure its verdict is.</summary>
    public double Confidence { get; }

    /// <summary>By time, then by frame.</summary>
    internal static int Compare(ListedReset left, ListedReset right)
        => Compare(left.Time, left.Frame, right.Time, right.Frame);

    /// <summary>The same before they are listed.</summary>
    internal static int Compare(ResetEvent left, ResetEvent right)
        => Compare(left.Time, left.Frames[0], right.Time, right.Frames[0]);

    static int Compare(Timestamp leftTime, FrameId left, Timestamp rightTime, FrameId right)
    {
        int order = leftTime.CompareTo(rightTime);
        if (order == 0) order = left.File.CompareTo(right.File);
        return order != 0 ? order : left.Number.CompareTo(right.Number);
    }
}
