namespace RstTrace.Core.Application;

/// <summary>Two sides that do not speak the same protocol.</summary>
public static class ProtocolMismatch
{
    /// <summary>One sentence where they do not; null where they do, or where it is not
    /// sure.</summary>
    /// <param name="client">What the client began with; null where it said nothing.</param>
    /// <param name="server">What the server began with; null where it said nothing. What it
    /// said and the capture does not hold is <see cref="Opening.Unknown"/>.</param>
    /// <param name="serverPort">The server's port: what is usual there counts only where the server
    /// said nothing.</param>
    public static string? Of(Opening? client, Opening? server, ushort serverPort)
    {
        if (client is null) return null;
        if (server is null) return Unanswered(client, serverPort);
        return PlainToTls(client, server)
            ?? UnexpectedProxyHeader(client, server)
            ?? Different(client, server);
    }

    static string? PlainToTls(Opening client, Opening server)
        => client.Protocol == ApplicationProtocol.Http && server.WantsTls
            ? $"The client spoke plain HTTP ({client.Description}) to a server that wants TLS on "
                + "this port and said so with HTTP 400."
            : null;

    // A server that knows the header answers the request behind it; one that does not, the header.
    static string? UnexpectedProxyHeader(Opening client, Opening server)
        => client.ProxyHeader is not null && server is { HttpStatus: 400 }
            ? $"The client began with a {client.ProxyHeader} header, and the server answered HTTP "
                + "400, as one does that does not expect the header."
            : null;

    static string? Different(Opening client, Opening server)
        => IsKnown(client) && IsKnown(server) && client.Protocol != server.Protocol
            ? $"The client spoke {client.Protocol.Name()} ({client.Description}), the server "
                + $"{server.Protocol.Name()} ({server.Description})."
            : null;

    static string? Unanswered(Opening client, ushort port)
    {
        ApplicationProtocol usual = UsualAt(port);
        if (usual == ApplicationProtocol.Unknown || !IsKnown(client)) return null;
        if (client.Protocol == usual || MayBeginWithTls(client, usual)) return null;
        return $"The client spoke {client.Protocol.Name()} ({client.Description}) to port {port}, "
            + $"which usually carries {usual.Name()}, and the server said nothing.";
    }

    // PostgreSQL since 17, and Redis where it is set up so.
    static bool MayBeginWithTls(Opening client, ApplicationProtocol usual)
        => client.Protocol == ApplicationProtocol.Tls
            && usual is ApplicationProtocol.Postgresql or ApplicationProtocol.Redis;

    static bool IsKnown(Opening opening)
        => opening.Protocol
            is not (ApplicationProtocol.Unknown or ApplicationProtocol.ProxyProtocol);

    /// <summary>IANA's registry of ports, and the two that everybody takes besides.</summary>
    static ApplicationProtocol UsualAt(ushort port) => port switch
    {
        443 or 465 or 636 or 853 or 993 or 995 or 8443 => ApplicationProtocol.Tls,
        80 or 8080 => ApplicationProtocol.Http,
        22 => ApplicationProtocol.Ssh,
        25 or 587 => ApplicationProtocol.Smtp,
        3306 => ApplicationProtocol.Mysql,
        5432 => ApplicationProtocol.Postgresql,
        6379 => ApplicationProtocol.Redis,
        _ => ApplicationProtocol.Unknown,
    };
}
