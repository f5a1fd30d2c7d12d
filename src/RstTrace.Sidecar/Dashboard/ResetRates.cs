using System.Collections.Generic;
using System.Threading;
using RstTrace.Core.Incidents;
using RstTrace.Core.Resets;
using RstTrace.Reports;

namespace RstTrace.Sidecar.Dashboard;

/// <summary>How many resets there were of late, by cause, by server and by sender.</summary>
/// <remarks>For all threads.</remarks>
sealed class ResetRates
{
    const int MostServers = 256, MostCauses = 128;

    readonly Lock _gate = new();
    readonly RateTable _causes = new(MostCauses, "others");
    readonly RateTable _servers = new(MostServers, "others");
    readonly RateTable _senders = new(MostCauses, "others");

    /// <summary>Counts an event.</summary>
    /// <param name="reset">The event.</param>
    /// <param name="seconds">When, by any clock that goes forward.</param>
    public void Add(ResetEvent reset, long seconds)
    {
        string server = Service.Of(reset.Flow).ToString();
        lock (_gate)
        {
            _causes.Add(reset.Verdict.Cause.Id, seconds);
            _servers.Add(server, seconds);
            _senders.Add(ContractWords.Of(reset.Verdict.Sender), seconds);
        }
    }

    /// <summary>The tables under their names, most of the last minute first.</summary>
    /// <param name="seconds">Now.</param>
    /// <param name="count">Rows of each at most.</param>
    public List<(string Name, List<(string What, long All, long LastMinute, int[] Steps)> Rows)>
        Take(long seconds, int count)
    {
        lock (_gate)
        {
            return
            [
                ("senders", _senders.Take(seconds, count)),
                ("causes", _causes.Take(seconds, count)),
                ("servers", _servers.Take(seconds, count)),
            ];
        }
    }
}
