using System.Collections.Generic;
using System.Threading;
using RstTrace.Core.Resets;
using RstTrace.Core.Wire;
using RstTrace.Host.Checking;

namespace RstTrace.Host.Probes;

/// <summary>Step: what the name resolves to.</summary>
sealed class NameStep(CheckFacts facts) : IStep
{
    static readonly Duration s_slow = Duration.FromSeconds(1);

    public string Id => "name";

    public string Title => "does the name resolve";

    public Finding Run(CancellationToken ending)
    {
        NameLookup names = facts.Names;
        string name = facts.Question.Name;
        if (names.IsLiteral)
            return this.Found(StepVerdict.Ok, $"{name} is an address: no name is asked");
        if (names.Addresses.Count == 0) return Unresolved(name, names);

        int ipv4 = 0;
        foreach (HostAddress address in names.Addresses)
            if (!address.IsIpv6) ipv4++;

        var evidence = new List<string>();
        foreach (HostAddress address in names.Addresses) evidence.Add($"{address}");
        bool isSlow = names.Took > s_slow;
        int ipv6 = names.Addresses.Count - ipv4;
        return this.Found(
            isSlow ? StepVerdict.Warn : StepVerdict.Ok,
            $"{name} has {Count(ipv4, "IPv4")} and {Count(ipv6, "IPv6")}, asked in {names.Took}"
                + (isSlow ? ": so long does each connection wait that asks anew" : "")) with
        {
            Evidence = [string.Join(", ", evidence)],
            Next = isSlow
                ? [new Fix("See which of the resolvers is slow.", "resolvectl statistics")]
                : [],
        };
    }

    Finding Unresolved(string name, NameLookup names)
        => this.Found(
            StepVerdict.Bad,
            $"{name} does not resolve: {names.Failure}; no connection was ever begun, so this is "
                + "no reset") with
        {
            Weight = 100,
            Evidence = [$"the resolver said so after {names.Took}"],
            Next =
            [
                new Fix("Check the spelling, the search domains and the resolver.",
                    "cat /etc/resolv.conf; grep hosts /etc/nsswitch.conf"),
            ],
        };

    static string Count(int count, string family)
        => count == 1 ? $"1 {family} address" : $"{count} {family} addresses";
}
