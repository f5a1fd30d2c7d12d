using System;
using System.Collections.Generic;
using System.IO;
using System.Text;
using System.Text.Json.Nodes;
using RstTrace.Capture;
using RstTrace.Core;
using RstTrace.Core.Incidents;
using RstTrace.Core.Resets;
using RstTrace.Core.Wire;
using RstTrace.Reports;
using RstTrace.Testing;

namespace RstTrace.Fuzzing.Targets;

/// <summary>A capture through the whole engine into reports: every frame has one outcome, every
/// RST one event, the events fit their schema and are the same with and without a look ahead, and
/// nothing that a terminal obeys gets out.</summary>
sealed class TracerTarget : FuzzTarget
{
    static readonly TracerOptions s_options = new() { MaxFlows = 64 };
    static readonly SchemaValidator s_reset = new(ReadSchema());
    readonly PcapTarget _pcap = new();
    readonly CaptureBuffers _buffers = new();

    static JsonNode ReadSchema()
    {
        using Stream schema = EventSchema.Open();
        return JsonNode.Parse(schema)!;
    }

    /// <inheritdoc/>
    public override string Name => "tracer";

    /// <inheritdoc/>
    public override int Longest => 6_000;

    /// <inheritdoc/>
    public override IReadOnlyList<byte[]> Words => _pcap.Words;

    /// <inheritdoc/>
    public override IEnumerable<byte[]> Seeds() => _pcap.Seeds();

    /// <inheritdoc/>
    public override bool Change(Draft draft, Dice dice) => _pcap.Change(draft, dice);

    /// <inheritdoc/>
    public override void Run(ReadOnlySpan<byte> input)
    {
        byte[] file = input.ToArray();
        try
        {
            string lines = Trace(file, looksAhead: false);
            string foreseen = Trace(file, looksAhead: true);
            if (lines != foreseen) throw new BrokenPromise("a look ahead changed the events");

            foreach (string line in lines.Split('\n', StringSplitOptions.RemoveEmptyEntries))
                CheckLine(line);
        }
        catch (CaptureException failure) when (failure.Kind == CaptureFailure.NotACapture)
        {
            // Said in a line.
        }
    }

    static void CheckLine(string line)
    {
        JsonNode value = JsonNode.Parse(line)!;
        if ((string?)value["schema"] != "rsttrace.reset/1") return;

        List<string> errors = s_reset.Validate(value);
        if (errors.Count > 0) throw new BrokenPromise(errors[0]);
    }

    string Trace(byte[] file, bool looksAhead)
    {
        ResetForesight? foresight = looksAhead ? LookAhead(file) : null;
        using CaptureFile capture = Open(file);
        using var output = new MemoryStream();
        using var ndjson = new NdjsonReport(output);
        using var words = new StringWriter();
        var text = new TextReport(words, TextStyle.Plain, new TextOptions { All = true });
        var sink = new Both(ndjson, text);
        var tracer = new Tracer(s_options, sink, foresight);
        sink.Open();
        while (capture.Read(out Frame frame) == ReadOutcome.Frame) tracer.Take(in frame);
        tracer.Finish();
        text.Close(tracer.Counters, []);
        text.Finish();
        CheckCounts(tracer.Counters, sink);
        CheckText(words.ToString());
        return Encoding.UTF8.GetString(output.ToArray());
    }

    CaptureFile Open(byte[] file)
        => CaptureFile.Open(new MemoryStream(file, writable: false), "a", 0, _buffers, default);

    ResetForesight LookAhead(byte[] file)
    {
        using CaptureFile capture = Open(file);
        var foresight = new ResetForesight();
        var batch = new FrameBatch();
        while (capture.Read(batch) == ReadOutcome.Frame) foresight.Take(batch);

        return foresight;
    }

    static void CheckCounts(TraceCounters counters, Both sink)
    {
        long outcomes = 0;
        foreach (DecodeOutcome outcome in Enum.GetValues<DecodeOutcome>())
            outcomes += counters[outcome];

        if (outcomes != counters.Frames)
            throw new BrokenPromise($"{counters.Frames} frames, {outcomes} outcomes");
        if (sink.Frames != counters.Resets)
            throw new BrokenPromise($"{counters.Resets} resets, {sink.Frames} in events");
    }

    static void CheckText(string text)
    {
        foreach (char letter in text)
        {
            if (letter is '\n' or (>= ' ' and <= '~')) continue;

            throw new BrokenPromise($"U+{(int)letter:X4} in a plain report");
        }
    }

    sealed class Both(NdjsonReport ndjson, TextReport text) : IResetSink
    {
        public long Frames { get; private set; }

        public void Open()
        {
            ndjson.Open(["a"]);
            text.Open(["a"]);
        }

        public void Take(ResetEvent reset)
        {
            Frames += reset.Frames.Count;
            ndjson.Take(reset);
            text.Take(reset);
        }

        public void Take(Incident incident)
        {
            ndjson.Take(incident);
            text.Take(incident);
        }
    }
}
