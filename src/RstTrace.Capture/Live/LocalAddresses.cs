using System;
using System.Collections.Generic;
using System.Threading;
using RstTrace.Core;
using RstTrace.Core.Wire;

namespace RstTrace.Capture.Live;

/// <summary>The IP addresses of this host, kept up to date on a thread of its own.</summary>
/// <remarks>On Linux the kernel says what changes; elsewhere they are read again every few
/// seconds.</remarks>
public sealed class LocalAddresses : IDisposable
{
    /// <summary>How long the thread sleeps at most, in milliseconds: so long may a disposal take.
    /// </summary>
    const int Nap = 200;

    const int MillisecondsBetweenReads = 3000;

    readonly Thread _thread;
    readonly AddressMonitor? _monitor; // null where the kernel does not tell
    volatile HashSet<IpAddress> _addresses; // never changed: replaced
    volatile bool _disposed;

    LocalAddresses(AddressMonitor? monitor)
    {
        _monitor = monitor;
        _addresses = monitor?.Take() ?? ReadAll();
        _thread = new Thread(monitor is null ? ReadAgain : Listen)
        {
            IsBackground = true,
            Name = "local addresses",
        };
        _thread.Start();
    }

    /// <summary>Reads the addresses and follows them until disposed.</summary>
    /// <param name="networkNamespace">See <see cref="LiveOptions.NetworkNamespace"/>.</param>
    /// <returns>The caller's to dispose.</returns>
    /// <exception cref="CaptureException">The system refused.</exception>
    public static LocalAddresses Follow(string? networkNamespace = null)
        => new(OperatingSystem.IsLinux()
            ? NetworkNamespace.Run(networkNamespace, AddressMonitor.Open)
            : null);

    /// <summary>How many there are now.</summary>
    public int Count => _addresses.Count;

    /// <summary>Whether it is one of the host's at this moment. From any thread; allocates
    /// nothing.</summary>
    public bool Contains(IpAddress address) => _addresses.Contains(address);

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_disposed) return;

        _disposed = true;
        _thread.Join();
        _monitor?.Dispose();
    }

    void Listen()
    {
        while (!_disposed)
        {
            if (_monitor!.Wait(Nap)) _addresses = _monitor.Take();
        }
    }

    void ReadAgain()
    {
        for (int slept = 0; !_disposed; slept += Nap)
        {
            Thread.Sleep(Nap);
            if (slept < MillisecondsBetweenReads) continue;

            slept = 0;
            _addresses = ReadAll();
        }
    }

    static HashSet<IpAddress> ReadAll()
    {
        var addresses = new HashSet<IpAddress>();
        foreach (CaptureDevice device in CaptureDevices.List())
        {
            foreach (DeviceAddress known in device.Addresses) addresses.Add(known.Address);
        }

        return addresses;
    }
}
