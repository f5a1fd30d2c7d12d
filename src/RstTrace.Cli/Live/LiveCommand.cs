using System;
using System.Collections.Generic;
using System.CommandLine;
using RstTrace.Capture;
using RstTrace.Core.Wire;

namespace RstTrace.Cli.Live;

/// <summary>The words of <c>rsttrace live</c>: tcpdump's letters with tcpdump's
/// meanings.</summary>
sealed class LiveCommand : Command, IDocumented
{
    const double UsualDuration = 60;
    static readonly string[] s_formats = ["text", "ndjson", "screen"];
    static readonly string[] s_modes = ["auto", "on", "off"];

    readonly Argument<string[]> _expression = new("EXPRESSION")
    {
        Arity = ArgumentArity.ZeroOrMore,
        Description = "which packets, as tcpdump takes it",
    };

    readonly Option<bool> _list = new("-D")
    {
        Description = "list the devices, as interfaces does",
    };

    readonly Option<string> _count = new("-c")
    {
        HelpName = "N",
        Description = "end after N packets",
    };

    readonly Option<string> _duration = new("--duration")
    {
        HelpName = "SECONDS",
        Description = "end after this time",
    };

    readonly Option<string> _settle = new("--settle")
    {
        HelpName = "SECONDS",
        Description = "how long a reset is followed, then judged (1)",
    };

    readonly Option<string> _kernel = new("--kernel")
    {
        HelpName = "auto|on|off",
        Description = "ask the kernel why it resets (auto: if it tells)",
    };

    readonly Option<string> _format = new("--format")
    {
        HelpName = "FORMAT",
        Description = "screen (on a terminal), text or ndjson",
    };

    readonly Option<string> _read = new("-r")
    {
        HelpName = "FILE",
        Description = "analyze FILE instead",
    };

    readonly Option<string[]> _failOn = new("--fail-on")
    {
        HelpName = "CONDITION",
        Description = "exit 3 on any, cause=ID, sender=WHO or stage=WHEN",
    };

    readonly CaptureWords _capture = new();
    readonly SavingWords _saving = new();
    readonly LogWords _logs = new();
    readonly TracerWords _tracing = TracerWords.OfDevices;

    /// <param name="run">Captures.</param>
    /// <param name="analyze">Reads a file instead.</param>
    /// <param name="list">Lists the devices.</param>
    public LiveCommand(
        Func<LiveRequest, ExitCode> run,
        Func<AnalyzeRequest, ExitCode> analyze,
        Func<InterfacesRequest, ExitCode> list)
        : base("live", "every reset on a network device, as it happens")
    {
        _format.CompletionSources.Add(_ => s_formats);
        _failOn.CompletionSources.Add(_ => FailCondition.Words());
        Add(_expression);
        _capture.AddTo(this);
        Add(_list);
        Add(_count);
        Add(_duration);
        _saving.AddTo(this);
        Add(_read);
        Add(_format);
        Add(_settle);
        Add(_kernel);
        Add(_failOn);
        _logs.AddTo(this);
        _tracing.AddTo(this);
        SetAction(words => (int)(
            words.GetValue(_list) ? list(ReadList(words))
            : words.GetValue(_read) is { } file ? analyze(ReadFile(words, file))
            : run(Read(words))));
    }

    /// <inheritdoc/>
    public string Synopsis => "live -i DEVICE [EXPRESSION]";

    /// <inheritdoc/>
    public IReadOnlyList<string> Examples =>
    [
        "rsttrace live -i eth0 host 10.0.0.1 and port 443",
        "rsttrace live -i any --format ndjson --duration 60 > resets.ndjson",
    ];

    LiveRequest Read(ParseResult words)
    {
        Duration? duration = words.GetValue(_duration) is { } length
            ? Quantity.Seconds("--duration", length, UsualDuration)
            : null;
        LiveFormat? format = words.GetValue(_format) is { } name ? Format(name) : null;
        SavingRequest saving = _saving.Read(words);
        if (saving.IsToOutput && format == LiveFormat.Screen)
        {
            throw new UsageException(
                "-w - takes standard output, and --format screen needs it", "-w FILE");
        }

        return new LiveRequest
        {
            Capture = _capture.Read(words, Expression(words)),
            Workers = _capture.Workers(words),
            User = _capture.User(words),
            Kernel = Mode(words.GetValue(_kernel) ?? "auto"),
            Count = words.GetValue(_count) is { } count
                ? Quantity.Whole("-c", count, 1, long.MaxValue, 1000)
                : null,
            Duration = duration,
            Format = format,
            Saving = saving,
            FailOn = Array.ConvertAll(words.GetValue(_failOn) ?? [], FailCondition.Parse),
            Logs = _logs.Read(words),
            Tracing = _tracing.Read(words) with { Settle = Settle(words) },
        };
    }

    InterfacesRequest ReadList(ParseResult words)
        => new(
            _capture.Namespace(words),
            words.GetValue(_format) is { } name && Format(name) == LiveFormat.Ndjson);

    AnalyzeRequest ReadFile(ParseResult words, string file)
    {
        if (_capture.Device(words) is not null || _saving.Read(words).IsAsked)
        {
            throw new UsageException(
                "-r reads a file: -i and -w are for devices", $"rsttrace live -r {file}");
        }

        return new AnalyzeRequest
        {
            Paths = [file],
            Format = words.GetValue(_format) is { } name && Format(name) == LiveFormat.Ndjson
                ? ReportFormat.Ndjson
                : ReportFormat.Text,
            Filter = Expression(words),
            FailOn = Array.ConvertAll(words.GetValue(_failOn) ?? [], FailCondition.Parse),
            Logs = _logs.Read(words),
            Tracing = _tracing.Read(words) with { Settle = Settle(words) },
        };
    }

    string? Expression(ParseResult words)
        => Usage.Words(words, _expression) is { Count: > 0 } given
            ? string.Join(' ', given)
            : null;

    Duration Settle(ParseResult words)
        => words.GetValue(_settle) is { } settle
            ? Quantity.SecondsOrNone("--settle", settle, Core.TracerOptions.LongEnough.Seconds)
            : Core.TracerOptions.LongEnough;

    static KernelMode Mode(string name) => name switch
    {
        "auto" => KernelMode.Auto,
        "on" => KernelMode.On,
        "off" => KernelMode.Off,
        _ => throw new UsageException(
            $"--kernel takes auto, on or off, not '{name}'",
            $"--kernel {Spelling.Nearest(name, s_modes) ?? "auto"}"),
    };

    static LiveFormat Format(string name) => name switch
    {
        "text" => LiveFormat.Text,
        "ndjson" => LiveFormat.Ndjson,
        "screen" => LiveFormat.Screen,
        _ => throw new UsageException(
            $"--format takes text, ndjson or screen, not '{name}'",
            $"--format {Spelling.Nearest(name, s_formats) ?? "text"}"),
    };
}
