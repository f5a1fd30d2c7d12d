using System;
using System.Collections.Generic;

namespace RstTrace.Capture;

/// <summary>Which word was meant.</summary>
public static class Spelling
{
    /// <summary>The word that takes the fewest changes; null where none is near.</summary>
    public static string? Nearest(string typed, IReadOnlyList<string> words)
    {
        string? nearest = null;
        int least = Math.Max(2, typed.Length / 3) + 1;
        foreach (string word in words)
        {
            int changes = Changes(typed, word);
            if (changes >= least) continue;
            least = changes;
            nearest = word;
        }

        return nearest;
    }

    // Levenshtein's distance, row by row.
    static int Changes(string from, string to)
    {
        int[] row = new int[to.Length + 1];
        for (int j = 0; j <= to.Length; j++) row[j] = j;
        foreach (char letter in from)
        {
            int diagonal = row[0]++;
            for (int j = 1; j <= to.Length; j++)
            {
                int replaced = diagonal + (letter == to[j - 1] ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(replaced, Math.Min(row[j], row[j - 1]) + 1);
            }
        }

        return row[^1];
    }
}
