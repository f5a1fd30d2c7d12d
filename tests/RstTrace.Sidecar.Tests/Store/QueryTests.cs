using System;
using System.IO;
using System.Linq;
using System.Runtime.Versioning;
using System.Text;
using NUnit.Framework;
using RstTrace.Cli.Tests;
using RstTrace.Sidecar.Store;

namespace RstTrace.Sidecar.Tests.Store;

/// <summary>What <c>rsttrace query</c> answers from the history of a running service.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class QueryTests : IDisposable
{
    string _folder = "", _file = "";
    EventStore? _store;

    [OneTimeSetUp]
    public void Fill()
    {
        _folder = Directory.CreateTempSubdirectory("rsttrace-query-").FullName;
        _file = Path.Combine(_folder, "events.db");
        _store = new EventStore(
            new StoreOptions { File = _file, MaxAge = TimeSpan.FromDays(36_000) }, "here",
            SomeEvents.Report, _ => { }, TimeProvider.System);
        for (int number = 0; number < 30; number++)
        {
            _store.Take(
                number % 3 == 0 ? SomeEvents.Reset(number, "host-unreachable", 7)
                : SomeEvents.Reset(number));
        }

        Eventually.Holds(() => _store.Counts.Delivered == 30, () => _store.Ailment ?? "");
    }

    // NUnit does so at the end.
    public void Dispose()
    {
        _store?.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Test]
    public void Text_says_how_many_of_what_then_the_latest()
    {
        RunResult run = Query();
        Assert.That(run.ExitCode, Is.Zero, run.Errors);
        Assert.That(run.Lines[0], Does.Contain("30 resets, 2026-11-21 00:35:54"));
        Assert.That(run.Lines[2], Does.Match(@"20x\s+port-closed\s+by server\s+10\.0\.0\.9:5432"));
        Assert.That(run.Lines[3], Does.Match(@"10x\s+host-unreachable\s+by server\s+10\.0\.0\.7"));
        Assert.That(run.Output, Does.Contain("The latest 20"));
        Assert.That(run.Lines[^1], Does.Contain("00:35:54.029").And.Contain("shop.example.org"));
        Assert.That(run.Lines.All(line => line.Length <= 200));
    }

    [Test]
    public void Ndjson_gives_back_the_lines_themselves()
    {
        RunResult run = Query("--format", "ndjson", "--cause", "port-closed", "--limit", "2");
        Assert.That(run.ExitCode, Is.Zero, run.Errors);
        Assert.That(
            run.Lines,
            Is.EqualTo(((int[])[28, 29]).Select(
                number => Encoding.UTF8.GetString(SomeEvents.Line(SomeEvents.Reset(number))))));
    }

    [TestCase("--server 10.0.0.7", 10)]
    [TestCase("--server 10.0.0.7:5432", 10)]
    [TestCase("--server :5432", 30)]
    [TestCase("--server shop.example.org", 30)]
    [TestCase("--client 10.0.1.1", 6)]
    [TestCase("--client 10.0.1.1:10005", 1)]
    [TestCase("--sender server --stage handshake", 30)]
    [TestCase("--cause port-closed --cause linger-zero-abort", 20)]
    [TestCase("--since 2026-11-21T00:35:54.010Z --until 2026-11-21T00:35:54.020Z", 10)]
    public void Conditions_choose(string words, int resets)
    {
        RunResult run = Query([.. words.Split(' '), "--format", "csv"]);
        Assert.That(run.Lines, Has.Length.EqualTo(resets + 1), run.Errors);
        Assert.That(run.Lines[0], Does.StartWith("time,cause,sender"));
    }

    [Test]
    public void Nothing_found_is_an_exit_code_of_its_own()
    {
        RunResult run = Query("--sender", "third-party");
        Assert.That(run.ExitCode, Is.EqualTo(5));
        Assert.That(run.Output, Does.Contain("no reset matches").And.Contain("it holds"));
    }

    [Test]
    public void Sql_answers_in_each_format()
    {
        const string Sql = "SELECT server, count(*) AS n, NULL AS x FROM resets GROUP BY 1";
        Assert.That(
            Query("--sql", Sql, "--format", "csv").Lines.Select(line => line.Trim()),
            Is.EqualTo("server,n,x;10.0.0.7,10,;10.0.0.9,20,".Split(';')));
        Assert.That(
            Query("--sql", Sql, "--format", "ndjson").Lines[0],
            Is.EqualTo("""{"server":"10.0.0.7","n":10,"x":null}"""));
        Assert.That(Query("--sql", Sql).Output, Does.Match(@"10\.0\.0\.9\s+20\s+NULL"));
    }

    // What is typed, and what must be in the two lines that come back.
    [TestCase(1, "--sql|SELECT caus FROM resets", "no such column: caus", "try: cause")]
    [TestCase(1, "--sql|SELECT * FROM reset", "no such table: reset", "try: resets")]
    [TestCase(1, "--sql|DELETE FROM reset_facts", "writes nothing", "SELECT")]
    [TestCase(1, "--sql|SELECT 1; DROP TABLE reset_facts", "more than one statement", "docs")]
    [TestCase(1, "--sql|ATTACH 'x.db' AS y", "--sql", "SELECT")]
    [TestCase(1, "--sql|SELECT length(randomblob(999999999))", "too big", "")]
    [TestCase(2, "--sql|SELECT 1|--cause|port-closed", "takes no --cause", "SELECT")]
    [TestCase(2, "--cause|port-close", "not 'port-close'", "try: --cause port-closed")]
    [TestCase(2, "--sender|third-part", "not 'third-part'", "third-party")]
    [TestCase(2, "--since|yesterday", "not 'yesterday'", "--since 2h")]
    [TestCase(2, "--server|10.0.0.9:http", "not '10.0.0.9:http'", "10.0.0.9:5432")]
    [TestCase(2, "--format|cvs", "not 'cvs'", "try: --format csv")]
    public void What_is_wrong_is_said_in_a_line(int code, string words, string says, string hint)
    {
        RunResult run = Query(words.Split('|'));
        Assert.That(run.ExitCode, Is.EqualTo(code), run.Output);
        Assert.That(run.ErrorLines, Has.Length.EqualTo(2), run.Errors);
        Assert.That(run.ErrorLines[0], Does.StartWith("rsttrace: ").And.Contain(says));
        Assert.That(run.ErrorLines[1], Does.StartWith("  try: ").And.Contain(hint));
    }

    [Test]
    public void A_question_without_end_is_ended()
    {
        RunResult run = Query(
            "--timeout", "1", "--sql",
            "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT max(i) FROM n");
        Assert.That(run.ExitCode, Is.EqualTo(1));
        Assert.That(run.Errors, Does.Contain("took longer than 1 second"));
    }

    [Test]
    public void A_file_that_is_no_history_is_said()
    {
        string letter = Path.Combine(_folder, "letter.txt");
        File.WriteAllText(letter, new string('x', 5_000));
        Assert.That(
            RstTraceProcess.Run("query", "--store", letter).Errors,
            Does.Contain("file is not a database"));
        Assert.That(
            RstTraceProcess.Run("query", "--store", letter + "2").Errors,
            Does.Contain("there is no history").And.Contain("store.file"));
        Assert.That(File.Exists(letter + "2"), Is.False);
    }

    // As an operator who may read the file and not write beside it.
    [Test]
    [UnsupportedOSPlatform("windows")]
    public void A_history_at_rest_is_read_without_a_right_to_write()
    {
        string file = Path.Combine(_folder, "rest", "events.db");
        using (var store = new EventStore(
            new StoreOptions { File = file }, "here", SomeEvents.Report, _ => { },
            TimeProvider.System))
        {
            store.Take(SomeEvents.Reset(1));
        }

        foreach (string path in (string[])[_folder, Path.GetDirectoryName(file)!, file])
            File.SetUnixFileMode(path, (UnixFileMode)0b101_101_101);
        using RstTraceProcess process = RstTraceProcess.StartAs(
            ["setpriv", "--reuid", "65534", "--clear-groups"], "query", "--store", file);
        process.Input.Close();
        RunResult run = process.Await();
        Assert.That(run.Output, Does.Contain("1 reset"), run.Errors);
        File.SetUnixFileMode(_folder, (UnixFileMode)0b111_101_101);
    }

    RunResult Query(params string[] words)
        => RstTraceProcess.Run(["query", "--store", _file, .. words]);
}
