using System;
using RstTrace.Core;
using RstTrace.Core.Wire;

namespace RstTrace.Capture.Live;

/// <summary>An expression of pcap-filter(7) to hold frames of any link type against.</summary>
public sealed class BpfFilter : IDisposable
{
    /// <summary>Compiles an expression.</summary>
    /// <exception cref="CaptureException">It is wrong, in libpcap's words; or there is no
    /// libpcap.</exception>
    public static BpfFilter Compile(string expression) => throw new NotSupportedException();

    /// <summary>Whether a frame matches. Allocates nothing, but for the first frame of a link
    /// type.</summary>
    /// <exception cref="CaptureException">The expression means nothing for this link type.
    /// </exception>
    public bool Matches(in Frame frame) => throw new NotSupportedException();

    /// <inheritdoc/>
    public void Dispose() { }
}
