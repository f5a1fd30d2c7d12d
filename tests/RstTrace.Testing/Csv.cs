using System;
using System.Collections.Generic;
using System.Text;

namespace RstTrace.Testing;

/// <summary>A strict reader of RFC 4180: lines end in CRLF, quotes only around whole
/// cells.</summary>
public static class Csv
{
    /// <summary>The rows below the header, cells by its names.</summary>
    /// <exception cref="FormatException">It is not RFC 4180, or a row has another number of
    /// cells than the header.</exception>
    public static List<Dictionary<string, string>> Read(string text)
    {
        List<string>? header = null;
        var rows = new List<Dictionary<string, string>>();
        int place = 0;
        while (place < text.Length)
        {
            List<string> cells = ReadRow(text, ref place);
            if (header is null)
            {
                header = cells;
                continue;
            }

            if (cells.Count != header.Count) throw new FormatException($"row {rows.Count + 1}");
            var row = new Dictionary<string, string>();
            for (int i = 0; i < cells.Count; i++) row[header[i]] = cells[i];
            rows.Add(row);
        }

        return rows;
    }

    static List<string> ReadRow(string text, ref int place)
    {
        var cells = new List<string>();
        while (true)
        {
            cells.Add(ReadCell(text, ref place));
            char next = text[place++];
            if (next == ',') continue;
            if (next == '\r' && text[place++] == '\n') return cells;
            throw new FormatException($"'{next}' at {place}");
        }
    }

    static string ReadCell(string text, ref int place)
    {
        int begin = place;
        if (text[place] != '"')
        {
            while (!",\r\n\"".Contains(text[place])) place++;
            return text[begin..place];
        }

        var cell = new StringBuilder();
        for (place++; text[place] != '"' || text[place + 1] == '"'; place++)
        {
            if (text[place] == '"') place++;
            cell.Append(text[place]);
        }

        place++;
        return cell.ToString();
    }
}
