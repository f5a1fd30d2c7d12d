using System.Collections.Generic;
using RstTrace.Core.Resets;

namespace RstTrace.Reports;

public sealed partial class NdjsonReport
{
    // Left out where no line fits, as where no log was given.
    void WriteLogs(IReadOnlyList<LogEvidence> lines)
    {
        if (lines.Count == 0) return;

        _json.WriteStartArray("log"u8);
        for (int index = 0; index < lines.Count; index++)
        {
            LogEvidence line = lines[index];
            _json.WriteStartObject();
            WriteTime("@timestamp"u8, line.Time);
            _json.WriteNumber("since_ns"u8, line.Since.Nanoseconds);
            _json.WriteNumber("precision_ns"u8, line.Precision.Nanoseconds);
            WriteText("file"u8, line.Source);
            _json.WriteStartObject("process"u8);
            WriteText("name"u8, line.Process);
            WriteNumber("pid"u8, line.ProcessId);
            _json.WriteEndObject();
            WriteText("message"u8, line.Text);
            _json.WriteString("match"u8, ContractWords.Of(line.Fit));
            WriteText("phrase"u8, line.Phrase);
            WriteText("proves"u8, line.Proves);
            _json.WriteEndObject();
        }

        _json.WriteEndArray();
    }
}
