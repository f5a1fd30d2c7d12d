using System;
using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace RstTrace.Sidecar;

/// <summary>Tells systemd how the service is: sd_notify(3), a datagram each.</summary>
/// <remarks>Where nobody asked, nothing is sent.</remarks>
public sealed class ServiceNotifier : IDisposable
{
    readonly Socket? _socket;
    readonly UnixDomainSocketEndPoint? _address;
    long _alive = Stopwatch.GetTimestamp();

    /// <param name="address">NOTIFY_SOCKET; null where nobody asks. With @ first it is an abstract
    /// name.</param>
    /// <param name="watchdog">WATCHDOG_USEC; null for no watchdog.</param>
    public ServiceNotifier(string? address, string? watchdog)
    {
        if (address is not ['/' or '@', ..] || !OperatingSystem.IsLinux()) return;

        _address = new UnixDomainSocketEndPoint(
            address[0] == '@' ? '\0' + address[1..] : address);
        _socket = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified)
        {
            Blocking = false,
        };
        if (long.TryParse(watchdog, NumberStyles.None, CultureInfo.InvariantCulture, out long usec))
            WatchdogInterval = TimeSpan.FromMicroseconds(usec / 2.0);
    }

    /// <summary>How often it is to be told that all is well; null where nobody watches.</summary>
    public TimeSpan? WatchdogInterval { get; }

    /// <summary>The service does its work.</summary>
    public void Ready(string status) => Send($"READY=1\nSTATUS={status}");

    /// <summary>What it does, in a line.</summary>
    public void Status(string status) => Send($"STATUS={status}");

    /// <summary>It reads its configuration again; <see cref="Ready"/> follows.</summary>
    public void Reloading()
    {
        long microseconds = Stopwatch.GetTimestamp() / (Stopwatch.Frequency / 1_000_000);
        Send(string.Create(
            CultureInfo.InvariantCulture, $"RELOADING=1\nMONOTONIC_USEC={microseconds}"));
    }

    /// <summary>It ends.</summary>
    public void Stopping() => Send("STOPPING=1");

    /// <summary>All is well: tells the watchdog, if it is time.</summary>
    public void Alive()
    {
        if (WatchdogInterval is not { } interval
            || Stopwatch.GetElapsedTime(_alive) < interval * 0.5)
        {
            return;
        }

        _alive = Stopwatch.GetTimestamp();
        Send("WATCHDOG=1");
    }

    /// <inheritdoc/>
    public void Dispose() => _socket?.Dispose();

    void Send(string message)
    {
        try
        {
            _socket?.SendTo(Encoding.UTF8.GetBytes(message), _address!);
        }
        catch (SocketException)
        {
            // Whoever asked is gone, or does not read: the next one may arrive.
        }
    }
}
