using System.Collections.Generic;
using RstTrace.Sidecar;
using RstTrace.Sidecar.Configuration;

namespace RstTrace.Cli.Sidecar;

/// <summary>Opens all outlets of the service: standard output, and those of the
/// configuration.</summary>
static class SidecarOutlets
{
    /// <summary>Opens them.</summary>
    /// <returns>The caller's to dispose.</returns>
    /// <exception cref="Core.CaptureException">One cannot begin; those before it are
    /// closed.</exception>
    public static IReadOnlyList<IOutlet> Open(SidecarConfig config, OutletHost host)
    {
        var outlets = new List<IOutlet>();
        try
        {
            if (config.Events.WritesOutput)
                outlets.Add(new OutputOutlet(StandardStream.OpenOutput(), host.Vantage));
            foreach (OutletMaker make in config.Outlets) outlets.Add(make(host));
            return outlets;
        }
        catch
        {
            foreach (IOutlet outlet in outlets) outlet.Dispose();
            throw;
        }
    }
}
