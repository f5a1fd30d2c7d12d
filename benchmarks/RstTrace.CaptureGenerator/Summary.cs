using System;
using System.IO;
using System.Text;
using System.Text.Json;

namespace RstTrace.CaptureGenerator;

/// <summary>The traffic's counts as a line of JSON, for others to check theirs against.</summary>
static class Summary
{
    /// <summary>One object; endings are in kebab case, as <c>client-abort</c>.</summary>
    public static string ToJson(TrafficCounters counters)
    {
        using var octets = new MemoryStream();
        using (var json = new Utf8JsonWriter(octets))
        {
            json.WriteStartObject();
            json.WriteNumber("frames", counters.Frames);
            json.WriteNumber("ipv6_frames", counters.Ipv6Frames);
            json.WriteNumber("octets", counters.Octets);
            json.WriteNumber("flows", counters.Flows);
            json.WriteNumber("most_open", counters.MostOpen);
            json.WriteNumber("resets", counters.Resets);
            json.WriteStartObject("ended");
            foreach (Ending ending in Enum.GetValues<Ending>())
            {
                json.WriteNumber(
                    JsonNamingPolicy.KebabCaseLower.ConvertName($"{ending}"), counters[ending]);
            }

            json.WriteEndObject();
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(octets.ToArray());
    }
}
