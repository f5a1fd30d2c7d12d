using System;
using System.Collections.Generic;

namespace RstTrace.Fuzzing;

/// <summary>Inputs worth changing: each reached a block of code, or reached it as often, as none
/// before it.</summary>
sealed class Corpus
{
    readonly byte[] _reached = new byte[Edges.Most]; // a bit for each rough number of times
    readonly List<byte[]> _inputs = [];

    /// <summary>How many there are.</summary>
    public int Count => _inputs.Count;

    /// <summary>Blocks that were ever reached.</summary>
    public int Blocks { get; private set; }

    /// <summary>One of them.</summary>
    public byte[] this[int index] => _inputs[index];

    /// <summary>Any of them, the newest ones more often.</summary>
    public byte[] Choose(Dice dice)
    {
        int newest = Math.Max(0, Count - 32);
        return _inputs[dice.OneIn(3) ? newest + dice.Next(Count - newest) : dice.Next(Count)];
    }

    /// <summary>Keeps an input without asking.</summary>
    public void Keep(ReadOnlySpan<byte> input) => _inputs.Add(input.ToArray());

    /// <summary>Learns what has just been reached.</summary>
    /// <returns>Whether any of it is new.</returns>
    public bool Learn()
    {
        ReadOnlySpan<byte> hits = Edges.Hits;
        bool isNew = false;
        for (int block = hits.IndexOfAnyExcept((byte)0); block >= 0;)
        {
            byte level = LevelOf(hits[block]);
            if ((_reached[block] & level) == 0)
            {
                if (_reached[block] == 0) Blocks++;
                _reached[block] |= level;
                isNew = true;
            }

            int next = hits[(block + 1)..].IndexOfAnyExcept((byte)0);
            block = next < 0 ? -1 : block + 1 + next;
        }

        return isNew;
    }

    static byte LevelOf(byte times) => times switch
    {
        1 => 1,
        2 => 2,
        3 => 4,
        < 8 => 8,
        < 16 => 16,
        < 32 => 32,
        < 128 => 64,
        _ => 128,
    };
}
