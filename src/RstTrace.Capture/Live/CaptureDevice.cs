using System.Collections.Generic;
using RstTrace.Core.Wire;

namespace RstTrace.Capture.Live;

/// <summary>A device to capture on.</summary>
public sealed record CaptureDevice
{
    /// <summary>Its place in the list, from 1: another name for it.</summary>
    public required int Number { get; init; }

    /// <summary>As the system names it.</summary>
    public required string Name { get; init; }

    /// <summary>In words; null where there are none.</summary>
    public required string? Description { get; init; }

    /// <summary>What libpcap says of it.</summary>
    public required CaptureDeviceTraits Traits { get; init; }

    /// <summary>Whether something is plugged in.</summary>
    public required ConnectionStatus Connection { get; init; }

    /// <summary>Its addresses.</summary>
    public required IReadOnlyList<DeviceAddress> Addresses { get; init; }
}

/// <summary>What is so with a device. The numbers are PCAP_IF_ of libpcap.</summary>
[System.Flags]
public enum CaptureDeviceTraits
{
    /// <summary>Nothing of these.</summary>
    None = 0,

    /// <summary>A loopback device.</summary>
    Loopback = 1,

    /// <summary>Switched on.</summary>
    Up = 2,

    /// <summary>Ready to pass frames.</summary>
    Running = 4,

    /// <summary>Wireless.</summary>
    Wireless = 8,

    /// <summary>All of these.</summary>
    All = Loopback | Up | Running | Wireless,
}

/// <summary>Whether something is plugged in.</summary>
public enum ConnectionStatus
{
    /// <summary>Not known.</summary>
    Unknown,

    /// <summary>Connected.</summary>
    Connected,

    /// <summary>Disconnected.</summary>
    Disconnected,

    /// <summary>Means nothing for such a device.</summary>
    NotApplicable,
}

/// <summary>An address of a device.</summary>
/// <param name="Address">The address.</param>
/// <param name="PrefixLength">Bits of its network: up to 32 or 128.</param>
public readonly record struct DeviceAddress(IpAddress Address, int PrefixLength)
{
    /// <summary>Such as 192.0.2.1/24.</summary>
    public override string ToString() => $"{Address}/{PrefixLength}";
}
