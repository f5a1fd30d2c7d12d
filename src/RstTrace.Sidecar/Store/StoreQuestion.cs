using System.Collections.Generic;

namespace RstTrace.Sidecar.Store;

/// <summary>Which resets are asked for. What is null or empty asks for all.</summary>
public sealed record StoreQuestion
{
    /// <summary>From when on, in nanoseconds since 1970.</summary>
    public long? Since { get; init; }

    /// <summary>Until when, exclusive.</summary>
    public long? Until { get; init; }

    /// <summary>One of these causes.</summary>
    public IReadOnlyList<string> Causes { get; init; } = [];

    /// <summary>One of these senders.</summary>
    public IReadOnlyList<string> Senders { get; init; } = [];

    /// <summary>One of these stages.</summary>
    public IReadOnlyList<string> Stages { get; init; } = [];

    /// <summary>The server's address, or the host that it was asked for.</summary>
    public string? Server { get; init; }

    /// <summary>The server's port.</summary>
    public int? ServerPort { get; init; }

    /// <summary>The client's address.</summary>
    public string? Client { get; init; }

    /// <summary>The client's port.</summary>
    public int? ClientPort { get; init; }

    /// <summary>The latest so many; null for all.</summary>
    public long? Limit { get; init; }

    /// <summary>The conditions in SQL, and what stands for their parameters.</summary>
    /// <param name="values">Gets numbers and texts.</param>
    internal string Where(List<object> values)
    {
        var conditions = new List<string>();
        Add(conditions, values, "time >= ?", Since);
        Add(conditions, values, "time < ?", Until);
        AddWords(conditions, values, "cause", Causes);
        AddWords(conditions, values, "sender", Senders);
        AddWords(conditions, values, "stage", Stages);
        if (Server is not null)
        {
            conditions.Add("(server = ? OR server_name = ?)");
            values.Add(Server);
            values.Add(Server);
        }

        Add(conditions, values, "server_port = ?", ServerPort);
        Add(conditions, values, "client = ?", Client);
        Add(conditions, values, "client_port = ?", ClientPort);
        return conditions.Count == 0 ? "" : "WHERE " + string.Join(" AND ", conditions);
    }

    static void Add(List<string> conditions, List<object> values, string condition, object? value)
    {
        if (value is null) return;

        conditions.Add(condition);
        values.Add(value is int number ? (long)number : value);
    }

    static void AddWords(
        List<string> conditions, List<object> values, string column, IReadOnlyList<string> words)
    {
        if (words.Count == 0) return;

        string[] marks = new string[words.Count];
        for (int i = 0; i < marks.Length; i++)
        {
            marks[i] = "?";
            values.Add(words[i]);
        }

        conditions.Add($"{column} IN ({string.Join(", ", marks)})");
    }
}
