namespace RstTrace.Capture.Live;

/// <summary>What to capture, where, and how much of it.</summary>
public sealed record LiveOptions
{
    /// <summary>The device as the system names it, its number in
    /// <see cref="CaptureDevices.List"/>, or <see cref="LiveSource.AnyDevice"/>.</summary>
    public required string Device { get; init; }

    /// <summary>How many octets of each frame are kept; more are cut off by the kernel.</summary>
    /// <remarks>512 by default: link, tags, a tunnel, two IP headers and TCP with all its options
    /// are some 250 at most, and verdicts read the first 256 of what follows. Each octet more
    /// makes the kernel's buffer shorter in time.</remarks>
    public int SnapLength { get; init; } = 512;

    /// <summary>Size of the buffer in which the kernel keeps frames until they are read, for each
    /// worker.</summary>
    /// <remarks>16 MiB by default: a tenth of a second of a million frames of 150 octets, which
    /// outlasts every pause of the garbage collector and most of the scheduler's. It is memory
    /// that cannot be paged out.</remarks>
    public int BufferOctets { get; init; } = 16 << 20;

    /// <summary>Whether to take frames that are for other stations: for mirror ports. Off by
    /// default, since a host's own resets need none of it, and switching it on is logged.
    /// </summary>
    public bool Promiscuous { get; init; }

    /// <summary>Which way the frames go, as the host sees it.</summary>
    public LiveDirection Direction { get; init; } = LiveDirection.Both;

    /// <summary>The user's filter in the language of pcap-filter(7); null for none. It narrows
    /// what this program could use anyway.</summary>
    public string? Expression { get; init; }

    /// <summary>The network namespace to capture in (Linux): its name as of <c>ip netns</c>, the
    /// path of its file, or the number of a process in it; null for our own.</summary>
    public string? NetworkNamespace { get; init; }

    /// <summary>How long the kernel gathers frames before it hands them over, and so how often a
    /// read without a frame returns. In milliseconds.</summary>
    public int TimeoutMilliseconds { get; init; } = 50;
}

/// <summary>Which way frames go, as the capturing host sees it.</summary>
public enum LiveDirection
{
    /// <summary>Received and sent.</summary>
    Both,

    /// <summary>Received.</summary>
    In,

    /// <summary>Sent.</summary>
    Out,
}
