using System;
using System.CommandLine;
using RstTrace.Capture.Live;

namespace RstTrace.Cli.Live;

/// <summary>The options of a command that say what to capture.</summary>
sealed class CaptureWords
{
    const int Kibi = 1 << 10, MostWorkers = 64;
    const long MostSnapLength = 1 << 18, MostBuffer = (2L << 30) / Kibi - 1;
    static readonly LiveOptions s_usual = new() { Device = LiveSource.AnyDevice };

    readonly Option<string> _device = new("-i")
    {
        HelpName = "DEVICE",
        Description = "on what; any for all (the first that -D lists)",
    };

    readonly Option<string> _snapLength = new("-s")
    {
        HelpName = "OCTETS",
        Description = $"how much of each packet ({s_usual.SnapLength}); 0 for all",
    };

    readonly Option<string> _buffer = new("-B")
    {
        HelpName = "KIB",
        Description = $"the kernel's buffer ({s_usual.BufferOctets / Kibi})",
    };

    readonly Option<string> _direction = new("-Q")
    {
        HelpName = "in|out|inout",
        Description = "which way packets go (inout)",
    };

    readonly Option<bool> _promiscuous = new("--promiscuous")
    {
        Description = "also what is for others: on a mirror port",
    };

    // The habits of tcpdump's users: both are so anyway.
    readonly Option<bool> _notPromiscuous = new("-p") { Hidden = true };
    readonly Option<bool> _numbers = new("-n") { Hidden = true };

    readonly Option<string> _user = new("-Z")
    {
        HelpName = "USER",
        Description = "become USER once the device is open",
    };

    readonly Option<string> _namespace = new("--netns")
    {
        HelpName = "NAME|PATH",
        Description = "in this network namespace",
    };

    readonly Option<string> _process = new("--pid")
    {
        HelpName = "N",
        Description = "in the network namespace of this process",
    };

    readonly Option<string> _workers = new("--workers")
    {
        HelpName = "N",
        Description = "threads that share the packets (1)",
    };

    /// <summary>Adds them to a command.</summary>
    public void AddTo(Command command)
    {
        _device.CompletionSources.Add(_ => DeviceNames.OfHost());
        _namespace.CompletionSources.Add(_ => DeviceNames.OfNamespaces());
        command.Add(_device);
        command.Add(_snapLength);
        command.Add(_buffer);
        command.Add(_direction);
        command.Add(_promiscuous);
        command.Add(_notPromiscuous);
        command.Add(_numbers);
        command.Add(_user);
        command.Add(_namespace);
        command.Add(_process);
        command.Add(_workers);
    }

    /// <summary>The device as typed; null for none.</summary>
    public string? Device(ParseResult words) => words.GetValue(_device);

    /// <summary>Whom to become; null to stay.</summary>
    public string? User(ParseResult words) => words.GetValue(_user);

    /// <summary>How many threads.</summary>
    public int Workers(ParseResult words)
        => words.GetValue(_workers) is { } workers
            ? (int)Quantity.Whole("--workers", workers, 1, MostWorkers, 2)
            : 1;

    /// <summary>The network namespace; null for our own.</summary>
    public string? Namespace(ParseResult words)
    {
        string? process = words.GetValue(_process), name = words.GetValue(_namespace);
        if (process is not null && name is not null)
        {
            throw new UsageException(
                "--netns and --pid both name a network namespace", $"--netns {name}");
        }

        return process is null
            ? name
            : $"{Quantity.Whole("--pid", process, 1, int.MaxValue, Environment.ProcessId)}";
    }

    /// <summary>What to capture.</summary>
    /// <param name="words">As typed.</param>
    /// <param name="expression">The filter; null for none.</param>
    /// <exception cref="UsageException">A value makes no sense.</exception>
    /// <exception cref="Core.CaptureException">No device is named, and none can be
    /// found.</exception>
    public LiveOptions Read(ParseResult words, string? expression)
    {
        string? space = Namespace(words);
        if (words.GetValue(_promiscuous) && words.GetValue(_notPromiscuous))
        {
            throw new UsageException(
                "-p and --promiscuous are opposites", "-p, which is so anyway");
        }

        return s_usual with
        {
            NetworkNamespace = space,
            SnapLength = words.GetValue(_snapLength) is { } length
                ? SnapLength(length)
                : s_usual.SnapLength,
            BufferOctets = words.GetValue(_buffer) is { } buffer
                ? (int)Quantity.Whole("-B", buffer, 1, MostBuffer, 65_536) * Kibi
                : s_usual.BufferOctets,
            Direction = Direction(words.GetValue(_direction) ?? "inout"),
            Promiscuous = words.GetValue(_promiscuous),
            Expression = expression,
            Device = words.GetValue(_device) ?? CaptureDevices.List(space)[0].Name,
        };
    }

    // tcpdump's 0 is as much as there may be.
    static int SnapLength(string text)
    {
        int length = (int)Quantity.Whole("-s", text, 0, MostSnapLength, s_usual.SnapLength);
        return length == 0 ? (int)MostSnapLength : length;
    }

    static LiveDirection Direction(string word) => word switch
    {
        "in" => LiveDirection.In,
        "out" => LiveDirection.Out,
        "inout" => LiveDirection.Both,
        _ => throw new UsageException($"-Q takes in, out or inout, not '{word}'", "-Q inout"),
    };
}
