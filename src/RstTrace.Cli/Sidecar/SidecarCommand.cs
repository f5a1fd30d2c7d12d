using System;
using System.Collections.Generic;
using System.CommandLine;

namespace RstTrace.Cli.Sidecar;

/// <summary>The words of <c>rsttrace sidecar</c>: each is a key of the configuration.</summary>
sealed class SidecarCommand : Command, IDocumented
{
    readonly Argument<string[]> _expression = new("EXPRESSION")
    {
        Arity = ArgumentArity.ZeroOrMore,
        Description = "which packets, as tcpdump takes it (capture.filter)",
    };

    readonly Option<string> _file = new("--config")
    {
        HelpName = "FILE",
        Description = "what else it is told, as YAML; SIGHUP has it read again",
    };

    readonly Option<bool> _checks = new("--check-config")
    {
        Description = "say what is wrong with all of it, and end",
    };

    // In the order of help, by section and key.
    static readonly (string Option, string Value, string Section, string Key, string Says)[] s_set =
    [
        ("-i", "DEVICE", "capture", "interface", "on what; any for all (any)"),
        ("-s", "OCTETS", "capture", "snaplen", "how much of each packet (512)"),
        ("-Z", "USER", "capture", "user", "become USER once the device is open"),
        ("--netns", "NAME|PATH", "capture", "netns", "in this network namespace"),
        ("--pid", "N", "capture", "pid", "in the network namespace of this process"),
        ("--container", "ID", "capture", "container", "in that of a container's processes"),
        ("--workers", "N", "capture", "workers", "threads that share the packets (1)"),
        ("--max-flows", "N", "capture", "max_flows", "connections held at once (by --memory)"),
        ("--idle-after", "TIME", "capture", "idle_after", "from what silence on it is idle (30s)"),
        ("--listen", "ADDRESS:PORT", "http", "listen", "metrics and dashboard (127.0.0.1:9464)"),
        ("--token-file", "FILE", "http", "token_file", "who may look from elsewhere"),
        ("--memory", "SIZE", "limits", "memory", "what tables are made for (64MiB)"),
        ("--cpu", "PERCENT", "limits", "cpu", "of a processor, before flows are sampled"),
        ("--log", "plain|json", "log", "format", "how standard error is written (plain)"),
    ];

    readonly List<Option<string>> _options = [];

    /// <param name="run">Serves.</param>
    public SidecarCommand(Func<SidecarRequest, ExitCode> run)
        : base("sidecar", "for months: metrics, dashboard, history")
    {
        Add(_expression);
        Add(_file);
        Add(_checks);
        foreach ((string name, string value, _, _, string says) in s_set)
        {
            var option = new Option<string>(name) { HelpName = value, Description = says };
            _options.Add(option);
            Add(option);
        }

        SetAction(words => (int)run(Read(words)));
    }

    /// <inheritdoc/>
    public string Synopsis => "sidecar -i any [EXPRESSION]";

    /// <inheritdoc/>
    public IReadOnlyList<string> Examples =>
    [
        "rsttrace sidecar -i any",
        "rsttrace sidecar --config /etc/rsttrace/sidecar.yaml --check-config",
        "rsttrace sidecar --container 3f2a77c0d1e5 --listen 0.0.0.0:9464 --token-file token",
    ];

    SidecarRequest Read(ParseResult words)
    {
        var settings = new List<SidecarSetting>();
        for (int i = 0; i < s_set.Length; i++)
        {
            if (words.GetValue(_options[i]) is { } text)
                settings.Add(new(s_set[i].Section, s_set[i].Key, text, s_set[i].Option));
        }

        if (Usage.Words(words, _expression) is { Count: > 0 } expression)
            settings.Add(new("capture", "filter", string.Join(' ', expression), "EXPRESSION"));
        return new SidecarRequest(
            words.GetValue(_file), settings, words.GetValue(_checks));
    }
}
