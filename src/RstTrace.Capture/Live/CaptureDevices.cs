using System;
using System.Collections.Generic;
using RstTrace.Core;

namespace RstTrace.Capture.Live;

/// <summary>The devices of this host.</summary>
public static class CaptureDevices
{
    /// <summary>All devices that can be captured on, the likeliest first, "any" and loopback
    /// included.</summary>
    /// <param name="networkNamespace">See <see cref="LiveOptions.NetworkNamespace"/>.</param>
    /// <exception cref="CaptureException">There is no libpcap, or the system refused.</exception>
    public static IReadOnlyList<CaptureDevice> List(string? networkNamespace = null)
        => throw new NotSupportedException();
}
