using System;
using System.Buffers;
using System.Collections.Generic;
using System.IO;
using System.Text;
using System.Text.Json;

namespace RstTrace.Reports.Live;

/// <summary>A device that can be captured on, as it is listed.</summary>
/// <param name="Number">Its place, another name for it.</param>
/// <param name="Name">As the system names it.</param>
/// <param name="State">Words such as <c>up</c>.</param>
/// <param name="Addresses">With their prefix lengths.</param>
/// <param name="Description">In words; null where there are none.</param>
public sealed record DeviceRow(
    int Number,
    string Name,
    IReadOnlyList<string> State,
    IReadOnlyList<string> Addresses,
    string? Description);

/// <summary>Devices for people, for scripts and for programs.</summary>
public static class DeviceList
{
    const int Gap = 2;

    /// <summary>A table: number, name, state, and below one another the addresses.</summary>
    public static void WriteTable(
        TextWriter output, TextStyle style, IReadOnlyList<DeviceRow> devices)
    {
        int name = 4, state = 5;
        foreach (DeviceRow device in devices)
        {
            name = Math.Max(name, device.Name.Length);
            state = Math.Max(state, StateOf(device).Length);
        }

        int first = 3 + Gap, second = first + name + Gap, third = second + state + Gap;
        var page = new Page(style);
        page.To(first).Put("name", Ink.Quiet).To(second).Put("state", Ink.Quiet);
        page.To(third).Put("addresses", Ink.Quiet).End();
        foreach (DeviceRow device in devices)
        {
            page.Put($"{device.Number,3}").To(first).Put(device.Name, Ink.Strong);
            page.To(second).Put(StateOf(device)).To(third);
            IReadOnlyList<string> rest = device.Addresses.Count > 0
                ? device.Addresses
                : [device.Description ?? ""];
            for (int i = 0; i < rest.Count; i++) page.To(third).Wrap(rest[i], third).End();
        }

        output.Write(page);
    }

    /// <summary>A line each, tabs between number, name, state, addresses and
    /// description.</summary>
    public static void WritePlain(TextWriter output, IReadOnlyList<DeviceRow> devices)
    {
        foreach (DeviceRow device in devices)
        {
            string addresses = string.Join(',', device.Addresses);
            output.Write(
                $"{device.Number}\t{Escaped.Text(device.Name)}\t{StateOf(device)}\t{addresses}"
                + $"\t{Escaped.Text(device.Description ?? "")}\n");
        }
    }

    /// <summary>One JSON object a line, <c>rsttrace.interface/1</c>.</summary>
    public static void WriteNdjson(TextWriter output, IReadOnlyList<DeviceRow> devices)
    {
        foreach (DeviceRow device in devices)
        {
            var line = new ArrayBufferWriter<byte>(256);
            using (var json = new Utf8JsonWriter(line)) Write(json, device);
            output.Write(Encoding.UTF8.GetString(line.WrittenSpan) + "\n");
        }
    }

    static void Write(Utf8JsonWriter json, DeviceRow device)
    {
        json.WriteStartObject();
        json.WriteString("schema", "rsttrace.interface/1");
        json.WriteNumber("number", device.Number);
        json.WriteString("name", device.Name);
        json.WriteStartArray("state");
        foreach (string word in device.State) json.WriteStringValue(word);
        json.WriteEndArray();
        json.WriteStartArray("addresses");
        foreach (string address in device.Addresses) json.WriteStringValue(address);
        json.WriteEndArray();
        json.WriteString("description", device.Description);
        json.WriteEndObject();
    }

    static string StateOf(DeviceRow device) => string.Join(',', device.State);
}
