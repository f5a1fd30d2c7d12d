using System;
using System.IO;
using System.Text.Json;
using NUnit.Framework;
using RstTrace.Cli.Tests.Live;

namespace RstTrace.Cli.Tests.Logs;

/// <summary>Logs that grow while a capture runs.</summary>
[NonParallelizable]
sealed class LiveLogTests
{
    [Test]
    public void A_line_that_comes_after_the_reset_is_still_its_own()
    {
        using var hosts = new TwoHosts();
        string log = Path.Combine(Path.GetTempPath(), $"{hosts.ServerHost}.log");
        File.WriteAllText(log, "");
        try
        {
            using RstTraceProcess live = hosts.Live(
                "-i", TwoHosts.ServerDevice, "--format", "ndjson", "--log", log);
            hosts.Call(1);
            string time = DateTimeOffset.UtcNow.ToString("O");
            File.AppendAllText(log, $"{time} h x[1]: reset 10.79.0.1 as it should\n");

            using var json = JsonDocument.Parse(live.ReadLine()!);
            JsonElement line = json.RootElement.GetProperty("log")[0];
            Assert.That(line.GetProperty("match").GetString(), Is.EqualTo("address"));
            Assert.That(
                line.GetProperty("message").GetString(),
                Is.EqualTo("reset 10.79.0.1 as it should"));
            live.Signal("INT");
            Assert.That(live.Await().ExitCode, Is.EqualTo(130));
        }
        finally
        {
            File.Delete(log);
        }
    }
}
