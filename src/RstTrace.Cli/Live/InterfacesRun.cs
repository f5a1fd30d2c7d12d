using System.Collections.Generic;
using System.IO;
using RstTrace.Capture.Live;
using RstTrace.Reports.Live;

namespace RstTrace.Cli.Live;

/// <summary>One run of <c>rsttrace interfaces</c>.</summary>
static class InterfacesRun
{
    /// <summary>Lists the devices.</summary>
    /// <exception cref="Core.CaptureException">They cannot be listed.</exception>
    public static ExitCode Run(InterfacesRequest request, Terminal terminal)
    {
        var rows = new List<DeviceRow>();
        foreach (CaptureDevice device in CaptureDevices.List(request.NetworkNamespace))
            rows.Add(RowOf(device));

        using Stream output = Output.Open(null, []);
        TextWriter text = StandardStream.WriterTo(output);
        if (request.IsNdjson) DeviceList.WriteNdjson(text, rows);
        else if (terminal.ShowsOutput) DeviceList.WriteTable(text, terminal.Style(null), rows);
        else DeviceList.WritePlain(text, rows);
        text.Flush();
        return ExitCode.Finished;
    }

    static DeviceRow RowOf(CaptureDevice device)
    {
        var addresses = new List<string>();
        foreach (DeviceAddress address in device.Addresses) addresses.Add($"{address}");
        return new DeviceRow(
            device.Number, device.Name, StateOf(device), addresses, device.Description);
    }

    static List<string> StateOf(CaptureDevice device)
    {
        var state = new List<string>();
        CaptureDeviceTraits traits = device.Traits;
        state.Add(traits.HasFlag(CaptureDeviceTraits.Up) ? "up" : "down");
        if (traits.HasFlag(CaptureDeviceTraits.Running)) state.Add("running");
        if (device.Connection == ConnectionStatus.Disconnected) state.Add("disconnected");
        if (traits.HasFlag(CaptureDeviceTraits.Loopback)) state.Add("loopback");
        if (traits.HasFlag(CaptureDeviceTraits.Wireless)) state.Add("wireless");
        return state;
    }
}
