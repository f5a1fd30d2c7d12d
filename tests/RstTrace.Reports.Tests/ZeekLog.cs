using System;
using System.Collections.Generic;
using System.Globalization;
using System.Text;
using NUnit.Framework;

namespace RstTrace.Reports.Tests;

/// <summary>A log as zeek-cut reads it: separator, fields and types come from its head; a line of
/// another number of fields, or a head out of order, fails.</summary>
sealed class ZeekLog
{
    readonly List<string> _names = [], _types = [];

    /// <summary>The lines that begin with #, by name, without the separator.</summary>
    public Dictionary<string, string> Head { get; } = [];

    /// <summary>A line each, values by field, \xNN undone; null where unset.</summary>
    public List<Dictionary<string, string?>> Lines { get; } = [];

    public static ZeekLog Read(string text)
    {
        Assert.That(text, Does.EndWith("\n"));
        var log = new ZeekLog();
        string[] lines = text[..^1].Split('\n');
        Assert.That(lines[0], Is.EqualTo("#separator \\x09"));
        Assert.That(lines[^1], Does.StartWith("#close\t"));
        foreach (string line in lines[1..])
        {
            if (line.StartsWith('#')) log.TakeHead(line);
            else log.TakeLine(line);
        }

        return log;
    }

    void TakeHead(string line)
    {
        string[] parts = line[1..].Split('\t');
        Head[parts[0]] = string.Join('\t', parts[1..]);
        if (parts[0] == "fields") _names.AddRange(parts[1..]);
        if (parts[0] != "types") return;

        _types.AddRange(parts[1..]);
        Assert.That(_types, Has.Count.EqualTo(_names.Count));
    }

    void TakeLine(string line)
    {
        Assert.That(Ascii.IsValid(line), Is.True, line);
        string[] values = line.Split('\t');
        Assert.That(values, Has.Length.EqualTo(_names.Count), line);
        var read = new Dictionary<string, string?>();
        for (int i = 0; i < values.Length; i++)
        {
            Check(values[i], _types[i]);
            read[_names[i]] = values[i] == Head["unset_field"] ? null : Undone(values[i]);
        }

        Lines.Add(read);
    }

    void Check(string value, string type)
    {
        Assert.That(value, Is.Not.Empty, type);
        if (value == Head["unset_field"]) return;

        CultureInfo culture = CultureInfo.InvariantCulture;
        bool fits = type switch
        {
            "time" or "interval" or "double" => decimal.TryParse(value, culture, out _),
            "count" => ulong.TryParse(value, culture, out _),
            "port" => ushort.TryParse(value, culture, out _),
            "addr" => System.Net.IPAddress.TryParse(value, out _),
            "vector[count]" => Array.TrueForAll(
                value.Split(Head["set_separator"]), item => ulong.TryParse(item, culture, out _)),
            "string" or "enum" or "set[string]" => true,
            _ => false,
        };
        Assert.That(fits, Is.True, $"'{value}' as {type}");
    }

    static string Undone(string value)
    {
        var octets = new List<byte>();
        for (int i = 0; i < value.Length; i++)
        {
            bool isEscape = value[i] == '\\';
            octets.Add(isEscape ? Convert.ToByte(value[(i + 2)..(i + 4)], 16) : (byte)value[i]);
            if (isEscape) i += 3;
        }

        return Encoding.UTF8.GetString([.. octets]);
    }
}
