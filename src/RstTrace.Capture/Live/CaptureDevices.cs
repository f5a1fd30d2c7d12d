using System;
using System.Collections.Generic;
using System.Globalization;
using RstTrace.Capture.Live.Native;
using RstTrace.Core;

namespace RstTrace.Capture.Live;

/// <summary>The devices of this host.</summary>
public static class CaptureDevices
{
    /// <summary>What a user types to see the list.</summary>
    public const string ListCommand = "rsttrace interfaces";

    /// <summary>All devices that can be captured on, the likeliest first, "any" and loopback
    /// included.</summary>
    /// <param name="networkNamespace">See <see cref="LiveOptions.NetworkNamespace"/>.</param>
    /// <exception cref="CaptureException">There is no libpcap, or the system refused.</exception>
    public static IReadOnlyList<CaptureDevice> List(string? networkNamespace = null)
    {
        LibpcapLibrary.Require();
        return NetworkNamespace.Run(networkNamespace, ReadAll);
    }

    /// <summary>The device's name: a number in the list stands for the device there, unless a
    /// device has that number as its name.</summary>
    /// <inheritdoc cref="List"/>
    public static string NameOf(string nameOrNumber, string? networkNamespace = null)
    {
        bool isNumber = int.TryParse(
            nameOrNumber, NumberStyles.None, CultureInfo.InvariantCulture, out int number);
        if (!isNumber) return nameOrNumber;

        IReadOnlyList<CaptureDevice> devices = List(networkNamespace);
        foreach (CaptureDevice device in devices)
        {
            if (device.Name == nameOrNumber) return nameOrNumber;
        }

        if (number < 1 || number > devices.Count) throw NoSuchNumber(number, devices.Count);
        return devices[number - 1].Name;
    }

    static IReadOnlyList<CaptureDevice> ReadAll()
    {
        Span<byte> error = stackalloc byte[Libpcap.ErrorSize];
        int status = Libpcap.pcap_findalldevs(out nint first, error);
        if (status != 0) throw CannotList(Borrowed.Text(error));

        try
        {
            var devices = new List<CaptureDevice>();
            for (nint next = first; next != 0; next = Borrowed.Value<PcapDevice>(next).Next)
                devices.Add(Read(in Borrowed.Value<PcapDevice>(next), devices.Count + 1));

            return devices;
        }
        finally
        {
            Libpcap.pcap_freealldevs(first);
        }
    }

    static CaptureDevice Read(in PcapDevice device, int number) => new()
    {
        Number = number,
        Name = Borrowed.Text(device.Name) ?? "",
        Description = Borrowed.Text(device.Description),
        Traits = (CaptureDeviceTraits)(device.Flags & (uint)CaptureDeviceTraits.All),
        Connection = (device.Flags & PcapDeviceFlags.ConnectionMask) switch
        {
            0 => ConnectionStatus.Unknown,
            PcapDeviceFlags.Connected => ConnectionStatus.Connected,
            PcapDeviceFlags.Disconnected => ConnectionStatus.Disconnected,
            _ => ConnectionStatus.NotApplicable,
        },
        Addresses = ReadAddresses(device.Addresses),
    };

    static List<DeviceAddress> ReadAddresses(nint first)
    {
        var addresses = new List<DeviceAddress>();
        for (nint next = first; next != 0; next = Borrowed.Value<PcapAddress>(next).Next)
        {
            ref readonly PcapAddress entry = ref Borrowed.Value<PcapAddress>(next);
            if (SocketAddress.TryRead(entry.Address, out var address))
                addresses.Add(new(address, SocketAddress.PrefixLength(entry.Netmask)));
        }

        return addresses;
    }

    static CaptureException NoSuchNumber(int number, int count)
        => new($"device {number}: they are numbered from 1 to {count}", ListCommand)
        {
            Kind = CaptureFailure.Request,
        };

    static CaptureException CannotList(string reason)
        => new($"the devices cannot be listed: {reason}", "ip link");
}
