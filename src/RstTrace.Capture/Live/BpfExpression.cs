using System;
using System.Text;
using RstTrace.Capture.Live.Native;
using RstTrace.Core;

namespace RstTrace.Capture.Live;

/// <summary>Compiles expressions of pcap-filter(7), and says what is wrong with them.</summary>
static class BpfExpression
{
    /// <summary>PCAP_NETMASK_UNKNOWN: only broadcasts of IPv4 are not known then.</summary>
    const uint UnknownNetmask = 0xFFFF_FFFF;

    /// <summary>The program of an expression: the caller's to free with pcap_freecode.</summary>
    /// <param name="handle">Says the link type and the snap length.</param>
    /// <param name="expression">Empty matches everything.</param>
    /// <exception cref="CaptureException">It is wrong, in libpcap's words, and from where on.
    /// </exception>
    public static BpfProgram Compile(PcapHandle handle, string expression)
    {
        if (TryCompile(handle, expression, out BpfProgram program)) return program;

        string reason = Borrowed.Text(Libpcap.pcap_geterr(handle)) ?? "";
        throw Wrong(handle, expression, reason);
    }

    static bool TryCompile(PcapHandle handle, string expression, out BpfProgram program)
        => Libpcap.pcap_compile(handle, out program, expression, optimize: 1, UnknownNetmask) == 0;

    static CaptureException Wrong(PcapHandle handle, string expression, string reason)
    {
        const string Preamble = "can't parse filter expression: "; // of libpcap itself
        if (reason.StartsWith(Preamble, StringComparison.Ordinal))
            reason = reason[Preamble.Length..];

        string good = LongestGood(handle, expression);
        string place = good.Length == 0 ? "" : $", after '{good}'";
        return new($"filter '{expression}': {reason}{place}", "man 7 pcap-filter")
        {
            Kind = CaptureFailure.Request,
        };
    }

    // libpcap does not say where. The most words from the front that make sense by themselves do,
    // with open parentheses closed.
    static string LongestGood(PcapHandle handle, string expression)
    {
        for (int end = expression.Length; end > 0; end--)
        {
            bool isBetweenWords = end < expression.Length && " ()".Contains(expression[end]);
            if (!isBetweenWords) continue;

            string words = expression[..end].TrimEnd();
            if (words.Length == 0) break;
            if (!TryCompile(handle, Closed(words), out BpfProgram program)) continue;

            Libpcap.pcap_freecode(ref program);
            return words;
        }

        return "";
    }

    static string Closed(string words)
    {
        int open = words.AsSpan().Count('(') - words.AsSpan().Count(')');
        return open <= 0 ? words : new StringBuilder(words).Append(')', open).ToString();
    }
}
