namespace RstTrace.Core.Application;

/// <summary>What a side of a connection speaks, as its first octets show.</summary>
public enum ApplicationProtocol : byte
{
    /// <summary>The octets do not show it.</summary>
    Unknown,

    /// <summary>TLS or its forerunner SSL, whatever it carries.</summary>
    Tls,

    /// <summary>HTTP/1, HTTP/2 without TLS.</summary>
    Http,

    /// <summary>SSH.</summary>
    Ssh,

    /// <summary>PostgreSQL's frontend/backend protocol.</summary>
    Postgresql,

    /// <summary>MySQL's and MariaDB's client/server protocol.</summary>
    Mysql,

    /// <summary>RESP, which Redis and Valkey speak.</summary>
    Redis,

    /// <summary>SMTP.</summary>
    Smtp,

    /// <summary>The control connection of FTP.</summary>
    Ftp,

    /// <summary>IMAP.</summary>
    Imap,

    /// <summary>POP3.</summary>
    Pop3,

    /// <summary>A PROXY header with nothing readable behind it.</summary>
    ProxyProtocol,
}

/// <summary>What a protocol is called.</summary>
public static class ApplicationProtocols
{
    /// <summary>The word in an event: "tls", "postgresql"; null for
    /// <see cref="ApplicationProtocol.Unknown"/>.</summary>
    public static string? Word(this ApplicationProtocol protocol) => protocol switch
    {
        ApplicationProtocol.Tls => "tls",
        ApplicationProtocol.Http => "http",
        ApplicationProtocol.Ssh => "ssh",
        ApplicationProtocol.Postgresql => "postgresql",
        ApplicationProtocol.Mysql => "mysql",
        ApplicationProtocol.Redis => "redis",
        ApplicationProtocol.Smtp => "smtp",
        ApplicationProtocol.Ftp => "ftp",
        ApplicationProtocol.Imap => "imap",
        ApplicationProtocol.Pop3 => "pop3",
        ApplicationProtocol.ProxyProtocol => "proxy",
        ApplicationProtocol.Unknown or _ => null,
    };

    /// <summary>The name in a sentence: "TLS", "PostgreSQL".</summary>
    public static string Name(this ApplicationProtocol protocol) => protocol switch
    {
        ApplicationProtocol.Tls => "TLS",
        ApplicationProtocol.Http => "HTTP",
        ApplicationProtocol.Ssh => "SSH",
        ApplicationProtocol.Postgresql => "PostgreSQL",
        ApplicationProtocol.Mysql => "MySQL",
        ApplicationProtocol.Redis => "Redis",
        ApplicationProtocol.Smtp => "SMTP",
        ApplicationProtocol.Ftp => "FTP",
        ApplicationProtocol.Imap => "IMAP",
        ApplicationProtocol.Pop3 => "POP3",
        ApplicationProtocol.ProxyProtocol => "the PROXY protocol",
        ApplicationProtocol.Unknown or _ => "an unknown protocol",
    };
}
