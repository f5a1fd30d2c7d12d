using System;
using System.Collections.Generic;
using System.IO;
using RstTrace.Capture.Live.Native;
using RstTrace.Core;

namespace RstTrace.Capture.Live;

/// <summary>Why a device cannot be opened, in one line with a remedy.</summary>
static class OpenFailure
{
    /// <param name="device">The device's name.</param>
    /// <param name="options">What was asked for.</param>
    /// <param name="status">What pcap_activate returned.</param>
    /// <param name="reason">libpcap's own words; may be empty.</param>
    public static CaptureException Of(
        string device, LiveOptions options, int status, string reason) => status switch
        {
            PcapStatus.NoSuchDevice => NoSuchDevice(device, options.NetworkNamespace),
            PcapStatus.PermissionDenied => Denied(device, "cap_net_raw"),
            PcapStatus.PromiscuousDenied => Denied(device, "cap_net_raw,cap_net_admin"),
            PcapStatus.InterfaceNotUp => Down(device),
            _ => new($"{device}: cannot be opened: {Words(status, reason)}",
                CaptureDevices.ListCommand),
        };

    /// <summary>What libpcap says of a status.</summary>
    public static string Words(int status, string reason)
        => reason.Length > 0 ? reason : Borrowed.Text(Libpcap.pcap_statustostr(status)) ?? "";

    static CaptureException NoSuchDevice(string device, string? networkNamespace)
    {
        var names = new List<string>();
        foreach (CaptureDevice known in CaptureDevices.List(networkNamespace))
            names.Add(known.Name);

        string nearest = Spelling.Nearest(device, names) is { } name ? $"; meant {name}?" : "";
        string place = networkNamespace is null ? "" : $" in network namespace {networkNamespace}";
        return new($"{device}: no such device{place}{nearest}", CaptureDevices.ListCommand)
        {
            Kind = CaptureFailure.Absent,
        };
    }

    static CaptureException Down(string device)
        => new($"{device}: the device is down", $"sudo ip link set {Shell.Quote(device)} up")
        {
            Kind = CaptureFailure.Absent,
        };

    static CaptureException Denied(string device, string capabilities)
        => new($"{device}: capturing takes {capabilities.ToUpperInvariant().Replace(",", " and ",
                StringComparison.Ordinal)}, which this process has not",
            Grant(capabilities, Environment.ProcessPath));

    /// <summary>What to type so that a program may capture.</summary>
    internal static string Grant(string capabilities, string? program)
    {
        const string AsRoot = "run it as root, with sudo";
        if (!OperatingSystem.IsLinux() || !File.Exists(program)) return AsRoot;

        // setcap wants the file itself, and the runtime's own would let every program capture.
        string real = File.ResolveLinkTarget(program, returnFinalTarget: true)?.FullName ?? program;
        return Path.GetFileName(real) == "dotnet"
            ? AsRoot
            : $"sudo setcap {capabilities}+ep {Shell.Quote(real)}, or run it with sudo";
    }
}
