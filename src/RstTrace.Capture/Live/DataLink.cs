using RstTrace.Core.Wire;

namespace RstTrace.Capture.Live;

/// <summary>The DLT_ numbers of a running libpcap, where they are others than those in files.
/// </summary>
static class DataLink
{
    public const int LinuxSll2 = (int)LinkType.LinuxSll2;

    const int Raw = 12; // of all systems but OpenBSD

    /// <summary>As libpcap numbers it.</summary>
    public static int Of(LinkType link)
        => link is LinkType.Raw or LinkType.RawOpenBsd ? Raw : (int)link;

    /// <summary>As it is numbered in files.</summary>
    public static LinkType ToLinkType(int number)
        => number == Raw ? LinkType.Raw : (LinkType)number;
}
