using System.Threading;
using RstTrace.Core.Resets;
using RstTrace.Host.Checking;
using RstTrace.Host.Snapshots;

namespace RstTrace.Host.Metrics;

/// <summary>Step: what one side's system measures, each with what it has to do with
/// resets.</summary>
/// <param name="facts">What is known.</param>
/// <param name="isRemote">Whether of the server, by its snapshot; else of this host.</param>
sealed class MetricStep(CheckFacts facts, bool isRemote) : IStep
{
    const int Weight = 35;

    public string Id => isRemote ? "server" : "host";

    public string Title => isRemote ? "is the server in trouble" : "is this host in trouble";

    public Finding Run(CancellationToken ending)
    {
        Snapshot? snapshot = isRemote ? facts.Question.Remote : facts.Here;
        if (snapshot is null)
        {
            if (facts.IsServerHere) return this.Skipped("it is this host: see above");
            return this.Skipped("only it can tell: run there what is below") with
            {
                Next =
                [
                    new Fix("With rsttrace there, or as a script:",
                        "rsttrace snapshot > server.json\n"
                            + "rsttrace snapshot --script | ssh root@HOST sh > server.json"),
                    new Fix("Then:",
                        $"rsttrace check {facts.Question.Subject} --remote server.json"),
                ],
            };
        }

        bool isServer = isRemote || facts.IsServerHere;
        var judge = new MetricJudge(snapshot, isServer ? facts.Question.Port : (ushort)0);
        string where = isRemote ? $"server {snapshot.HostName}" : "this host";
        return Observations.Summed(this, where, judge.All(), Weight);
    }
}
