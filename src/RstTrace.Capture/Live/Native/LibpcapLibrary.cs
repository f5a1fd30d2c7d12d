using System;
using System.IO;
using System.Reflection;
using System.Runtime.InteropServices;
using System.Threading;
using RstTrace.Core;

namespace RstTrace.Capture.Live.Native;

/// <summary>Where libpcap lies. It is looked for when it is first needed, so that files are read
/// without it.</summary>
static class LibpcapLibrary
{
    /// <summary>The name in our bindings.</summary>
    public const string Name = "pcap";

    static readonly Lock s_lock = new();
    static nint s_library;

    /// <summary>Finds and loads it, once.</summary>
    /// <exception cref="CaptureException">There is none.</exception>
    public static void Require()
    {
        lock (s_lock)
        {
            if (s_library != 0) return;

            s_library = Find(FileNames());
            if (s_library == 0) throw Missing();
            NativeLibrary.SetDllImportResolver(typeof(Libpcap).Assembly, Resolve);
        }
    }

    /// <summary>The first of these libraries that can be loaded; 0 if none can.</summary>
    internal static nint Find(ReadOnlySpan<string> fileNames)
    {
        foreach (string fileName in fileNames)
        {
            if (NativeLibrary.TryLoad(fileName, out nint library)) return library;
        }

        return 0;
    }

    /// <summary>What is said when there is none.</summary>
    internal static CaptureException Missing()
        => new("libpcap is not installed: nothing can be captured or filtered without it", Remedy);

    static nint Resolve(string name, Assembly assembly, DllImportSearchPath? path)
        => name == Name ? s_library : 0;

    // Debian and its kin name it 0.8 until they get to the 64-bit time, all others 1.
    static string[] FileNames()
    {
        if (OperatingSystem.IsWindows())
        {
            // Npcap keeps out of the search path unless it was installed to stand in for WinPcap.
            string npcap = Path.Combine(Environment.SystemDirectory, "Npcap", "wpcap.dll");
            return [npcap, "wpcap.dll"];
        }

        return OperatingSystem.IsMacOS()
            ? ["libpcap.A.dylib", "libpcap.dylib", "/usr/lib/libpcap.A.dylib"]
            : ["libpcap.so.1", "libpcap.so.0.8", "libpcap.so"];
    }

    static string Remedy => OperatingSystem.IsWindows()
        ? "install Npcap from https://npcap.com"
        : OperatingSystem.IsMacOS()
            ? "brew install libpcap"
            : "sudo apt-get install libpcap0.8, or sudo dnf install libpcap, "
                + "or sudo apk add libpcap";
}
