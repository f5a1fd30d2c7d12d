using System;
using System.Collections.Generic;

namespace RstTrace.Host.Logs;

/// <summary>Which programs usually serve a port or a protocol: what a log calls
/// them.</summary>
static class ServiceNames
{
    static readonly string[] s_web =
        ["nginx", "haproxy", "apache", "httpd", "envoy", "traefik", "caddy", "varnish"];
    static readonly string[] s_ssh = ["ssh", "dropbear"];
    static readonly string[] s_postgres = ["postgres", "pgbouncer"];
    static readonly string[] s_mysql = ["mysqld", "mariadb", "mysql"];
    static readonly string[] s_mail = ["postfix", "exim", "sendmail", "dovecot"];

    /// <summary>The names of a connection's service; empty where there are none.</summary>
    /// <param name="port">The server's port.</param>
    /// <param name="protocol">The application protocol; null where it is not known.</param>
    public static IReadOnlyList<string> Of(ushort port, string? protocol) => (protocol, port) switch
    {
        ("http" or "tls", _) or (_, 80 or 443 or 8080 or 8443) => s_web,
        ("ssh", _) or (_, 22) => s_ssh,
        ("postgresql", _) or (_, 5432 or 6432) => s_postgres,
        ("mysql", _) or (_, 3306) => s_mysql,
        ("redis", _) or (_, 6379) => ["redis"],
        ("smtp" or "imap" or "pop3", _) or (_, 25 or 465 or 587 or 143 or 993) => s_mail,
        _ => [],
    };

    /// <summary>Whether a line is of one of these, or systemd's of it.</summary>
    public static bool IsOf(IReadOnlyList<string> names, string? process, string text)
    {
        bool isSystemd = process is "systemd";
        foreach (string name in names)
        {
            if (process?.StartsWith(name, StringComparison.OrdinalIgnoreCase) == true) return true;
            if (isSystemd && text.Contains(name, StringComparison.OrdinalIgnoreCase)) return true;
        }

        return false;
    }
}
