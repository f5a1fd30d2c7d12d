using System.Runtime.InteropServices;
using RstTrace.Capture.Live.Native;

namespace RstTrace.Capture.Live;

/// <summary>Which libpcap is there.</summary>
public static class LibpcapVersion
{
    /// <summary>Its own words, such as <c>libpcap version 1.10.3 (with TPACKET_V3)</c>.</summary>
    /// <exception cref="Core.CaptureException">There is none.</exception>
    public static string Read()
    {
        LibpcapLibrary.Require();
        return Marshal.PtrToStringUTF8(Libpcap.pcap_lib_version()) ?? "libpcap";
    }
}
