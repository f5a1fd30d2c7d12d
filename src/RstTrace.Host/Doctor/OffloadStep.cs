using System.Collections.Generic;
using System.IO;
using System.Runtime.InteropServices;
using System.Text;
using System.Threading;
using RstTrace.Core.Resets;
using RstTrace.Host.Checking;
using RstTrace.Host.Probes;

namespace RstTrace.Host.Doctor;

/// <summary>Step: what the devices do to segments before a capture sees them (ethtool(8), the
/// kernel's include/uapi/linux/ethtool.h).</summary>
sealed partial class OffloadStep : IStep
{
    const string Devices = "/sys/class/net";
    const nuint SIOCETHTOOL = 0x8946;
    const uint GetSegmentation = 0x1E, GetFlags = 0x25, GetReceive = 0x2B; // ETHTOOL_GTSO, ...
    const uint LargeReceive = 1 << 15; // ETH_FLAG_LRO
    const int NameLength = 16, RequestLength = 40, MostDevices = 64;

    public string Id => "offloads";

    public string Title => "what do the devices do to segments";

    public Finding Run(CancellationToken ending)
    {
        using SocketHandle socket = Libc.socket(
            SocketNumbers.AF_INET, SocketNumbers.SOCK_DGRAM | SocketNumbers.SOCK_CLOEXEC, 0);
        var evidence = new List<string>();
        var merging = new List<string>();
        foreach (string path in Directory.EnumerateFileSystemEntries(Devices))
        {
            string name = Path.GetFileName(path);
            if (name == "lo" || name.Length >= NameLength || evidence.Count == MostDevices)
                continue;

            string gro = Word(Ask(socket, name, GetReceive));
            string tso = Word(Ask(socket, name, GetSegmentation));
            bool merges = (Ask(socket, name, GetFlags) & LargeReceive) is > 0;
            evidence.Add($"{name}: GRO {gro}, TSO {tso}, LRO {(merges ? "on" : "off")}");
            if (merges) merging.Add(name);
        }

        if (evidence.Count == 0) return this.Skipped("there is no device but loopback");
        if (merging.Count == 0)
        {
            string calm = "no device merges segments beyond telling; those that GRO and TSO pass "
                + "on whole are read as they are";
            return this.Found(StepVerdict.Ok, calm) with { Evidence = evidence };
        }

        var fixes = new List<Fix>();
        foreach (string name in merging)
            fixes.Add(new Fix("Have it hand over what came.", $"sudo ethtool -K {name} lro off"));

        string text = "LRO merges segments and forgets their headers: numbers and times of what "
            + "drew a reset may be wrong";
        return this.Found(StepVerdict.Warn, text) with { Evidence = evidence, Next = fixes };
    }

    static string Word(uint? value) => value switch
    {
        null => "not told",
        0 => "off",
        _ => "on",
    };

    // struct ifreq with a pointer to struct ethtool_value.
    static uint? Ask(SocketHandle socket, string device, uint command)
    {
        nint block = Marshal.AllocHGlobal(RequestLength + 8);
        try
        {
            byte[] request = new byte[RequestLength];
            Encoding.UTF8.GetBytes(device, request);
            Marshal.Copy(request, 0, block, RequestLength);
            Marshal.WriteInt32(block + RequestLength, (int)command);
            Marshal.WriteInt32(block + RequestLength + 4, 0);
            Marshal.WriteIntPtr(block + NameLength, block + RequestLength);
            return ioctl(socket, SIOCETHTOOL, block) == 0
                ? (uint)Marshal.ReadInt32(block + RequestLength + 4)
                : null;
        }
        finally
        {
            Marshal.FreeHGlobal(block);
        }
    }

    [LibraryImport("libc")]
    private static partial int ioctl(SocketHandle socket, nuint request, nint argument);
}
