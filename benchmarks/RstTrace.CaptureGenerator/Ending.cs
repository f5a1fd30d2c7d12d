namespace RstTrace.CaptureGenerator;

/// <summary>How a connection ends; all but the first with a reset.</summary>
public enum Ending : byte
{
    /// <summary>A FIN from each side.</summary>
    Fin,

    /// <summary>RST|ACK for the SYN: nothing listens.</summary>
    SynRefused,

    /// <summary>RST|ACK by a client in the middle of a response, then a bare RST for what was
    /// under way to it.</summary>
    ClientAbort,

    /// <summary>RST|ACK by a server after its response, in place of a FIN.</summary>
    ServerAbort,

    /// <summary>A bare RST by a client that closed, for the response that comes after.</summary>
    WriteAfterClose,

    /// <summary>A bare RST by a server that lost the connection, for a request after a long
    /// silence.</summary>
    StateLost,

    /// <summary>RST|ACK by a server after a minute of silence.</summary>
    IdleTimeout,
}
