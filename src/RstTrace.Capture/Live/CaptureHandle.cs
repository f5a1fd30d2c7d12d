using System;
using System.Runtime.InteropServices;
using RstTrace.Capture.Live.Native;
using RstTrace.Core;
using RstTrace.Core.Wire;

namespace RstTrace.Capture.Live;

/// <summary>One opening of a device: what libpcap gives for as long as the device stays.</summary>
sealed partial class CaptureHandle : IDisposable
{
    readonly PcapHandle _handle;
    readonly nint _bare;
    readonly int _descriptor; // -1 where reads wait by themselves

    CaptureHandle(PcapHandle handle, int descriptor)
    {
        _handle = handle;
        _bare = handle.Bare;
        _descriptor = descriptor;
    }

    /// <summary>How its frames begin.</summary>
    public required LinkType Link { get; init; }

    /// <summary>Nanoseconds in a unit of a frame's fraction of a second.</summary>
    public required int FractionUnit { get; init; }

    /// <summary>The filter in the kernel; empty for none.</summary>
    public required string Filter { get; init; }

    /// <summary>What libpcap warned of when it opened; null for nothing.</summary>
    public string? Warning { get; private init; }

    /// <summary>libpcap's words for the last failure.</summary>
    public string Failure => Borrowed.Text(Libpcap.pcap_geterr(_handle)) ?? "";

    /// <inheritdoc cref="Libpcap.pcap_next_ex"/>
    public int Next(out nint header, out nint octets)
        => Libpcap.pcap_next_ex(_bare, out header, out octets);

    /// <summary>Waits until a read may bring something, or for so long.</summary>
    /// <returns>Whether it may.</returns>
    public bool Wait(int milliseconds)
    {
        if (_descriptor < 0) return false; // the read has waited

        var descriptor = new PollDescriptor
        {
            FileDescriptor = _descriptor,
            Events = PollDescriptor.Input,
        };
        return Libc.poll(ref descriptor, 1, milliseconds) > 0;
    }

    /// <summary>What the kernel counts. Each number wraps around.</summary>
    public PcapStatistics Statistics()
        => Libpcap.pcap_stats(_handle, out PcapStatistics statistics) == 0 ? statistics : default;

    /// <summary>Whether the device is switched on. Asked through the open descriptor, so in the
    /// right namespace and without rights.</summary>
    public bool IsUp(string device)
    {
        if (_descriptor < 0) return true;

        var request = default(InterfaceRequest);
        Span<byte> name = request.Name;
        System.Text.Encoding.UTF8.TryGetBytes(device, name[..^1], out _);
        return Libc.ioctl(_descriptor, Libc.GetInterfaceFlags, ref request) != 0
            || (request.Flags & InterfaceRequest.Up) != 0;
    }

    /// <inheritdoc/>
    public void Dispose() => _handle.Dispose();

    /// <summary>Joins a fanout group (packet(7)): its members share the frames by a hash over
    /// addresses and ports that is the same for both directions.</summary>
    /// <param name="group">The group's number; null founds one.</param>
    /// <returns>The group's number.</returns>
    public ushort JoinGroup(ushort? group)
    {
        const int Level = Libc.PacketLevel, Option = Libc.PacketFanout;

        uint wanted = group ?? FanoutUniqueId; // its type is a hash, 0 in the upper half
        uint length = sizeof(uint);
        bool joined = Libc.setsockopt(_descriptor, Level, Option, in wanted, length) == 0
            && Libc.getsockopt(_descriptor, Level, Option, out wanted, ref length) == 0;
        if (!joined) throw CannotJoin(Marshal.GetLastPInvokeErrorMessage());
        return (ushort)wanted;
    }

    /// <summary>PACKET_FANOUT_FLAG_UNIQUEID in the upper half: a number that nobody else
    /// has.</summary>
    const uint FanoutUniqueId = 0x2000u << 16;

    static CaptureException CannotJoin(string reason)
        => new($"frames cannot be shared out to several workers: {reason}", "use one worker");
}
