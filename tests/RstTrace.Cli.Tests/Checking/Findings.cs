using System.Collections.Generic;
using System.Linq;
using System.Text.Json.Nodes;

namespace RstTrace.Cli.Tests.Checking;

/// <summary>What <c>check --format ndjson</c> printed.</summary>
sealed class Findings
{
    readonly Dictionary<string, JsonNode> _steps = [];

    public Findings(RunResult run)
    {
        Run = run;
        foreach (string line in run.Lines)
        {
            JsonNode node = JsonNode.Parse(line)!;
            if ((string)node["schema"]! == "rsttrace.conclusion/1")
                Conclusion = (string)node["conclusion"]!;
            else
                _steps.Add((string)node["step"]!, node);
        }
    }

    public RunResult Run { get; }

    public string Conclusion { get; } = "";

    public string Verdict(string step) => (string)_steps[step]["verdict"]!;

    public string Text(string step) => (string)_steps[step]["finding"]!;

    public string Evidence(string step)
        => string.Join('\n', _steps[step]["evidence"]!.AsArray().Select(line => (string)line!));

    public string Commands(string step)
        => string.Join(
            '\n', _steps[step]["next"]!.AsArray().Select(fix => (string?)fix!["command"]));

    public IEnumerable<string> Steps => _steps.Keys;
}
