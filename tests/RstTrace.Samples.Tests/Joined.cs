using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace RstTrace.Samples.Tests;

/// <summary>An event of a ring of two files, as if they had never been cut.</summary>
/// <param name="second">The second file; null where there is but one.</param>
/// <param name="cut">Frames of the first file.</param>
/// <param name="streams">The streams of which there are segments in the second file, in order of
/// appearance, each by its number in the whole.</param>
sealed partial class Joined(
    string? second = null, int cut = 0, IReadOnlyList<string>? streams = null)
{
    static readonly CultureInfo s_plain = CultureInfo.InvariantCulture;

    /// <summary>What an event tells, with every frame numbered through both files; the event is
    /// changed.</summary>
    public string Told(JsonObject json)
    {
        string file = (string)json.At("capture.file")!;
        JsonObject reset = json["reset"]!.AsObject();
        Join(reset, file);
        foreach (JsonNode? evidence in reset["evidence"]!.AsArray())
        {
            Join(evidence!.AsObject(), file);
            evidence["text"] = FrameNumber().Replace((string)evidence["text"]!, "frame");
        }

        JoinTrigger(reset, file);
        if (reset["idle_timeout"] is { } bracket)
            bracket["sentence"] = FrameName().Replace((string)bracket["sentence"]!, "frame");

        string stream = json.At("capture.tcp_stream")!.ToString();
        json["flow"]!["stream"] = file == second ? streams![int.Parse(stream, s_plain)] : stream;

        // Both are of the file in which the reset lies.
        return json.Without("capture", "event.id").ToJsonString();
    }

    void Join(JsonObject parent, string file)
    {
        JsonNode?[] all =
        [
            .. Json.Frames(parent["frames"]!, parent["also_in"], file)
                .Select(Through).Order().Select(number => JsonValue.Create(number)),
        ];
        parent["frames"] = new JsonArray(all);
        parent.Remove("also_in");
    }

    void JoinTrigger(JsonObject reset, string file)
    {
        JsonNode? number = reset["trigger_frame"];
        JsonNode? elsewhere = reset["trigger_also_in"]?[0];
        if (number != null) reset["trigger_frame"] = Through((file, (long)number));
        if (elsewhere != null)
        {
            reset["trigger_frame"] =
                Through(((string)elsewhere["file"]!, (long)elsewhere["frames"]![0]!));
        }

        reset.Remove("trigger_also_in");
    }

    long Through((string File, long Number) frame)
        => frame.File == second ? cut + frame.Number : frame.Number;

    [GeneratedRegex(@"frame \d+")]
    private static partial Regex FrameNumber();

    // Where a capture has several files, with that of the frame.
    [GeneratedRegex(@"frame \d+( of [^)]*)?")]
    private static partial Regex FrameName();
}
