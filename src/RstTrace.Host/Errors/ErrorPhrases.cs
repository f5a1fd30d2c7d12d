using System.Collections.Generic;

namespace RstTrace.Host.Errors;

/// <summary>The table of what programs say.</summary>
static class ErrorPhrases
{
    static readonly ErrorKind s_reset = new(
        "ECONNRESET",
        "a RST arrived on a connection that was open, from the peer or in its name; the program "
            + "was reading, or wrote after it",
        "that the peer closed in order (that is an end of file), that nobody listened (that is "
            + "'refused'), or that it timed out here",
        "capture at both ends: rsttrace live -i any port PORT");

    static readonly ErrorKind s_refused = new(
        "ECONNREFUSED",
        "the SYN was answered with a RST, or with ICMP port unreachable: nothing listens there, "
            + "or a firewall rejects; no connection ever was",
        "that an open connection broke, or that the packet was dropped (that is a timeout)",
        "rsttrace check HOST:PORT tells who refuses");

    static readonly ErrorKind s_pipe = new(
        "EPIPE",
        "the program wrote to a connection that had ended before: a RST was taken in earlier, or "
            + "this side closed for writing; the first write after the peer's close succeeds and "
            + "draws the RST, the next one says this",
        "that this write reached anybody, or that a RST came at this moment",
        "look for the end of file or reset before it: the cause is there");

    static readonly ErrorKind s_timeout = new(
        "ETIMEDOUT",
        "nothing came back in time: no answer to SYNs, to retransmitted data (about 15 min, "
            + "tcp_retries2) or to keepalives",
        "that a RST arrived: one would have ended the wait with 'reset' or 'refused'",
        "rsttrace check HOST:PORT; a firewall that drops, a host that is gone, an idle timeout "
            + "that forgets silently");

    static readonly ErrorKind s_aborted = new(
        "ECONNABORTED",
        "this host itself ended the connection: on Windows its stack gave up or a program did; on "
            + "Linux ss -K or a changed address, or a connection that was over before accept",
        "that the peer sent a RST",
        "look at this host first: its firewall, VPN, antivirus, a changed address");

    static readonly ErrorKind s_unreachable = new(
        "EHOSTUNREACH or ENETUNREACH",
        "there is no route, no answer to ARP or neighbour discovery, or a router or firewall said "
            + "so by ICMP",
        "that a RST arrived",
        "ip route get HOST; rsttrace check HOST:PORT");

    static readonly ErrorKind s_ended = new(
        "an end of file",
        "the peer closed in order (FIN) where the program expected more",
        "that a RST arrived",
        "the peer's log, and its idle timeout: rsttrace check HOST:PORT --server-idle S");

    static readonly ErrorKind s_name = new(
        "a name that does not resolve",
        "no address was found, so no packet was sent to the service",
        "that a RST arrived, or that the service is down",
        "rsttrace check HOST:PORT; /etc/resolv.conf");

    static readonly ErrorKind s_prematurely = new(
        "an upstream that ended early",
        "the server behind the proxy closed or reset before its whole answer was there: often a "
            + "kept connection that it had just given up, a worker that was killed or restarted",
        "that the client did it",
        "rsttrace check SERVER:PORT --nginx nginx.conf: idle timeouts of proxy and server");

    static readonly ErrorKind s_client = new(
        "a client that left",
        "the client closed or reset before the answer was whole: a user who moved on, or a "
            + "timeout on its side shorter than the server's",
        "that this server or its backend reset",
        "the client's timeout");

    static readonly ErrorKind s_tls = new(
        "a TLS handshake cut off",
        "the connection ended during the TLS handshake: plain words to a TLS port or the "
            + "reverse, a version or name that is refused, or a box that looks at the name (SNI)",
        "that a certificate was looked at and refused (that has its own error)",
        "rsttrace check HOST:PORT says what the port speaks");

    static readonly ErrorKind s_greeting = new(
        "a reset before the greeting",
        "the server accepted and reset before it said anything: a limit (MaxStartups, "
            + "max_connections), an allow-list, or a balancer without a healthy server",
        "that the port is closed, or that a password was wrong",
        "the server's log at that second; rsttrace check HOST:PORT");

