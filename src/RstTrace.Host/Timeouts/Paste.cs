using System;
using System.Collections.Generic;
using System.Globalization;
using RstTrace.Core.Resets;
using RstTrace.Core.Wire;

namespace RstTrace.Host.Timeouts;

/// <summary>Lines to paste that have a connection say something before an idle timeout.</summary>
/// <remarks>The first probe at half of the timeout, and two more that may be lost before it.
/// </remarks>
static class Paste
{
    const int Probes = 3;

    /// <summary>Keepalives for all sockets that ask for them.</summary>
    public static string Sysctl(Duration timeout)
        => Filled(
            timeout,
            "sysctl -w net.ipv4.tcp_keepalive_time=@H net.ipv4.tcp_keepalive_intvl=@I "
                + "net.ipv4.tcp_keepalive_probes=@P");

    /// <summary>The same, and those of servers and languages.</summary>
    public static IReadOnlyList<Fix> All(Duration timeout)
    {
        var fixes = new List<Fix>
        {
            new("Kernel, for sockets with SO_KEEPALIVE (keep it in /etc/sysctl.d):",
                Sysctl(timeout)),
        };
        foreach ((string where, string lines) in s_lines)
            fixes.Add(new Fix(where, Filled(timeout, lines)));

        return fixes;
    }

    static readonly (string Where, string Lines)[] s_lines =
    [
        ("systemd, in the socket unit:", """
            [Socket]
            KeepAlive=yes
            KeepAliveTimeSec=@H
            KeepAliveIntervalSec=@I
            KeepAliveProbes=@P
            """),
        ("HAProxy:", """
            option clitcpka
            clitcpka-idle @Hs
            clitcpka-intvl @Is
            clitcpka-cnt @P
            option srvtcpka
            srvtcpka-idle @Hs
            srvtcpka-intvl @Is
            srvtcpka-cnt @P
            """),
        ("nginx:", """
            listen 443 ssl so_keepalive=@Hs:@Is:@P;
            proxy_socket_keepalive on;
            """),
        ("PostgreSQL, on the server:", """
            ALTER SYSTEM SET tcp_keepalives_idle = @H;
            ALTER SYSTEM SET tcp_keepalives_interval = @I;
            ALTER SYSTEM SET tcp_keepalives_count = @P;
            SELECT pg_reload_conf();
            """),
        ("C#:", """
            socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.KeepAlive, true);
            socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveTime, @H);
            socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveInterval,
                @I);
            socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveRetryCount,
                @P);
            """),
        ("Java 11 and later:", """
            socket.setOption(StandardSocketOptions.SO_KEEPALIVE, true);
            socket.setOption(ExtendedSocketOptions.TCP_KEEPIDLE, @H);
            socket.setOption(ExtendedSocketOptions.TCP_KEEPINTERVAL, @I);
            socket.setOption(ExtendedSocketOptions.TCP_KEEPCOUNT, @P);
            """),
        ("Go 1.23 and later:", """
            net.Dialer{KeepAliveConfig: net.KeepAliveConfig{
                Enable: true, Idle: @H * time.Second, Interval: @I * time.Second, Count: @P}}
            """),
        ("Python:", """
            s.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
            s.setsockopt(socket.IPPROTO_TCP, socket.TCP_KEEPIDLE, @H)
            s.setsockopt(socket.IPPROTO_TCP, socket.TCP_KEEPINTVL, @I)
            s.setsockopt(socket.IPPROTO_TCP, socket.TCP_KEEPCNT, @P)
            """),
    ];

    static string Filled(Duration timeout, string lines)
    {
        long first = Math.Max(1, (long)(timeout.Seconds / 2));
        long interval = Math.Max(1, first / (2 * Probes));
        return lines
            .Replace("@H", Text(first), StringComparison.Ordinal)
            .Replace("@I", Text(interval), StringComparison.Ordinal)
            .Replace("@P", Text(Probes), StringComparison.Ordinal);
    }

    static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
