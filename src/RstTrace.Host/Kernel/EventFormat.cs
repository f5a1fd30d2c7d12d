using System;
using System.Collections.Generic;
using System.Globalization;
using System.Runtime.InteropServices;

namespace RstTrace.Host.Kernel;

/// <summary>How an event of the kernel lies in memory, as its own <c>format</c> file says
/// (Documentation/trace/events.rst).</summary>
/// <remarks>Numbers differ between kernels; names stay.</remarks>
sealed class EventFormat
{
    readonly Dictionary<string, EventField> _fields = new(StringComparer.Ordinal);
    readonly Dictionary<string, Dictionary<long, string>> _symbols = new(StringComparer.Ordinal);

    EventFormat(int id) => Id = id;

    /// <summary>What its records bear in <c>common_type</c>.</summary>
    public int Id { get; }

    /// <summary>Reads a format file.</summary>
    /// <returns>Null where it is none.</returns>
    public static EventFormat? Parse(string text)
    {
        EventFormat? format = null;
        foreach (ReadOnlySpan<char> line in text.AsSpan().EnumerateLines())
        {
            ReadOnlySpan<char> trimmed = line.Trim();
            if (trimmed.StartsWith("ID:") && TryNumber(trimmed[3..], out long id))
                format = new EventFormat((int)id);
            else if (trimmed.StartsWith("field:"))
                format?.AddField(trimmed);
            else if (trimmed.StartsWith("print fmt:"))
                format?.AddSymbols(trimmed.ToString());
        }

        return format;
    }

    /// <summary>A field; null where this kernel has none of that name.</summary>
    public EventField? Field(string name)
        => _fields.TryGetValue(name, out EventField field) ? field : null;

    /// <summary>The kernel's names for the numbers of a field; empty where it prints none, or
    /// prints names for what is no number.</summary>
    public IReadOnlyDictionary<long, string> SymbolsOf(string field)
        => _symbols.TryGetValue(field, out Dictionary<long, string>? symbols) ? symbols : [];

    // field:__u8 saddr[28];	offset:32;	size:28;	signed:0;
    void AddField(ReadOnlySpan<char> line)
    {
        ReadOnlySpan<char> declaration = line["field:".Length..];
        int end = declaration.IndexOf(';');
        if (end < 0) return;

        declaration = declaration[..end];
        int bracket = declaration.IndexOf('[');
        if (bracket >= 0) declaration = declaration[..bracket];
        string name = declaration[(declaration.LastIndexOf(' ') + 1)..].ToString();
        bool isPlaced = TryNumber(After(line, "offset:"), out long offset)
            & TryNumber(After(line, "size:"), out long size);
        TryNumber(After(line, "signed:"), out long isSigned);
        bool isSane = isPlaced && offset is >= 0 and < 4096 && size is > 0 and < 4096;
        if (isSane) _fields[name] = new EventField((int)offset, (int)size, isSigned == 1);
    }

    // __print_symbolic(REC->reason, { 0, "NOT_SPECIFIED" }, { 1, "NO_SOCKET" }, ...)
    void AddSymbols(string line)
    {
        const string Begin = "__print_symbolic(REC->";
        int at = 0;
        while ((at = line.IndexOf(Begin, at, StringComparison.Ordinal)) >= 0)
        {
            at += Begin.Length;
            int comma = line.IndexOf(',', at);
            if (comma < 0) return;
            string field = line[at..comma].Trim();
            var symbols = new Dictionary<long, string>();
            int next = line.IndexOf(Begin, comma, StringComparison.Ordinal);
            AddPairs(line.AsSpan(comma..(next < 0 ? line.Length : next)), symbols);
            _symbols[field] = symbols;
        }
    }

    static void AddPairs(ReadOnlySpan<char> text, Dictionary<long, string> symbols)
    {
        for (int open; (open = text.IndexOf('{')) >= 0;)
        {
            text = text[(open + 1)..];
            int close = text.IndexOf('}');
            int comma = text.IndexOf(',');
            if (close < 0 || comma < 0 || comma > close) return;

            ReadOnlySpan<char> name = text[(comma + 1)..close].Trim().Trim('"');
            if (TryNumber(text[..comma], out long number)) symbols[number] = name.ToString();
            text = text[(close + 1)..];
        }
    }

    static ReadOnlySpan<char> After(ReadOnlySpan<char> line, string label)
    {
        int at = line.IndexOf(label, StringComparison.Ordinal);
        if (at < 0) return default;
        ReadOnlySpan<char> rest = line[(at + label.Length)..];
        int end = rest.IndexOf(';');
        return end < 0 ? rest : rest[..end];
    }

    static bool TryNumber(ReadOnlySpan<char> text, out long number)
    {
        text = text.Trim();
        return text.StartsWith("0x", StringComparison.OrdinalIgnoreCase)
            ? long.TryParse(text[2..], NumberStyles.AllowHexSpecifier,
                CultureInfo.InvariantCulture, out number)
            : long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture,
                out number);
    }
}

/// <summary>Where a field of an event lies.</summary>
/// <param name="Offset">From the record's start, in octets.</param>
/// <param name="Size">Octets.</param>
/// <param name="IsSigned">Whether it may be negative.</param>
readonly record struct EventField(int Offset, int Size, bool IsSigned)
{
    /// <summary>Its octets; empty where the record is too short for it.</summary>
    public ReadOnlySpan<byte> In(ReadOnlySpan<byte> record)
        => record.Length >= Offset + Size ? record.Slice(Offset, Size) : default;

    /// <summary>Its number, in the machine's own order of octets; 0 where the record is too
    /// short.</summary>
    public long NumberIn(ReadOnlySpan<byte> record)
    {
        ReadOnlySpan<byte> octets = In(record);
        return (octets.Length, IsSigned) switch
        {
            (1, false) => octets[0],
            (1, true) => (sbyte)octets[0],
            (2, false) => MemoryMarshal.Read<ushort>(octets),
            (2, true) => MemoryMarshal.Read<short>(octets),
            (4, false) => MemoryMarshal.Read<uint>(octets),
            (4, true) => MemoryMarshal.Read<int>(octets),
            (8, _) => MemoryMarshal.Read<long>(octets),
            _ => 0,
        };
    }
}