    /// <summary>The most special first.</summary>
    public static IReadOnlyList<ErrorPhrase> All { get; } =
    [
        new("kex_exchange_identification", "ssh", s_greeting),
        new("reading initial communication packet", "MySQL's client", s_greeting),
        new("ssl_error_syscall", "OpenSSL", s_tls),
        new("tls handshake: eof", "Go", s_tls),
        new("tls handshake timeout", "Go", s_timeout),
        new("remote host terminated the handshake", "Java", s_tls),
        new("unexpected eof while reading", "OpenSSL 3", s_ended),
        new("upstream prematurely closed", "nginx", s_prematurely),
        new("while reading response header from upstream", "nginx", s_prematurely),
        new("upstream connect error or disconnect/reset", "Envoy or Istio", s_prematurely),
        new("connection termination", "Envoy or Istio", s_prematurely),
        new("no live upstreams", "nginx", s_refused),
        new("client prematurely closed", "nginx", s_client),
        new("client closed connection", "nginx", s_client),
        new("could not receive data from client", "PostgreSQL's server", s_client),
        new("server closed the connection unexpectedly", "PostgreSQL's client", s_prematurely),
        new("lost connection to mysql server", "MySQL's client", s_prematurely),
        new("mysql server has gone away", "MySQL's client", s_prematurely),
        new("an existing connection was forcibly closed", "Windows or .NET (10054)", s_reset),
        new("established connection was aborted by the software in your host",
            "Windows or .NET (10053)", s_aborted),
        new("actively refused it", "Windows or .NET (10061)", s_refused),
        new("10054", "Windows (WSAECONNRESET)", s_reset),
        new("10053", "Windows (WSAECONNABORTED)", s_aborted),
        new("10060", "Windows (WSAETIMEDOUT)", s_timeout),
        new("10061", "Windows (WSAECONNREFUSED)", s_refused),
        new("connectionresetexception", "ASP.NET Core", s_client),
        new("connectionreseterror", "Python", s_reset),
        new("connectionrefusederror", "Python", s_refused),
        new("brokenpipeerror", "Python", s_pipe),
        new("connectionabortederror", "Python", s_aborted),
        new("remotedisconnected", "Python", s_ended),
        new("connection aborted", "Python's requests or urllib3", s_ended),
        new("java.net.connectexception: connection refused", "Java", s_refused),
        new("java.net.connectexception: connection timed out", "Java", s_timeout),
        new("java.net.sockettimeoutexception", "Java", s_timeout),
        new("java.net.socketexception: broken pipe", "Java", s_pipe),
        new("java.net.socketexception: connection reset", "Java", s_reset),
        new("unknownhostexception", "Java", s_name),
        new("read econnreset", "Node.js", s_reset),
        new("socket hang up", "Node.js", s_ended),
        new("enotfound", "Node.js", s_name),
        new("eai_again", "Node.js or the C library", s_name),
        new("curl: (6)", "curl", s_name),
        new("curl: (7)", "curl", s_refused),
        new("curl: (28)", "curl", s_timeout),
        new("curl: (35)", "curl", s_tls),
        new("curl: (52)", "curl", s_ended),
        new("curl: (56)", "curl", s_reset),
        new("read: connection reset by peer", "Go", s_reset),
        new("write: broken pipe", "Go", s_pipe),
        new("use of closed network connection", "Go", s_aborted),
        new("i/o timeout", "Go", s_timeout),
        new("unexpected eof", "Go and others", s_ended),
        new("no such host", "Go or Windows", s_name),
        new("name or service not known", "the C library", s_name),
        new("temporary failure in name resolution", "the C library", s_name),
        new("connection reset", "the C library and most programs", s_reset),
        new("econnreset", "the C library and most programs", s_reset),
        new("errno 104", "Linux", s_reset),
        new("104:", "Linux, as nginx writes it", s_reset),
        new("connection refused", "the C library and most programs", s_refused),
        new("econnrefused", "the C library and most programs", s_refused),
        new("111:", "Linux, as nginx writes it", s_refused),
        new("broken pipe", "the C library and most programs", s_pipe),
        new("epipe", "the C library and most programs", s_pipe),
        new("timed out", "the C library and most programs", s_timeout),
        new("etimedout", "the C library and most programs", s_timeout),
        new("110:", "Linux, as nginx writes it", s_timeout),
        new("software caused connection abort", "the C library", s_aborted),
        new("econnaborted", "the C library", s_aborted),
        new("no route to host", "the C library", s_unreachable),
        new("network is unreachable", "the C library", s_unreachable),
        new("ehostunreach", "the C library", s_unreachable),
        new("unexpectedly closed", "some program", s_ended),
    ];
}
