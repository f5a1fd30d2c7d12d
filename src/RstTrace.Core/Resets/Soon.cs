using RstTrace.Core.Wire;

namespace RstTrace.Core.Resets;

/// <summary>How soon is at once: the longest time after which a reset still belongs to what went
/// before it.</summary>
static class Soon
{
    /// <summary>What one machine does in one go: a timer's tick and a scheduler's moment.</summary>
    public static readonly Duration Processing = Duration.FromMilliseconds(20);

    // A busy server wakes several processes before the one that accepts.
    static readonly Duration s_accepting = Duration.FromMilliseconds(60);

    // What a program still does with a connection that it has given up in words: logging, closing
    // its other side, waiting a little for the words to arrive.
    static readonly Duration s_closing = Duration.FromSeconds(1);

    /// <summary>A segment answered by whoever looks at segments alone. A round trip varies by half,
    /// where the path has queues.</summary>
    public static Duration Answered(Duration roundTrip) => (roundTrip * 1.5) + Processing;

    /// <summary>A handshake's last step answered by the server, as seen from anywhere on the
    /// path.</summary>
    public static Duration Accepted(Duration roundTrip)
        => roundTrip * 1.5 > s_accepting ? roundTrip * 1.5 : s_accepting;

    /// <summary>A connection dropped after one side has said that it is over, by that side or by
    /// the other.</summary>
    public static Duration Closed(Duration roundTrip) => s_closing + roundTrip;
}
