using System;
using System.Collections.Generic;

namespace RstTrace.Host.Errors;

/// <summary>What the words of an error mean, and what they cannot mean.</summary>
/// <param name="Word">What the error says, in lower case.</param>
/// <param name="From">Who says so.</param>
/// <param name="Kind">What it stands for.</param>
sealed record ErrorPhrase(string Word, string From, ErrorKind Kind)
{
    const int LongestError = 4096;

    /// <summary>All that fit pasted words, in the order of the table: the most special
    /// first.</summary>
    public static List<ErrorPhrase> In(string pasted)
    {
        string text = pasted[..Math.Min(pasted.Length, LongestError)].ToLowerInvariant()
            .Replace('’', '\'');
        var found = new List<ErrorPhrase>();
        foreach (ErrorPhrase phrase in ErrorPhrases.All)
            if (Contains(text, phrase.Word)) found.Add(phrase);

        return found;
    }

    // A number stands for itself alone: 104 is not in 10104.
    static bool Contains(string text, string word)
    {
        for (int at = text.IndexOf(word, StringComparison.Ordinal); at >= 0;
            at = text.IndexOf(word, at + 1, StringComparison.Ordinal))
        {
            bool begins = at == 0 || !char.IsAsciiLetterOrDigit(word[0])
                || !char.IsAsciiLetterOrDigit(text[at - 1]);
            int end = at + word.Length;
            bool ends = end == text.Length || !char.IsAsciiDigit(word[^1])
                || !char.IsAsciiDigit(text[end]);
            if (begins && ends) return true;
        }

        return false;
    }
}

/// <summary>What an error stands for.</summary>
/// <param name="Name">Its name in the C library, or in a few words.</param>
/// <param name="Means">What happened, in a sentence without a full stop.</param>
/// <param name="CannotMean">What did not happen.</param>
/// <param name="Next">What to look at.</param>
sealed record ErrorKind(string Name, string Means, string CannotMean, string Next);
