using System;
using System.Collections.Generic;
using System.Text;
using RstTrace.Core.Wire;

namespace RstTrace.Reports.Redaction;

/// <summary>Redacts sentences of ours that hold addresses, names and text off the wire.</summary>
/// <param name="redactor">Knows the replacements.</param>
/// <param name="known">What is known to come off the wire, and what stands for it.</param>
sealed class RedactedText(Redactor redactor, IReadOnlyList<(string From, string To)> known)
{
    /// <summary>The text with all that replaced, in one pass: what was put in is not looked at
    /// again.</summary>
    public string Of(string text)
    {
        var redacted = new StringBuilder(text.Length);
        for (int at = 0; at < text.Length;)
        {
            int taken = TakeKnown(text, at, redacted);
            if (taken == 0) taken = TakeAddress(text, at, redacted);
            if (taken == 0) redacted.Append(text[at]);
            at += Math.Max(1, taken);
        }

        return redacted.ToString();
    }

    /// <summary>The same of a sentence that quotes: what stands between its first and its last
    /// quotation mark is text off the wire.</summary>
    public string OfQuoting(string text)
    {
        int first = text.IndexOf('"'), last = text.LastIndexOf('"');
        return first == last
            ? Of(text)
            : $"{Of(text[..first])}\"{redactor.Text(text[(first + 1)..last])}\""
                + Of(text[(last + 1)..]);
    }

    int TakeKnown(string text, int at, StringBuilder redacted)
    {
        (string From, string To) longest = ("", "");
        foreach ((string From, string To) item in known)
        {
            bool isThere = item.From.Length > longest.From.Length
                && string.CompareOrdinal(text, at, item.From, 0, item.From.Length) == 0
                && IsWhole(text, at, item.From.Length);
            if (isThere) longest = item;
        }

        redacted.Append(longest.To);
        return longest.From.Length;
    }

    // A name of one letter is not every such letter.
    static bool IsWhole(string text, int at, int length)
        => !(at > 0 && IsWord(text[at - 1]) && IsWord(text[at]))
            && !(at + length < text.Length && IsWord(text[at + length])
                && IsWord(text[at + length - 1]));

    int TakeAddress(string text, int at, StringBuilder redacted)
    {
        bool isMiddle = at > 0 && (IsWord(text[at - 1]) || text[at - 1] == '.');
        if (isMiddle || !AddressText.IsOfAddress(text[at])) return 0;

        int end = at;
        while (end < text.Length && AddressText.IsOfAddress(text[end])) end++;

        // With a port behind it, or the end of a sentence.
        ReadOnlySpan<char> run = text.AsSpan(at, end - at).TrimEnd('.');
        int colon = run.IndexOf(':');
        int taken = colon < 0 ? 0 : Replace(run[..colon], redacted);
        if (taken == 0) taken = Replace(run, redacted);
        return taken > 0 ? taken : Replace(run.TrimEnd(':'), redacted);
    }

    int Replace(ReadOnlySpan<char> text, StringBuilder redacted)
    {
        if (!AddressText.TryParse(text, out IpAddress address, out bool isIpv6)) return 0;

        redacted.Append(isIpv6 && address.IsIpv4 ? "::ffff:" : "");
        redacted.Append(redactor.Address(address));
        return text.Length;
    }

    static bool IsWord(char character) => char.IsLetterOrDigit(character);
}
