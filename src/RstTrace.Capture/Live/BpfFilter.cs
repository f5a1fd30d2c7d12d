using System;
using System.Collections.Generic;
using System.Runtime.InteropServices;
using RstTrace.Capture.Live.Native;
using RstTrace.Core;
using RstTrace.Core.Wire;

namespace RstTrace.Capture.Live;

/// <summary>An expression of pcap-filter(7) to hold frames of any link type against.</summary>
/// <remarks>libpcap compiles it for each link type when its first frame comes. One thread at a
/// time.</remarks>
public sealed class BpfFilter : IDisposable
{
    const int LongestFrame = 262_144; // tcpdump's default, and the most libpcap knows

    readonly string _expression;
    readonly Dictionary<LinkType, BpfProgram> _programs = [];
    LinkType _last;
    BpfProgram _program; // for the link type of the last frame
    bool _disposed;

    BpfFilter(string expression) => _expression = expression;

    /// <summary>Compiles an expression.</summary>
    /// <param name="expression">As tcpdump takes it.</param>
    /// <param name="link">The link type to begin with; others may come.</param>
    /// <returns>The caller's to dispose.</returns>
    /// <exception cref="CaptureException">It is wrong, in libpcap's words; or there is no
    /// libpcap.</exception>
    public static BpfFilter Compile(string expression, LinkType link = LinkType.Ethernet)
    {
        LibpcapLibrary.Require();
        var filter = new BpfFilter(expression);
        filter.Turn(link);
        return filter;
    }

    /// <summary>Whether a frame matches. Allocates nothing, but for the first frame of a link
    /// type.</summary>
    /// <exception cref="CaptureException">The expression means nothing for this link type.
    /// </exception>
    public bool Matches(in Frame frame)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        if (frame.Link != _last) Turn(frame.Link);

        var header = new PcapFrameHeader
        {
            Captured = (uint)frame.Octets.Length,
            Original = frame.OriginalLength,
        };
        ref byte octets = ref MemoryMarshal.GetReference(frame.Octets);
        return Libpcap.pcap_offline_filter(in _program, in header, in octets) != 0;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_disposed) return;

        _disposed = true;
        foreach (BpfProgram program in _programs.Values)
        {
            BpfProgram freed = program;
            Libpcap.pcap_freecode(ref freed);
        }
    }

    void Turn(LinkType link)
    {
        if (!_programs.TryGetValue(link, out BpfProgram program))
        {
            using PcapHandle dead = Libpcap.pcap_open_dead(DataLink.Of(link), LongestFrame);
            program = BpfExpression.Compile(dead, _expression);
            _programs.Add(link, program);
        }

        _program = program;
        _last = link;
    }
}
