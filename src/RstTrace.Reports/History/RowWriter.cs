using System;
using System.IO;
using System.Text.Json;
using CsvHelper;

namespace RstTrace.Reports.History;

/// <summary>Rows of any columns as CSV, or as one JSON object a line.</summary>
public sealed class RowWriter : IDisposable
{
    readonly Stream _output;
    readonly CsvWriter? _csv;
    string[] _names = [];

    /// <param name="output">Gets them; stays the caller's.</param>
    /// <param name="isCsv">Whether as CSV.</param>
    public RowWriter(Stream output, bool isCsv)
    {
        _output = output;
        if (!isCsv) return;

        _csv = CsvWriter.Create(
            output, new CsvWriterOptions { Injection = CsvInjection.Escape }, leaveOpen: true);
    }

    /// <summary>Takes the names of the columns, first of all.</summary>
    public void Begin(string[] names)
    {
        _names = names;
        if (_csv is null) return;

        foreach (string name in names) _csv.WriteField(Escaped.Text(name));
        _csv.EndRecord();
    }

    /// <summary>Writes a row, in which a value is null, a number or a text.</summary>
    public void Write(object?[] row)
    {
        if (_csv is null)
        {
            WriteJson(row);
            return;
        }

        foreach (object? value in row)
        {
            if (value is long whole) _csv.WriteField(whole, default);
            else if (value is double real) _csv.WriteField(real, default);
            else _csv.WriteField(value is string text ? Escaped.Text(text) : null);
        }

        _csv.EndRecord();
    }

    /// <summary>All rows were written.</summary>
    public void Finish()
    {
        _csv?.Flush();
        _output.Flush();
    }

    /// <inheritdoc/>
    public void Dispose() => _csv?.Dispose();

    void WriteJson(object?[] row)
    {
        using (var json = new Utf8JsonWriter(_output))
        {
            json.WriteStartObject();
            for (int i = 0; i < row.Length; i++)
            {
                json.WritePropertyName(_names[i]);
                WriteValue(json, row[i]);
            }

            json.WriteEndObject();
        }

        _output.WriteByte((byte)'\n');
    }

    static void WriteValue(Utf8JsonWriter json, object? value)
    {
        if (value is long whole) json.WriteNumberValue(whole);
        else if (value is double real && double.IsFinite(real)) json.WriteNumberValue(real);
        else if (value is string text) json.WriteStringValue(text);
        else json.WriteNullValue();
    }
}
