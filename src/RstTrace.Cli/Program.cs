using System;
using System.CommandLine;
using System.IO;
using RstTrace.Cli;
using RstTrace.Cli.Checking;
using RstTrace.Cli.Live;
using RstTrace.Cli.Sidecar;
using RstTrace.Core;
using RstTrace.Host.Doctor;
using RstTrace.Reports;
using RstTrace.Sidecar;
using RstTrace.Sidecar.Configuration;

return (int)Edge.Run(args);

/// <summary>The edge of the program: what goes wrong becomes one line and a number.</summary>
static class Edge
{
    /// <summary>Does what the words say.</summary>
    public static ExitCode Run(string[] args)
    {
        TextWriter errors = StandardStream.WriterTo(StandardStream.OpenErrors());
        var messages = new Messages(errors);
        try
        {
            return Invoke(args, errors);
        }
        catch (UsageException wrong)
        {
            messages.Error(wrong.Message, wrong.Hint);
            return ExitCode.Usage;
        }
        catch (CaptureException failure)
        {
            messages.Error(failure);
            return ExitCode.Failed;
        }
        catch (IOException failure) when (Output.IsClosedPipe(failure))
        {
            return ExitCode.Finished; // The reader had enough, as head does.
        }
        catch (IOException failure)
        {
            messages.Error(Output.WriteFailure(null, failure));
            return ExitCode.Failed;
        }
        catch (Exception defect)
        {
            messages.Defect(defect);
            return ExitCode.Failed;
        }
    }

    static ExitCode Invoke(string[] args, TextWriter errors)
    {
        Func<TextWriter> output = static () => StandardStream.WriterTo(StandardStream.OpenOutput());
        var root = new RsttraceCommand(
            output,
            new AnalyzeCommand(request => Analyze(request, errors)),
            new CompareCommand(request => Compare(request, errors)),
            new DiffCommand(request => Diff(request, errors)),
            new ExplainCommand(request => Explain(request, errors)),
            new AnnotateCommand(request => Annotate(request, errors)),
            new ExtractCommand(request => Extract(request, errors)),
            new CausesCommand(Causes),
            new CheckCommand(request => Check(request, errors)),
            new DoctorCommand(format => Doctor(format, errors)),
            new SnapshotCommand(SnapshotRun.Run),
            new LiveCommand(
                request => Live(request, errors), request => Analyze(request, errors), Interfaces),
            new InterfacesCommand(Interfaces),
            new SidecarCommand(request => Sidecar(request, errors)),
            new QueryCommand(TimeProvider.System, Query),
            new SchemaCommand(Schema),
            new CompletionCommand(output),
            new CompleteCommand(output),
            new ManCommand(output));

        // "@name" is a capture's name and no file of further words.
        ParseResult words = root.Parse(
            args, new ParserConfiguration { ResponseFileTokenReplacer = null });
        Usage.Check(words);
        return (ExitCode)words.Invoke(
            new InvocationConfiguration { EnableDefaultExceptionHandler = false });
    }

    static ExitCode Analyze(AnalyzeRequest request, TextWriter errors)
    {
        using var interruption = new Interruption();
        return new AnalyzeRun(request, Terminal.Here(), errors, interruption).Run();
    }

    static ExitCode Compare(CompareRequest request, TextWriter errors)
    {
        using var interruption = new Interruption();
        return new CompareRun(request, Terminal.Here(), errors, interruption).Run();
    }

    static ExitCode Diff(DiffRequest request, TextWriter errors)
    {
        using var interruption = new Interruption();
        return new DiffRun(request, Terminal.Here(), errors, interruption).Run();
    }

    static ExitCode Explain(ExplainRequest request, TextWriter errors)
    {
        using var interruption = new Interruption();
        return new ExplainRun(request, Terminal.Here(), errors, interruption).Run();
    }

    static ExitCode Annotate(AnnotateRequest request, TextWriter errors)
    {
        using var interruption = new Interruption();
        return new AnnotateRun(request, Terminal.Here(), errors, interruption).Run();
    }

    static ExitCode Extract(ExtractRequest request, TextWriter errors)
    {
        using var interruption = new Interruption();
        return new ExtractRun(request, Terminal.Here(), errors, interruption).Run();
    }

    static ExitCode Live(LiveRequest request, TextWriter errors)
    {
        using var interruption = new Interruption();
        using var run = new LiveRun(request, Terminal.Here(), errors, interruption);
        return run.Run();
    }

    static ExitCode Sidecar(SidecarRequest request, TextWriter errors)
    {
        try
        {
            SidecarConfig config = SidecarSettings.Read(request);
            if (request.ChecksOnly) return SidecarSettings.Approve();

            SidecarMemory.LimitHeap(config);
            using var interruption = new Interruption();
            using var run = new SidecarRun(request, config, new ServiceLog(errors), interruption);
            return run.Run();
        }
        catch (ConfigException wrong)
        {
            return SidecarSettings.Refuse(wrong, new Messages(errors));
        }
    }

    static ExitCode Query(QueryRequest request)
    {
        using var interruption = new Interruption();
        return new QueryRun(request, Terminal.Here(), interruption).Run();
    }

    static ExitCode Interfaces(InterfacesRequest request)
        => InterfacesRun.Run(request, Terminal.Here());

    static ExitCode Schema(SchemaRequest request)
    {
        using Stream output = Output.Open(null, []);
        using Stream schema = request.Open();
        schema.CopyTo(output);
        return ExitCode.Finished;
    }

    static ExitCode Check(CheckRequest request, TextWriter errors)
    {
        using var interruption = new Interruption();
        return new CheckRun(request, Terminal.Here(), errors, interruption).Run();
    }

    static ExitCode Doctor(FindingFormat format, TextWriter errors)
    {
        using var interruption = new Interruption();
        var showing = new FindingRun(format, Terminal.Here(), errors, interruption);
        return showing.Run(
            "this host", DoctorRunbook.Of(new LibraryStep()),
            "it can capture");
    }

    static ExitCode Causes(CausesRequest request)
    {
        using Stream output = Output.Open(null, []);
        TextWriter text = StandardStream.WriterTo(output);
        var terminal = Terminal.Here();
        TextStyle style = terminal.Style(null);
        if (request.Markdown) CauseMarkdown.Write(text);
        else if (request.Cause is { } cause) CauseText.Write(text, style, cause);
        else if (terminal.ShowsOutput) CauseText.WriteIds(text, style);
        else CauseText.WriteList(text, style);
        text.Flush();
        return ExitCode.Finished;
    }
}
