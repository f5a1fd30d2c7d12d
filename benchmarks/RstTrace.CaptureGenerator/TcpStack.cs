namespace RstTrace.CaptureGenerator;

/// <summary>Whose TCP a machine runs, as far as its segments show it.</summary>
sealed record TcpStack
{
    public static readonly TcpStack Linux = new()
    {
        InitialHopLimit = 64,
        SynWindow = 64240,
        Window = 501,
        WindowShift = 7,
        HasTimestamps = true,
        Identifications = Identifications.ByConnection,
    };

    public static readonly TcpStack Windows = new()
    {
        InitialHopLimit = 128,
        SynWindow = 64240,
        Window = 1026,
        WindowShift = 8,
        HasTimestamps = false,
        Identifications = Identifications.ByMachine,
    };

    public static readonly TcpStack Darwin = new()
    {
        InitialHopLimit = 64,
        SynWindow = 65535,
        Window = 2058,
        WindowShift = 6,
        HasTimestamps = true,
        Identifications = Identifications.Zero,
    };

    public required byte InitialHopLimit { get; init; }
    public required ushort SynWindow { get; init; }
    public required ushort Window { get; init; }        // as it stands in a header, scaled down
    public required byte WindowShift { get; init; }
    public required bool HasTimestamps { get; init; }
    public required Identifications Identifications { get; init; }
}

/// <summary>How a machine numbers its IPv4 datagrams.</summary>
enum Identifications : byte
{
    /// <summary>0: with DF no one needs it (RFC 6864).</summary>
    Zero,

    /// <summary>Each connection counts; what is sent outside one has 0.</summary>
    ByConnection,

    /// <summary>One count for all that it sends.</summary>
    ByMachine,
}
