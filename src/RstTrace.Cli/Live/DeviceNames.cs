using System.Collections.Generic;
using System.IO;
using RstTrace.Capture.Live;
using RstTrace.Core;

namespace RstTrace.Cli.Live;

/// <summary>What a shell completes: nothing where the system does not say.</summary>
static class DeviceNames
{
    const string Namespaces = "/run/netns"; // ip-netns(8)

    /// <summary>The devices that can be captured on.</summary>
    public static List<string> OfHost()
    {
        var names = new List<string>();
        try
        {
            foreach (CaptureDevice device in CaptureDevices.List()) names.Add(device.Name);
        }
        catch (CaptureException)
        {
            // Who goes on typing is told by the run.
        }

        return names;
    }

    /// <summary>The network namespaces that have a name.</summary>
    public static List<string> OfNamespaces()
    {
        var names = new List<string>();
        if (!Directory.Exists(Namespaces)) return names;

        foreach (string path in Directory.GetFiles(Namespaces)) names.Add(Path.GetFileName(path));
        return names;
    }
}
