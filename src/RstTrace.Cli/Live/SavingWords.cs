using System.CommandLine;

namespace RstTrace.Cli.Live;

/// <summary>The options of a command that say what to keep of the frames.</summary>
sealed class SavingWords
{
    readonly Option<string> _path = new("-w")
    {
        HelpName = "FILE",
        Description = "also keep the packets: pcapng, or pcap if FILE ends so; - for output",
    };

    readonly Option<string> _size = new("-C")
    {
        HelpName = "MB",
        Description = "go on in FILE1, FILE2 ... when FILE is larger",
    };

    readonly Option<string> _seconds = new("-G")
    {
        HelpName = "SECONDS",
        Description = "begin a file so often, its name a pattern: %H%M%S",
    };

    readonly Option<string> _files = new("-W")
    {
        HelpName = "N",
        Description = "so many files: with -C a ring, with -G the end",
    };

    /// <summary>Adds them to a command.</summary>
    public void AddTo(Command command)
    {
        command.Add(_path);
        command.Add(_size);
        command.Add(_seconds);
        command.Add(_files);
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

        return new SavingRequest
        {
            Path = path,
        };
    }
}
