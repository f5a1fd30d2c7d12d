using RstTrace.Core.Resets;

namespace RstTrace.Core.Incidents;

/// <summary>How much a reset hurts: the order of incidents, worst first. The one place that says
/// so.</summary>
/// <remarks>Incidents of the same severity stand by how many resets they hold, then by
/// time.</remarks>
public enum Severity
{
    /// <summary>Somebody between the two cuts connections.</summary>
    ThirdParty,

    /// <summary>A connection in use was cut: work under way is lost.</summary>
    InUse,

    /// <summary>A connection was found dead after a silence: the next request is lost.</summary>
    AfterIdle,

    /// <summary>A connection did not come about.</summary>
    Refused,

    /// <summary>An end that had been agreed on went wrong: at most the last octets are
    /// lost.</summary>
    AtTheEnd,

    /// <summary>No application notices: probes, strays, echoes of what was over.</summary>
    Harmless,
}

/// <summary>The severity of a verdict.</summary>
public static class Severities
{
    extension(Severity)
    {
        /// <summary>The cause decides where it tells more than the stage does.</summary>
        public static Severity Of(Verdict verdict) => verdict.Cause.Id switch
        {
            "syn-scan" or "stray-segment" or "orphan-rst" or "blind-reset-attempt"
                or "late-segment-after-close" or "timewait-assassination" or "synack-abandoned"
                or "connect-and-abort" or "after-reset" => Severity.Harmless,
            _ when verdict.Sender == Party.ThirdParty => Severity.ThirdParty,
            "keepalive-race" or "close-data-crossing" => Severity.InUse,
            "server-reject-on-accept" or "accept-queue-flushed" or "accept-queue-overflow" =>
                Severity.Refused,
            _ => OfStage(verdict.Stage),
        };
    }

    static Severity OfStage(Stage stage) => stage switch
    {
        Stage.MidStream => Severity.InUse,
        Stage.AfterIdle => Severity.AfterIdle,
        Stage.Handshake => Severity.Refused,
        Stage.Closing => Severity.AtTheEnd,
        Stage.NoConnection or _ => Severity.Harmless,
    };
}
