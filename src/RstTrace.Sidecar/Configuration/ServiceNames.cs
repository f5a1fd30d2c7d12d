using System.Collections.Generic;
using RstTrace.Core.Resets;

namespace RstTrace.Sidecar.Configuration;

/// <summary>What the user calls his services, by their ports.</summary>
/// <remarks>The names are labels of metrics, so there are only so many.</remarks>
public sealed class ServiceNames
{
    /// <summary>What all others are called.</summary>
    public const string Other = "other";

    const int MostNames = 64, MostLength = 64;

    readonly Dictionary<int, string> _byPort = [];

    /// <summary>The name of a connection's service.</summary>
    public string Of(FlowSummary flow) => _byPort.GetValueOrDefault(flow.Server.Port, Other);

    /// <summary>Reads <c>services:</c>, a list of names with their ports.</summary>
    internal static ServiceNames Read(ConfigTree tree)
    {
        var names = new ServiceNames();
        ConfigSection section = tree.Section("services");
        foreach (ConfigSection entry in section.Sections("services")) names.Add(entry);
        if (names._byPort.Count > 0 && new HashSet<string>(names._byPort.Values).Count > MostNames)
            section.Wrong("services", $"has more than {MostNames} names", "fewer names");
        return names;
    }

    void Add(ConfigSection entry)
    {
        string? name = entry.Text("name");
        IReadOnlyList<string> ports = entry.Texts("ports");
        entry.Finish();
        if (name is null || name.Length > MostLength)
        {
            entry.Wrong("name", $"takes up to {MostLength} letters", "name: shop");
            return;
        }

        if (ports.Count == 0) entry.Wrong("ports", "is missing", "ports: [443, 8443]");
        foreach (string text in ports)
        {
            if (!ushort.TryParse(text, out ushort port) || port == 0)
                entry.Wrong("ports", $"takes numbers up to 65535, not '{text}'", "ports: [443]");
            else if (!_byPort.TryAdd(port, name))
                entry.Wrong("ports", $"has {port}, which is {_byPort[port]} already", "one name");
        }
    }
}
