using System.Collections.Generic;
using RstTrace.Core.Flows;
using RstTrace.Core.Resets;
using RstTrace.Core.Silences;
using RstTrace.Core.Wire;

namespace RstTrace.Reports;

public sealed partial class NdjsonReport
{
    void WriteReset(ResetEvent reset)
    {
        int file = reset.Frames[0].File;
        Verdict verdict = reset.Verdict;
        _json.WriteStartObject("reset");
        _json.WriteString("sender", ContractWords.Of(verdict.Sender));
        _json.WriteString("claimed_sender", ContractWords.Of(reset.ClaimedSender));
        if (_vantage != null) WriteBoolean("sender_is_local", _vantage.SenderIsLocal(reset));
        WriteNumber("hops_away", reset.HopsAway);
        _json.WriteString("stage", ContractWords.Of(verdict.Stage));
        WriteText("phase", verdict.Phase);
        WriteText("radar_stage", verdict.RadarStage);
        WriteText("cause", verdict.Cause.Id);
        WriteText("summary", verdict.Summary);
        _json.WriteNumber("confidence", Rounded(verdict.Confidence));
        _json.WriteString("strength", "single-vantage");
        _json.WriteString("flags", ContractWords.Of(reset.Flags));
        _json.WriteString("shape", ContractWords.Of(reset.Shape));
        _json.WriteString("sequence", ContractWords.Of(reset.SequenceFit));
        WriteBoolean("accepted", reset.Accepted);
        WriteDuration("idle_ns", reset.Idle);
        WriteDuration("since_trigger_ns", reset.SinceTrigger);
        WriteFrames("frames", reset.Frames, file);
        WriteTrigger(reset.Trigger, file);
        WriteText("stated_reason", reset.StatedReason);
        WriteIdleTimeout(reset.IdleTimeout);
        WriteEvidence(verdict.Evidence, file);
        WriteAlternatives(verdict.Alternatives);
        WriteDegraded(reset.Degraded);
        WriteAlsoIn("also_in", reset.Frames, file, evenIfEmpty: true);
        _json.WriteEndObject();
    }

    // A number in capture.file, or null and where it lies in another file of a ring.
    void WriteTrigger(FrameId trigger, int file)
    {
        if (!trigger.IsNone && trigger.File == file)
        {
            _json.WriteNumber("trigger_frame", trigger.Number);
            return;
        }

        _json.WriteNull("trigger_frame");
        if (!trigger.IsNone) WriteAlsoIn("trigger_also_in", [trigger], file);
    }

    void WriteIdleTimeout(IdleBracket? bracket)
    {
        if (bracket == null)
        {
            _json.WriteNull("idle_timeout");
            return;
        }

        // Refuted, its ends mean nothing.
        _json.WriteStartObject("idle_timeout");
        _json.WriteString("fit", ContractWords.Of(bracket.Fit));
        WriteDuration("above_ns", bracket.IsRefuted ? null : bracket.Above);
        WriteDuration("at_most_ns", bracket.IsRefuted ? null : bracket.AtMost);
        _json.WriteNumber("kills", bracket.Kills);
        _json.WriteNumber("survivals", bracket.Survivals);
        WriteDuration("heartbeat_ns", bracket.Heartbeat);
        WriteProducts(bracket.Products);
        WriteText("sentence", bracket.Sentence(frame => Words.Of(frame, _files)));
        _json.WriteEndObject();
    }

    void WriteProducts(IReadOnlyList<KnownTimeout> products)
    {
        _json.WriteStartArray("products");
        foreach (KnownTimeout product in products)
        {
            _json.WriteStartObject();
            WriteText("name", product.Product);
            _json.WriteNumber("seconds", product.Timeout.Seconds);
            WriteText("source", product.Source);
            _json.WriteBoolean("verified", product.IsVerified);
            _json.WriteEndObject();
        }

        _json.WriteEndArray();
    }

    void WriteEvidence(IReadOnlyList<Evidence> evidence, int file)
    {
        _json.WriteStartArray("evidence");
        foreach (Evidence observation in evidence)
        {
            _json.WriteStartObject();
            WriteText("rule", observation.Rule);
            _json.WriteString("says", ContractWords.OfEvidence(observation.Says));
            WriteFrames("frames", observation.Frames, file);
            WriteAlsoIn("also_in", observation.Frames, file);
            WriteText("text", observation.Text);
            _json.WriteEndObject();
        }

        _json.WriteEndArray();
    }

    void WriteAlternatives(IReadOnlyList<Alternative> alternatives)
    {
        _json.WriteStartArray("alternatives");
        foreach (Alternative alternative in alternatives)
        {
            _json.WriteStartObject();
            if (alternative.Sender is { } sender)
                _json.WriteString("sender", ContractWords.Of(sender));
            WriteText("cause", alternative.Cause.Id);
            _json.WriteNumber("confidence", Rounded(alternative.Confidence));
            WriteText("separate_by", alternative.SeparateBy);
            _json.WriteEndObject();
        }

        _json.WriteEndArray();
    }

    void WriteDegraded(Degradations degraded)
    {
        _json.WriteStartArray("degraded");
        foreach ((Degradations flag, string word) in ContractWords.Degraded)
            if ((degraded & flag) != 0) _json.WriteStringValue(word);

        _json.WriteEndArray();
    }

    void WriteFixes(IReadOnlyList<Fix> fixes)
    {
        _json.WriteStartArray("fix");
        foreach (Fix fix in fixes)
        {
            _json.WriteStartObject();
            WriteText("text", fix.Text);
            if (fix.Command != null) WriteText("command", fix.Command);
            _json.WriteEndObject();
        }

        _json.WriteEndArray();
    }
}
