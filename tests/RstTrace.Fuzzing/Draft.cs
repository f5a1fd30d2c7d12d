using System;
using System.Buffers.Binary;

namespace RstTrace.Fuzzing;

/// <summary>An input while it is being changed: octets in one array, used for each.</summary>
/// <param name="capacity">Octets at most: what does not fit is left out.</param>
sealed class Draft(int capacity)
{
    readonly byte[] _octets = new byte[capacity];

    /// <summary>How many octets it has.</summary>
    public int Length { get; private set; }

    /// <summary>All of them.</summary>
    public Span<byte> Octets => _octets.AsSpan(0, Length);

    /// <summary>Starts from an input.</summary>
    public void Begin(ReadOnlySpan<byte> input)
    {
        Length = Math.Min(input.Length, capacity);
        input[..Length].CopyTo(_octets);
    }

    /// <summary>Puts octets in.</summary>
    public void Insert(int at, ReadOnlySpan<byte> what)
    {
        int count = Math.Min(what.Length, capacity - Length);
        Span<byte> copy = count <= 512 ? stackalloc byte[count] : new byte[count];
        what[..count].CopyTo(copy); // it may be octets of ours
        _octets.AsSpan(at, Length - at).CopyTo(_octets.AsSpan(at + count));
        copy.CopyTo(_octets.AsSpan(at));
        Length += count;
    }

    /// <summary>Takes octets out.</summary>
    public void Delete(int at, int count)
    {
        count = Math.Min(count, Length - at);
        _octets.AsSpan(at + count, Length - at - count).CopyTo(_octets.AsSpan(at));
        Length -= count;
    }

    /// <summary>Cuts the end off.</summary>
    public void Cut(int length) => Length = Math.Min(Length, length);

    /// <summary>Writes over what is there, as far as there is room.</summary>
    public void Put(int at, ReadOnlySpan<byte> what)
    {
        int count = Math.Min(what.Length, Length - at);
        if (count > 0) what[..count].CopyTo(_octets.AsSpan(at));
    }

    /// <summary>Writes a number of one, two or four octets, in one of both orders.</summary>
    public void PutNumber(int at, int size, uint number, bool bigEndian)
    {
        Span<byte> octets = stackalloc byte[4];
        if (bigEndian) BinaryPrimitives.WriteUInt32BigEndian(octets, number << (32 - 8 * size));
        else BinaryPrimitives.WriteUInt32LittleEndian(octets, number);
        Put(at, octets[..size]);
    }

    /// <summary>Reads one, as far as there are octets.</summary>
    public uint Number(int at, int size, bool bigEndian)
    {
        uint number = 0;
        for (int index = 0; index < size && at + index < Length; index++)
        {
            int shift = bigEndian ? 8 * (size - 1 - index) : 8 * index;
            number |= (uint)_octets[at + index] << shift;
        }

        return number;
    }
}
