using System;
using System.Runtime.InteropServices;

namespace RstTrace.Capture.Live.Native;

/// <summary>The functions of libpcap that we use, under their own names (pcap(3PCAP)).</summary>
/// <remarks>Look whether there is a libpcap with <see cref="LibpcapLibrary.Require"/> first. What
/// is called for each frame takes bare handles: whoever calls it holds the safe one for as long.
/// </remarks>
static partial class Libpcap
{
    /// <summary>PCAP_ERRBUF_SIZE.</summary>
    public const int ErrorSize = 256;

    /// <returns>Not activated yet; invalid on failure.</returns>
    [LibraryImport(LibpcapLibrary.Name, StringMarshalling = StringMarshalling.Utf8)]
    public static partial PcapHandle pcap_create(string device, Span<byte> error);

    [LibraryImport(LibpcapLibrary.Name)]
    public static partial PcapHandle pcap_open_dead(int link, int snapLength);

    /// <returns>Libpcap's own: not to be freed.</returns>
    [LibraryImport(LibpcapLibrary.Name)]
    public static partial nint pcap_lib_version();

    [LibraryImport(LibpcapLibrary.Name)]
    public static partial void pcap_close(nint handle);

    [LibraryImport(LibpcapLibrary.Name)]
    public static partial int pcap_set_snaplen(PcapHandle handle, int octets);

    [LibraryImport(LibpcapLibrary.Name)]
    public static partial int pcap_set_promisc(PcapHandle handle, int on);

    [LibraryImport(LibpcapLibrary.Name)]
    public static partial int pcap_set_timeout(PcapHandle handle, int milliseconds);

    [LibraryImport(LibpcapLibrary.Name)]
    public static partial int pcap_set_buffer_size(PcapHandle handle, int octets);

    [LibraryImport(LibpcapLibrary.Name)]
    public static partial int pcap_set_tstamp_precision(PcapHandle handle, int precision);

    [LibraryImport(LibpcapLibrary.Name)]
    public static partial int pcap_get_tstamp_precision(PcapHandle handle);

    /// <returns>0; more than 0: a warning; less: an error (<see cref="PcapStatus"/>).</returns>
    [LibraryImport(LibpcapLibrary.Name)]
    public static partial int pcap_activate(PcapHandle handle);

    [LibraryImport(LibpcapLibrary.Name)]
    public static partial int pcap_setnonblock(PcapHandle handle, int on, Span<byte> error);

    [LibraryImport(LibpcapLibrary.Name)]
    public static partial int pcap_get_selectable_fd(PcapHandle handle);

    [LibraryImport(LibpcapLibrary.Name)]
    public static partial int pcap_setdirection(PcapHandle handle, int direction);

    [LibraryImport(LibpcapLibrary.Name)]
    public static partial int pcap_datalink(PcapHandle handle);

    [LibraryImport(LibpcapLibrary.Name)]
    public static partial int pcap_set_datalink(PcapHandle handle, int link);

    /// <returns>1: a frame. 0: none at the moment. -2: the end. Else: see pcap_geterr.</returns>
    /// <remarks>What the two point at lives until the next call: pcap_next_ex(3PCAP).</remarks>
    [LibraryImport(LibpcapLibrary.Name)]
    public static partial int pcap_next_ex(nint handle, out nint header, out nint octets);

    [LibraryImport(LibpcapLibrary.Name)]
    public static partial int pcap_stats(PcapHandle handle, out PcapStatistics statistics);

    /// <returns>0, or -1: see pcap_geterr. The program is the caller's to free.</returns>
    [LibraryImport(LibpcapLibrary.Name, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int pcap_compile(
        PcapHandle handle, out BpfProgram program, string expression, int optimize, uint netmask);

    [LibraryImport(LibpcapLibrary.Name)]
    public static partial int pcap_setfilter(PcapHandle handle, in BpfProgram program);

    [LibraryImport(LibpcapLibrary.Name)]
    public static partial void pcap_freecode(ref BpfProgram program);

    /// <returns>0 if the frame does not match.</returns>
    [LibraryImport(LibpcapLibrary.Name)]
    public static partial int pcap_offline_filter(
        in BpfProgram program, in PcapFrameHeader header, in byte octets);

    /// <returns>Text that the handle owns.</returns>
    [LibraryImport(LibpcapLibrary.Name)]
    public static partial nint pcap_geterr(PcapHandle handle);

    /// <returns>Text that libpcap owns.</returns>
    [LibraryImport(LibpcapLibrary.Name)]
    public static partial nint pcap_statustostr(int status);

    /// <returns>Text that libpcap owns.</returns>
    [LibraryImport(LibpcapLibrary.Name)]
    public static partial nint pcap_datalink_val_to_name(int link);

    [LibraryImport(LibpcapLibrary.Name)]
    public static partial int pcap_findalldevs(out nint devices, Span<byte> error);

    [LibraryImport(LibpcapLibrary.Name)]
    public static partial void pcap_freealldevs(nint devices);
}

/// <summary>A capture handle, closed when let go.</summary>
sealed class PcapHandle() : SafeHandle(0, ownsHandle: true)
{
    public override bool IsInvalid => handle == 0;

    /// <summary>For calls once a frame, while somebody holds this.</summary>
    public nint Bare => handle;

    protected override bool ReleaseHandle()
    {
        Libpcap.pcap_close(handle);
        return true;
    }
}
