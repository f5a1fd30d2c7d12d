using System;

namespace RstTrace.Core.Flows;

/// <summary>Counts streams as Wireshark does: from 0 in each file, in order of
/// appearance.</summary>
sealed class StreamNumbers
{
    uint[] _next = new uint[1];

    /// <summary>The number of a stream that begins in this file.</summary>
    public uint Take(int file)
    {
        if (file >= _next.Length) Array.Resize(ref _next, Math.Max(file + 1, _next.Length * 2));
        return _next[file]++;
    }
}
