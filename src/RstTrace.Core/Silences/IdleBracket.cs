using System.Collections.Generic;
using RstTrace.Core.Wire;

namespace RstTrace.Core.Silences;

/// <summary>What the silences of one path say of an idle timeout on it: max(survived) &lt; T ≤
/// min(fatal), or that there is none.</summary>
/// <remarks>The timeout may be of a box on the path or of the server itself: the lengths do not
/// tell.</remarks>
public sealed partial class IdleBracket
{
    // More names than this say nothing.
    const int MostProducts = 5;

    // So many kills, with a survival, are no longer a coincidence.
    const int FewKills = 3;

    readonly PathSilences _silences;

    IdleBracket(in PathSilences silences)
    {
        _silences = silences;
        Fit = FitOf(in silences);
        if (IsRefuted) return;

        List<KnownTimeout> fitting = Fitting();
        bool isLoose = SpontaneousKills == 0 && Above * 2 < AtMost;
        IsTooWide = isLoose || fitting.Count > MostProducts;
        Products = IsTooWide ? [] : fitting;
        (Heartbeat, HeartbeatReason) = HeartbeatOf();
    }

    /// <summary>Whether the silences fit one timeout.</summary>
    public IdleFit Fit { get; }

    /// <summary>Whether they do not.</summary>
    public bool IsRefuted => Fit is IdleFit.Overlap or IdleFit.Scatter;

    /// <summary>The longest silence after which data was acknowledged, if any was.</summary>
    public Silence? LongestSurvived => Survivals > 0 ? _silences.LongestSurvived : null;

    /// <summary>Silences of a second or more that were survived.</summary>
    public long Survivals => _silences.Survivals;

    /// <summary>The shortest silence that ended in a reset.</summary>
    public Silence ShortestFatal => _silences.ShortestFatal;

    /// <summary>The longest.</summary>
    public Silence LongestFatal => _silences.LongestFatal;

    /// <summary>Silences that ended in a reset.</summary>
    public long Kills => _silences.Kills;

    /// <summary>Those of them whose reset nothing had drawn.</summary>
    public long SpontaneousKills => _silences.SpontaneousKills;

    /// <summary>The timeout is longer than this; zero if nothing was survived. Means nothing once
    /// refuted.</summary>
    public Duration Above => _silences.LongestSurvived.Length;

    /// <summary>The timeout is this long or shorter. Means nothing once refuted.</summary>
    public Duration AtMost => ShortestFatal.Length;

    /// <summary>Products whose timeout, as delivered, lies in the bracket, and that end a
    /// connection as these were ended; none if refuted or too wide.</summary>
    public IReadOnlyList<KnownTimeout> Products { get; } = [];

    /// <summary>Whether the bracket is too wide to name a product: its ends are more than a factor
    /// of two apart, or more than five products fit.</summary>
    public bool IsTooWide { get; }

    /// <summary>How often to send something, so that one lost leaves time to repeat it; null if
    /// refuted.</summary>
    public Duration? Heartbeat { get; }

    /// <summary>What <see cref="Heartbeat"/> is half of, as half a sentence; empty if
    /// refuted.</summary>
    public string HeartbeatReason { get; } = "";

    /// <summary>Whether so few silences may be a coincidence: fewer than three kills, or no
    /// survival to hold against them.</summary>
    public bool IsWeak => Kills < FewKills || Survivals == 0;

    // The shortest fatal silence was the timeout itself: nothing drew its reset.
    bool IsTimer => SpontaneousKills > 0 && _silences.ShortestSpontaneous == ShortestFatal;

    /// <summary>The bracket of one path, or null where nothing killed.</summary>
    internal static IdleBracket? Of(in PathSilences silences)
        => silences.Kills == 0 ? null : new IdleBracket(in silences);

    static IdleFit FitOf(in PathSilences silences)
    {
        Duration shortest = silences.ShortestFatal.Length;
        if (silences.LongestSurvived.Length >= shortest) return IdleFit.Overlap;

        // A timer that resets by itself does so after the same silence each time, and nothing is
        // drawn from a connection before that.
        if (silences.LongestSpontaneous.Length - shortest > KnownTimeouts.ToleranceAt(shortest))
            return IdleFit.Scatter;

        return silences.Survivals == 0 ? IdleFit.AtMost : IdleFit.Between;
    }

    List<KnownTimeout> Fitting()
    {
        Duration from = Above, to = AtMost;
        if (SpontaneousKills > 0)
        {
            // It must be near the last of them as well as near the first.
            Duration first = _silences.ShortestSpontaneous.Length;
            Duration last = _silences.LongestSpontaneous.Length;
            from = last - KnownTimeouts.ToleranceAt(last);
            to = first + KnownTimeouts.ToleranceAt(first);
        }

        List<KnownTimeout> found = KnownTimeouts.Where(from, to, SpontaneousKills > 0);
        found.RemoveAll(known => known.Timeout <= Above); // it would have killed that one
        return found;
    }

    // Half, so that a heartbeat that is lost can be sent again before the timeout: TCP repeats data
    // after its RTO, a keepalive after TCP_KEEPINTVL, and even the next heartbeat is still at most
    // as long after the last one that arrived as the bound itself.
    (Duration Heartbeat, string Reason) HeartbeatOf()
    {
        if (IsTimer) return (Half(AtMost), "half of the silence after which it resets by itself");
        if (Above * 2 >= AtMost) return (Half(Above), "half of the longest silence survived");

        // What was survived is so short that half of it would be chatter.
        foreach (KnownTimeout known in KnownTimeouts.Where(Above, AtMost, byItself: false))
        {
            if (known.Timeout <= Above) continue;
            return (Half(known.Timeout),
                $"half of {Text(known.Timeout)}, the shortest timeout known in that range; not "
                    + "proven here");
        }

        return (Half(AtMost), "half of the shortest silence that killed; not proven here");
    }

    static Duration Half(Duration duration)
    {
        long seconds = (long)(duration.Seconds / 2);
        return seconds > 0 ? Duration.FromSeconds(seconds) : duration * 0.5;
    }
}
