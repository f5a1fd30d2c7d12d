using System.Collections.Generic;
using RstTrace.Core.Flows;
using RstTrace.Core.Resets;
using RstTrace.Core.Silences;
using RstTrace.Core.Vantages;
using RstTrace.Core.Wire;

namespace RstTrace.Reports;

public sealed partial class NdjsonReport
{
    void WriteReset(ResetEvent reset)
    {
        int file = reset.Frames[0].File;
        Verdict verdict = reset.Verdict;
        _json.WriteStartObject("reset"u8);
        _json.WriteString("sender"u8, ContractWords.Of(verdict.Sender));
        _json.WriteString("claimed_sender"u8, ContractWords.Of(reset.ClaimedSender));
        if (_vantage != null) WriteBoolean("sender_is_local"u8, _vantage.SenderIsLocal(reset));
        WriteNumber("hops_away"u8, reset.HopsAway);
        _json.WriteString("stage"u8, ContractWords.Of(verdict.Stage));
        WriteText("phase"u8, verdict.Phase);
        WriteText("radar_stage"u8, verdict.RadarStage);
        WriteText("cause"u8, verdict.Cause.Id);
        WriteText("summary"u8, verdict.Summary);
        WriteConfidence(verdict);
        _json.WriteString(
            "strength"u8,
            ContractWords.Of(KernelKnows(reset.Kernel) ? Strength.Kernel : verdict.Strength));
        _json.WriteString("flags"u8, ContractWords.Of(reset.Flags));
        _json.WriteString("shape"u8, ContractWords.Of(reset.Shape));
        _json.WriteString("sequence"u8, ContractWords.Of(reset.SequenceFit));
        WriteBoolean("accepted"u8, reset.Accepted);
        WriteDuration("idle_ns"u8, reset.Idle);
        WriteDuration("since_trigger_ns"u8, reset.SinceTrigger);
        WriteFrames("frames"u8, reset.Frames, file);
        WriteTrigger(reset.Trigger, file);
        WriteText("stated_reason"u8, reset.StatedReason);
        if (reset.Kernel is { } word) WriteText("kernel_reason"u8, word.Reason);
        WriteIdleTimeout(reset.IdleTimeout);
        WriteEvidence(verdict.Evidence, file);
        WriteAlternatives(verdict.Alternatives);
        WriteDegraded(reset.Degraded);
        if (reset.Elsewhere.Count > 0) WriteElsewhere(reset.Elsewhere);
        else WriteAlsoIn("also_in"u8, reset.Frames, file, evenIfEmpty: true);
        _json.WriteEndObject();
    }

    // Where another capture point proves the sender, that is what one may build on; how sure the
    // cause is stands beside it.
    void WriteConfidence(Verdict verdict)
    {
        _json.WriteNumber(
            "confidence"u8, Rounded(verdict.SenderConfidence ?? verdict.Confidence));
        if (verdict.SenderConfidence is not null)
            _json.WriteNumber("cause_confidence"u8, Rounded(verdict.Confidence));
    }

    void WriteElsewhere(IReadOnlyList<ElsewhereSeen> elsewhere)
    {
        _json.WriteStartArray("also_in"u8);
        for (int index = 0; index < elsewhere.Count; index++)
        {
            ElsewhereSeen other = elsewhere[index];
            _json.WriteStartObject();
            WriteText("file"u8, FileName(other.File));
            WriteFrames("frames"u8, other.Frames, other.File);
            _json.WriteString("seen"u8, ContractWords.Of(other.Seen));
            _json.WriteEndObject();
        }

        _json.WriteEndArray();
    }

    // A number in capture.file, or null and where it lies in another file of a ring.
    void WriteTrigger(FrameId trigger, int file)
    {
        if (!trigger.IsNone && trigger.File == file)
        {
            _json.WriteNumber("trigger_frame"u8, trigger.Number);
            return;
        }

        _json.WriteNull("trigger_frame"u8);
        if (!trigger.IsNone) WriteAlsoIn("trigger_also_in"u8, [trigger], file);
    }

    void WriteIdleTimeout(IdleBracket? bracket)
    {
        if (bracket == null)
        {
            _json.WriteNull("idle_timeout"u8);
            return;
        }

        // Refuted, its ends mean nothing.
        _json.WriteStartObject("idle_timeout"u8);
        _json.WriteString("fit"u8, ContractWords.Of(bracket.Fit));
        WriteDuration("above_ns"u8, bracket.IsRefuted ? null : bracket.Above);
        WriteDuration("at_most_ns"u8, bracket.IsRefuted ? null : bracket.AtMost);
        _json.WriteNumber("kills"u8, bracket.Kills);
        _json.WriteNumber("survivals"u8, bracket.Survivals);
        WriteDuration("heartbeat_ns"u8, bracket.Heartbeat);
        WriteProducts(bracket.Products);
        WriteText("sentence"u8, bracket.Sentence(_frameName));
        _json.WriteEndObject();
    }

    void WriteProducts(IReadOnlyList<KnownTimeout> products)
    {
        _json.WriteStartArray("products"u8);
        for (int index = 0; index < products.Count; index++)
        {
            KnownTimeout product = products[index];
            _json.WriteStartObject();
            WriteText("name"u8, product.Product);
            _json.WriteNumber("seconds"u8, product.Timeout.Seconds);
            WriteText("source"u8, product.Source);
            _json.WriteBoolean("verified"u8, product.IsVerified);
            _json.WriteEndObject();
        }

        _json.WriteEndArray();
    }

    void WriteEvidence(IReadOnlyList<Evidence> evidence, int file)
    {
        _json.WriteStartArray("evidence"u8);
        for (int index = 0; index < evidence.Count; index++)
        {
            Evidence observation = evidence[index];
            _json.WriteStartObject();
            WriteText("rule"u8, observation.Rule);
            _json.WriteString("says"u8, ContractWords.OfEvidence(observation.Says));
            WriteFrames("frames"u8, observation.Frames, file);
            WriteAlsoIn("also_in"u8, observation.Frames, file);
            WriteText("text"u8, observation.Text);
            _json.WriteEndObject();
        }

        _json.WriteEndArray();
    }

    void WriteAlternatives(IReadOnlyList<Alternative> alternatives)
    {
        _json.WriteStartArray("alternatives"u8);
        for (int index = 0; index < alternatives.Count; index++)
        {
            Alternative alternative = alternatives[index];
            _json.WriteStartObject();
            if (alternative.Sender is { } sender)
                _json.WriteString("sender"u8, ContractWords.Of(sender));
            WriteText("cause"u8, alternative.Cause.Id);
            _json.WriteNumber("confidence"u8, Rounded(alternative.Confidence));
            WriteText("separate_by"u8, alternative.SeparateBy);
            _json.WriteEndObject();
        }

        _json.WriteEndArray();
    }

    void WriteDegraded(Degradations degraded)
    {
        _json.WriteStartArray("degraded"u8);
        for (int index = 0; index < ContractWords.Degraded.Count; index++)
        {
            (Degradations flag, string word) = ContractWords.Degraded[index];
            if ((degraded & flag) != 0) _json.WriteStringValue(word);
        }

        _json.WriteEndArray();
    }

    void WriteFixes(IReadOnlyList<Fix> fixes)
    {
        _json.WriteStartArray("fix"u8);
        for (int index = 0; index < fixes.Count; index++)
        {
            Fix fix = fixes[index];
            _json.WriteStartObject();
            WriteText("text"u8, fix.Text);
            if (fix.Command != null) WriteText("command"u8, fix.Command);
            _json.WriteEndObject();
        }

        _json.WriteEndArray();
    }
}
