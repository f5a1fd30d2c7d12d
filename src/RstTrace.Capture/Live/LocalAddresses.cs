using System;
using RstTrace.Core;
using RstTrace.Core.Wire;

namespace RstTrace.Capture.Live;

/// <summary>The IP addresses of this host, kept up to date on a thread of its own.</summary>
public sealed class LocalAddresses : IDisposable
{
    /// <summary>Reads the addresses and follows them until disposed.</summary>
    /// <param name="networkNamespace">See <see cref="LiveOptions.NetworkNamespace"/>.</param>
    /// <exception cref="CaptureException">The system refused.</exception>
    public static LocalAddresses Follow(string? networkNamespace = null)
        => throw new NotSupportedException();

    /// <summary>How many there are now.</summary>
    public int Count { get; }

    /// <summary>Whether it is one of the host's at this moment. From any thread; allocates
    /// nothing.</summary>
    public bool Contains(IpAddress address) => throw new NotSupportedException();

    /// <inheritdoc/>
    public void Dispose() { }
}
