using System.Collections.Generic;
using System.IO;
using System.Text;
using RstTrace.Core;
using RstTrace.Reports.History;
using RstTrace.Sidecar.Store;

namespace RstTrace.Cli;

/// <summary>One run of <c>rsttrace query</c>.</summary>
/// <param name="request">What to ask.</param>
/// <param name="terminal">Where the answer is seen.</param>
/// <param name="interruption">What ends it early.</param>
sealed class QueryRun(QueryRequest request, Terminal terminal, Interruption interruption)
{
    const int MostTableRows = 10_000;

    static readonly string[] s_columns =
    [
        "time", "cause", "sender", "stage", "confidence", "client", "client_port", "server",
        "server_port", "server_name",
    ];

    /// <summary>Does it all.</summary>
    /// <exception cref="CaptureException">There is no such history, or what is asked makes no
    /// sense.</exception>
    public ExitCode Run()
    {
        using StoreReader reader = StoreReader.Open(request.Store, request.Timeout);
        using var stop = interruption.Token.Register(reader.Interrupt);
        try
        {
            using Stream output = Output.Open(null, []);
            long found = request.Sql is { } sql ? Ask(reader, sql, output)
                : request.Format == QueryFormat.Text ? WriteText(reader, output)
                : request.Format == QueryFormat.Csv ? WriteCsv(reader, output)
                : WriteLines(reader, output);
            return found > 0 ? ExitCode.Finished : ExitCode.NothingMatched;
        }
        catch (CaptureException) when (interruption.Code is not null)
        {
            return interruption.Code.Value;
        }
    }

    long WriteText(StoreReader reader, Stream output)
    {
        HistoryAnswer answer = reader.Answer(request.Question);
        TextWriter text = StandardStream.WriterTo(output);
        HistoryText.Write(text, terminal.Style(null), answer);
        text.Flush();
        return answer.Count;
    }

    long WriteLines(StoreReader reader, Stream output)
    {
        long count = 0;
        using var buffered = new BufferedStream(output, 1 << 16);
        reader.EachLine(request.Question, line =>
        {
            count++;
            buffered.Write(Encoding.UTF8.GetBytes(line));
            buffered.WriteByte((byte)'\n');
        });
        return count;
    }

    long WriteCsv(StoreReader reader, Stream output)
    {
        List<StoredReset> resets = reader.Resets(request.Question);
        using var rows = new RowWriter(output, isCsv: true);
        rows.Begin(s_columns);
        foreach (StoredReset reset in resets)
        {
            rows.Write(
            [
                StoredTime.Iso(reset.Time), reset.Cause, reset.Sender, reset.Stage,
                reset.Confidence, reset.Client, (long)reset.ClientPort, reset.Server,
                (long)reset.ServerPort, reset.ServerName,
            ]);
        }

        rows.Finish();
        return resets.Count;
    }

    long Ask(StoreReader reader, string sql, Stream output)
        => request.Format == QueryFormat.Text
            ? AskForTable(reader, sql, output) : AskForRows(reader, sql, output);

    long AskForTable(StoreReader reader, string sql, Stream output)
    {
        string[] names = [];
        var rows = new List<object?[]>();
        reader.Ask(sql, found => names = found, row =>
        {
            rows.Add(row);
            if (rows.Count <= MostTableRows) return;

            throw new CaptureException(
                $"--sql answers more than {MostTableRows:N0} rows",
                "--format csv or --format ndjson, or LIMIT in the SELECT");
        });
        TextWriter text = StandardStream.WriterTo(output);
        HistoryText.WriteTable(text, terminal.Style(null), names, rows);
        text.Flush();
        return rows.Count;
    }

    long AskForRows(StoreReader reader, string sql, Stream output)
    {
        long count = 0;
        using var buffered = new BufferedStream(output, 1 << 16);
        using var rows = new RowWriter(buffered, request.Format == QueryFormat.Csv);
        reader.Ask(sql, rows.Begin, row =>
        {
            count++;
            rows.Write(row);
        });
        rows.Finish();
        return count;
    }
}
