using System.CommandLine;
using RstTrace.Capture.Saving;

namespace RstTrace.Cli.Live;

/// <summary>The options of a command that say what to keep of the frames.</summary>
sealed class SavingWords
{
    const long Million = 1_000_000, MostSize = 1_000_000_000, MostFiles = 1_000_000;

    readonly Option<string> _path = new("-w")
    {
        HelpName = "FILE",
        Description = "also keep the packets, as pcapng or .pcap",
    };

    readonly Option<string> _size = new("-C")
    {
        HelpName = "MB",
        Description = "go on in another file when FILE is larger",
    };

    readonly Option<string> _seconds = new("-G")
    {
        HelpName = "SECONDS",
        Description = "begin a file so often, named by %H%M%S",
    };

    readonly Option<string> _files = new("-W")
    {
        HelpName = "N",
        Description = "so many files: with -C a ring, with -G the end",
    };

    readonly Option<string> _evidence = new("--save-evidence")
    {
        HelpName = "DIR",
        Description = "keep the packets of each reset connection there",
    };

    readonly Option<string> _mostEvidence = new("--evidence-max")
    {
        HelpName = "MB",
        Description = $"in DIR; the oldest go ({SavingRequest.UsualEvidence / Million})",
    };

    /// <summary>Adds them to a command.</summary>
    public void AddTo(Command command)
    {
        command.Add(_path);
        command.Add(_size);
        command.Add(_seconds);
        command.Add(_files);
        command.Add(_evidence);
        command.Add(_mostEvidence);
    }

    /// <summary>What to keep.</summary>
    /// <exception cref="UsageException">A value makes no sense.</exception>
    public SavingRequest Read(ParseResult words)
    {
        string? path = words.GetValue(_path);
        string? size = words.GetValue(_size), seconds = words.GetValue(_seconds);
        string? files = words.GetValue(_files);
        bool rotates = size is not null || seconds is not null;
        if (path is null && rotates)
            throw new UsageException("-C and -G need -w FILE", "-w ring.pcapng -C 100 -W 10");
        if (files is not null && !rotates)
            throw new UsageException("-W needs -C or -G", "-w ring.pcapng -C 100 -W 10");
        if (path is "-" && rotates)
        {
            throw new UsageException(
                "-w - is one stream, and -C and -G ask for several files", "-w FILE");
        }

        string? evidence = words.GetValue(_evidence), most = words.GetValue(_mostEvidence);
        if (most is not null && evidence is null)
        {
            throw new UsageException(
                "--evidence-max needs --save-evidence DIR", "--save-evidence evidence");
        }

        return new SavingRequest
        {
            Path = path,
            EvidenceFolder = evidence,
            MostEvidence = most is null
                ? SavingRequest.UsualEvidence
                : Million * Quantity.Whole("--evidence-max", most, 1, MostSize, 1000),
            Rotation = new Rotation
            {
                Octets = size is null ? 0 : Million * Quantity.Whole("-C", size, 1, MostSize, 100),
                Seconds = seconds is null ? 0 : Quantity.Whole("-G", seconds, 1, MostSize, 3600),
                Files = files is null ? 0 : (int)Quantity.Whole("-W", files, 1, MostFiles, 10),
            },
        };
    }
}
