using System;
using RstTrace.Capture.Live.Native;
using RstTrace.Core;
using RstTrace.Core.Wire;

namespace RstTrace.Capture.Live;

sealed partial class CaptureHandle
{
    /// <summary>Opens a device, in the namespace of the options.</summary>
    /// <exception cref="CaptureException">See <see cref="LiveSource.Open"/>.</exception>
    public static CaptureHandle Open(string device, LiveOptions options)
    {
        LibpcapLibrary.Require();
        return NetworkNamespace.Run(options.NetworkNamespace, () => OpenHere(device, options));
    }

    static CaptureHandle OpenHere(string device, LiveOptions options)
    {
        Span<byte> error = stackalloc byte[Libpcap.ErrorSize];
        PcapHandle handle = Libpcap.pcap_create(device, error);
        if (handle.IsInvalid)
            throw OpenFailure.Of(device, options, PcapStatus.Error, Borrowed.Text(error));

        try
        {
            Prepare(handle, options);
            int status = Libpcap.pcap_activate(handle);
            string words = Borrowed.Text(Libpcap.pcap_geterr(handle)) ?? "";
            if (status < 0) throw OpenFailure.Of(device, options, status, words);

            return Complete(handle, device, options, status, words);
        }
        catch
        {
            handle.Dispose();
            throw;
        }
    }

    // Immediate mode stays off: the kernel would wake us for every frame.
    static void Prepare(PcapHandle handle, LiveOptions options)
    {
        Libpcap.pcap_set_snaplen(handle, options.SnapLength);
        Libpcap.pcap_set_buffer_size(handle, options.BufferOctets);
        Libpcap.pcap_set_promisc(handle, options.Promiscuous ? 1 : 0);
        Libpcap.pcap_set_timeout(handle, options.TimeoutMilliseconds);

        // Refused where the system has microseconds alone, which is asked for later.
        Libpcap.pcap_set_tstamp_precision(handle, PcapPrecision.Nanoseconds);
    }

    static CaptureHandle Complete(
        PcapHandle handle, string device, LiveOptions options, int status, string words)
    {
        LinkType link = ChooseLink(handle, device);
        SetDirection(handle, device, options.Direction);
        string filter = SetFilter(handle, device, link, options.Expression);
        bool hasNanoseconds =
            Libpcap.pcap_get_tstamp_precision(handle) == PcapPrecision.Nanoseconds;
        return new CaptureHandle(handle, MakePollable(handle, device))
        {
            Link = link,
            FractionUnit = hasNanoseconds ? 1 : 1000,
            Filter = filter,
            Warning = status == 0 ? null : OpenFailure.Words(status, words),
        };
    }

    // The second version of Linux's cooked header names the interface of each frame. Refused where
    // it is not offered: on every device but "any", and by libpcap before 1.10.
    static LinkType ChooseLink(PcapHandle handle, string device)
    {
        if (device == LiveSource.AnyDevice) Libpcap.pcap_set_datalink(handle, DataLink.LinuxSll2);

        LinkType link = DataLink.ToLinkType(Libpcap.pcap_datalink(handle));
        bool isRead = link != LinkType.Ieee80211 && Enum.IsDefined(link);
        return isRead ? link : throw NotRead(device, link);
    }

    static void SetDirection(PcapHandle handle, string device, LiveDirection direction)
    {
        if (direction == LiveDirection.Both) return;

        int native = direction == LiveDirection.In ? PcapDirection.In : PcapDirection.Out;
        if (Libpcap.pcap_setdirection(handle, native) != 0) throw Refused(handle, device);
    }

    static string SetFilter(PcapHandle handle, string device, LinkType link, string? expression)
    {
        // By itself first, so that complaints are about what the user wrote.
        if (expression is not null)
        {
            BpfProgram alone = BpfExpression.Compile(handle, expression);
            Libpcap.pcap_freecode(ref alone);
        }

        string filter = TcpFilter.With(link, expression) ?? "";
        BpfProgram program = BpfExpression.Compile(handle, filter);
        int status = Libpcap.pcap_setfilter(handle, in program);
        Libpcap.pcap_freecode(ref program);
        return status == 0 ? filter : throw Refused(handle, device);
    }

    // On Linux the timeout of libpcap begins with the first frame: on a silent device its read
    // would not come back. So it never waits there, and we do.
    static int MakePollable(PcapHandle handle, string device)
    {
        if (!OperatingSystem.IsLinux()) return -1;

        Span<byte> error = stackalloc byte[Libpcap.ErrorSize];
        if (Libpcap.pcap_setnonblock(handle, 1, error) != 0) throw Refused(handle, device);
        return Libpcap.pcap_get_selectable_fd(handle);
    }

    static CaptureException Refused(PcapHandle handle, string device)
        => new($"{device}: cannot be captured on: {Borrowed.Text(Libpcap.pcap_geterr(handle))}",
            CaptureDevices.ListCommand);

    static CaptureException NotRead(string device, LinkType link)
    {
        string name = Borrowed.Text(Libpcap.pcap_datalink_val_to_name((int)link)) ?? $"{(int)link}";
        return new($"{device}: frames of type {name} are not read", CaptureDevices.ListCommand);
    }
}
