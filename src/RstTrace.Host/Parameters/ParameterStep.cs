using System.Threading;
using RstTrace.Core.Wire;
using RstTrace.Host.Checking;
using RstTrace.Host.Snapshots;
using RstTrace.Host.Timeouts;

namespace RstTrace.Host.Parameters;

/// <summary>Step: the kernel's parameters of one side, judged against what is known.</summary>
/// <param name="facts">What is known.</param>
/// <param name="isRemote">Whether of the server, by its snapshot; else of this host.</param>
sealed class ParameterStep(CheckFacts facts, bool isRemote) : IStep
{
    const int Weight = 30;

    public string Id => isRemote ? "server-kernel" : "kernel";

    public string Title => isRemote
        ? "do the server's kernel parameters matter"
        : "do this host's kernel parameters matter";

    public Finding Run(CancellationToken ending)
    {
        Snapshot snapshot = isRemote ? facts.Question.Remote! : facts.Here;
        bool isServer = isRemote || facts.IsServerHere;
        Duration? shortest = PathTimeout.ShortestOf(facts.Question)?.Value;
        var judge = new ParameterJudge(snapshot, facts.Question.Port, isServer, shortest);
        string where = isRemote ? $"server {snapshot.HostName}" : "this host";
        return Observations.Summed(this, where, judge.All(), Weight);
    }
}
