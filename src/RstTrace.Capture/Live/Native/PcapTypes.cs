using System.Runtime.InteropServices;

namespace RstTrace.Capture.Live.Native;

/// <summary>struct pcap_pkthdr, as far as it is the same everywhere.</summary>
/// <remarks>macOS keeps the fraction in 32 bits and leaves the others of the word unset.</remarks>
struct PcapFrameHeader
{
    public CLong Seconds;
    public CLong Fraction; // micro- or nanoseconds
    public uint Captured;
    public uint Original;
}

/// <summary>struct bpf_program.</summary>
struct BpfProgram
{
    public uint Length;
    public nint Instructions;
}

/// <summary>struct pcap_stat. Each wraps around.</summary>
struct PcapStatistics
{
    public uint Received, DroppedByKernel, DroppedByInterface;
    public uint CapturedOnWindows, SentOnWindows, LostOnWindows; // room for what Npcap adds
}

/// <summary>struct pcap_if, one of a list.</summary>
struct PcapDevice
{
    public nint Next, Name, Description, Addresses;
    public uint Flags;
}

/// <summary>struct pcap_addr, one of a list. The members point at a struct sockaddr each, or are
/// null.</summary>
struct PcapAddress
{
    public nint Next, Address, Netmask, Broadcast, Destination;
}

/// <summary>What pcap_activate and pcap_next_ex return beside success.</summary>
static class PcapStatus
{
    public const int Error = -1, NoSuchDevice = -5;
    public const int PermissionDenied = -8, InterfaceNotUp = -9, PromiscuousDenied = -11;
}

/// <summary>PCAP_D_ of pcap_setdirection.</summary>
static class PcapDirection
{
    public const int In = 1, Out = 2;
}

/// <summary>PCAP_TSTAMP_PRECISION_.</summary>
static class PcapPrecision
{
    public const int Microseconds = 0, Nanoseconds = 1;
}

/// <summary>PCAP_IF_CONNECTION_STATUS_ in the flags of struct pcap_if.</summary>
static class PcapDeviceFlags
{
    public const uint ConnectionMask = 0x30, Connected = 0x10, Disconnected = 0x20;
}
