using System;
using System.Collections.Generic;

namespace RstTrace.Fuzzing;

/// <summary>Changes that fit any format; a target may know better ones.</summary>
/// <param name="dice">Which of them, and where.</param>
/// <param name="words">What the format likes to see: magic numbers, types, keywords.</param>
sealed class Mutator(Dice dice, IReadOnlyList<byte[]> words)
{
    static readonly uint[] s_edges =
        [0, 1, 2, 4, 7, 8, 15, 16, 19, 20, 31, 32, 39, 40, 60, 63, 64, 127, 128, 255, 256, 1023,
         1024, 1500, 4095, 4096, 32_767, 32_768, 65_535, 65_536, 262_144, 0x7FFF_FFFF, 0x8000_0000,
         0xFFFF_FFF0, 0xFFFF_FFFE, 0xFFFF_FFFF];

    /// <summary>Changes something.</summary>
    /// <param name="draft">Changed in place.</param>
    /// <param name="other">Another input, to take a piece of.</param>
    public void Change(Draft draft, ReadOnlySpan<byte> other)
    {
        int at = dice.Next(draft.Length);
        switch (dice.Next(12))
        {
            case 0 or 1 when draft.Length > 0:
                draft.Octets[at] ^= (byte)(1 << dice.Next(8));
                break;
            case 2 when draft.Length > 0:
                draft.Octets[at] = dice.Octet();
                break;
            case 3 or 4:
                int size = 1 << dice.Next(3);
                draft.PutNumber(at, size, s_edges[dice.Next(s_edges.Length)], dice.OneIn(2));
                break;
            case 5:
                Nudge(draft, at, 1 << dice.Next(3), dice.OneIn(2));
                break;
            case 6:
                draft.Delete(at, Few(draft.Length - at));
                break;
            case 7 when draft.Length > 0:
                draft.Insert(at, draft.Octets.Slice(at, Few(draft.Length - at)));
                break;
            case 8 when other.Length > 0:
                int from = dice.Next(other.Length);
                draft.Insert(at, other.Slice(from, Few(other.Length - from)));
                break;
            case 9 when words.Count > 0:
                draft.Insert(at, words[dice.Next(words.Count)]);
                break;
            case 10 when words.Count > 0:
                draft.Put(at, words[dice.Next(words.Count)]);
                break;
            default:
                if (dice.OneIn(4)) draft.Cut(at);
                else if (draft.Length > 0) draft.Octets[at] = (byte)~draft.Octets[at];
                break;
        }
    }

    /// <summary>A length that is one off is what parsers stumble over.</summary>
    void Nudge(Draft draft, int at, int size, bool bigEndian)
    {
        uint number = draft.Number(at, size, bigEndian);
        draft.PutNumber(at, size, number + (uint)dice.Next(9) - 4, bigEndian);
    }

    int Few(int most) => Math.Min(most, 1 + dice.Next(dice.OneIn(8) ? most : 8));
}
