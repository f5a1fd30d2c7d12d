namespace RstTrace.Host.Logs;

static partial class PhraseTable
{
    const string Measured = "measured on loopback with the program itself";
    const string Sshd = "OpenSSH sshd.c, auth.c, packet.c", Nginx = "nginx, src/http";
    const string Postgres = "PostgreSQL src/backend", Kernel = "Linux kernel sources";
    const string Systemd = "systemd src/core/service.c";

    static readonly Phrase[] s_all =
    [
        // sshd.
        new("sshd-max-startups", ["drop connection", "past MaxStartups"],
            "sshd dropped it unseen: too many connections had not yet logged in (MaxStartups).",
            Measured)
        {
            Process = "sshd",
            Moment = PhraseMoment.Begin,
            Supports = ["greeting-then-drop", "server-reject-on-accept", "close-unread-data"],
            RefutedBy = "sshd's setting MaxStartups never reached",
        },
        new("sshd-refused", ["refused connect from"],
            "TCP wrappers (hosts.deny) refused the client.", Sshd)
        {
            Moment = PhraseMoment.Begin,
            Supports = ["greeting-then-drop", "server-reject-on-accept", "close-unread-data"],
            RefutedBy = "no rule in hosts.deny or hosts.allow that fits the client",
        },
        new("sshd-timeout", ["Timeout before authentication"],
            "sshd ended it: nobody had logged in within LoginGraceTime.", Sshd)
        {
            Process = "sshd",
            Moment = PhraseMoment.End,
        },
        new("sshd-reset", ["Connection reset by", "[preauth]"],
            "sshd saw the reset come before the login: the other side, or a box, sent it.", Sshd)
        {
            Process = "sshd",
            Moment = PhraseMoment.End,
        },
        new("sshd-begin", ["Connection from", "port"],
            "The connection reached sshd.", Sshd)
        {
            Process = "sshd",
            Moment = PhraseMoment.Begin,
        },
        new("sshd-closed", ["Connection closed by"],
            "sshd saw the other side close in order.", Sshd)
        {
            Process = "sshd",
            Moment = PhraseMoment.End,
        },
        new("session-closed", ["session closed for user"],
            "The login session ended in order on the server.", "pam_unix(8)")
        {
            Scope = PhraseScope.Service,
            Moment = PhraseMoment.End,
        },

        // nginx.
        new("nginx-upstream-closed", ["upstream prematurely closed connection"],
            "The server behind nginx closed before it had answered: look there.", Nginx)
        {
            Moment = PhraseMoment.End,
        },
        new("nginx-upstream-reset", ["104: Connection reset by peer", "upstream"],
            "nginx had the reset from the server behind it, and did not send it.", Nginx)
        {
            Moment = PhraseMoment.End,
        },
        new("nginx-upstream-refused", ["111: Connection refused", "connecting to upstream"],
            "Nothing listened on the server behind nginx, or a firewall refused.", Nginx)
        {
            Moment = PhraseMoment.End,
            Supports = ["port-closed"],
            RefutedBy = "a listener on that port at that time",
        },
        new("nginx-upstream-timeout", ["110: Connection timed out", "upstream"],
            "nginx gave up on the server behind it: proxy_read_timeout or the like.", Nginx)
        {
            Moment = PhraseMoment.End,
        },
        new("nginx-client-timeout", ["client timed out", "110"],
            "nginx ended it: the client sent or took nothing within the timeout.", Measured)
        {
            Moment = PhraseMoment.End,
        },
        new("nginx-body-too-large", ["client intended to send too large body"],
            "nginx refused the request: its body is larger than client_max_body_size.", Measured)
        {
            Moment = PhraseMoment.End,
            Supports = ["early-response-abort", "close-unread-data"],
            RefutedBy = "a status other than 413 in the answer",
        },
        new("nginx-client-gone", ["client prematurely closed connection"],
            "nginx saw the client leave before the answer was done.", Nginx)
        {
            Moment = PhraseMoment.End,
        },
        new("nginx-tls-failed", ["SSL_do_handshake() failed"],
            "The TLS handshake failed: the words behind it say why.", Nginx)
        {
            Moment = PhraseMoment.End,
            Supports = ["tls-alert-abort", "protocol-mismatch"],
            RefutedBy = "application data of TLS before the reset",
        },
        new("nginx-plain-to-tls", ["client sent plain HTTP request to HTTPS port"],
            "The client spoke plain HTTP to a port for TLS.", Nginx)
        {
            Moment = PhraseMoment.End,
            Supports = ["protocol-mismatch"],
            RefutedBy = "a TLS ClientHello of this client",
        },
        new("nginx-recv-reset", ["104: Connection reset by peer"],
            "The program had the reset from the other side, and did not send it.", Nginx)
        {
            Moment = PhraseMoment.End,
        },
        new("nginx-worker-crashed", ["worker process", "exited on signal"],
            "A worker of nginx crashed: its connections died with it.", Nginx)
        {
            Process = "nginx",
            Scope = PhraseScope.Service,
        },

        // PostgreSQL, MySQL.
        new("postgres-begin", ["connection received: host="],
            "The connection reached PostgreSQL.", Postgres)
        {
            Moment = PhraseMoment.Begin,
        },
        new("postgres-administrator", ["terminating connection due to administrator command"],
            "PostgreSQL ended it by command: pg_terminate_backend, or a shutdown.", Postgres)
        {
            Scope = PhraseScope.Service,
            Moment = PhraseMoment.End,
        },
        new("postgres-idle", ["terminating connection due to idle"],
            "PostgreSQL ended it for idleness: idle_session_timeout or the like.", Postgres)
        {
            Scope = PhraseScope.Service,
            Moment = PhraseMoment.End,
        },
        new("postgres-crash", ["terminating connection because of crash"],
            "Another server process of PostgreSQL crashed: all connections were ended.", Postgres)
        {
            Scope = PhraseScope.Service,
            Moment = PhraseMoment.End,
        },
        new("postgres-full", ["too many clients already"],
            "PostgreSQL had no room: max_connections.", Postgres)
        {
            Scope = PhraseScope.Service,
            Supports = ["greeting-then-drop", "server-reject-on-accept", "close-unread-data"],
            RefutedBy = "free connections at that time in pg_stat_activity",
        },
        new("postgres-client-reset", ["could not receive data from client", "reset by peer"],
            "PostgreSQL had the reset from the client's side, and did not send it.", Postgres)
        {
            Moment = PhraseMoment.End,
        },
        new("postgres-client-gone", ["unexpected EOF on client connection"],
            "PostgreSQL saw the client leave within a session.", Postgres)
        {
            Moment = PhraseMoment.End,
        },
        new("mysql-reading", ["Aborted connection", "Got timeout reading communication packets"],
            "MySQL ended it for idleness: wait_timeout.", "MySQL manual, B.3.2.9")
        {
            Scope = PhraseScope.Service,
            Moment = PhraseMoment.End,
        },
        new("mysql-aborted", ["Aborted connection"],
            "MySQL ended it, or saw it end, in the middle: the words behind say which.",
            "MySQL manual, B.3.2.9")
        {
            Scope = PhraseScope.Service,
            Moment = PhraseMoment.End,
        },

        // The kernel.
        new("syn-flooding", ["Possible SYN flooding on port"],
            "The listener's queue was full: connections came faster than it took them.", Kernel)
        {
            Scope = PhraseScope.Host,
            NamesPort = true,
            Supports = ["accept-queue-overflow", "accept-queue-flushed"],
            RefutedBy = "TcpExtListenOverflows and TcpExtReqQFull unmoved on that host",
        },
        new("oom-kill", ["Out of memory: Killed process"],
            "The kernel killed a process for want of memory: its connections were reset.", Kernel)
        {
            Scope = PhraseScope.Host,
        },
        new("segfault", ["segfault at"],
            "A process crashed: its connections were closed, with data unread reset.", Kernel)
        {
            Scope = PhraseScope.Host,
        },
        new("too-many-orphans", ["too many orphaned sockets"],
            "The kernel ended closed connections early: tcp_max_orphans.", Kernel)
        {
            Scope = PhraseScope.Host,
            Supports = ["orphan-memory-abort"],
            RefutedBy = "orphans in /proc/net/sockstat far below tcp_max_orphans",
        },
        new("tcp-memory", ["TCP: out of memory"],
            "The kernel had no memory left for TCP: tcp_mem.", Kernel)
        {
            Scope = PhraseScope.Host,
            Supports = ["orphan-memory-abort"],
            RefutedBy = "mem in /proc/net/sockstat far below tcp_mem",
        },
        new("conntrack-full", ["nf_conntrack", "table full, dropping packet"],
            "The table of connections of the firewall there was full: it lost packets.", Kernel)
        {
            Scope = PhraseScope.Host,
        },

        // Who runs the service.
        new("service-oom", ["Failed with result 'oom-kill'"],
            "The service was ended for want of memory.", Systemd)
        {
            Scope = PhraseScope.Service,
        },
        new("service-killed", ["Main process exited, code="],
            "The service's process ended: its connections were closed or reset.", Systemd)
        {
            Scope = PhraseScope.Service,
        },
        new("service-stopping", ["Stopping "],
            "The service was being stopped: connections that it left open were reset.", Systemd)
        {
            Process = "systemd",
            Scope = PhraseScope.Service,
        },
        new("service-started", ["Started "],
            "The service had just been started: it knows no connection from before.", Systemd)
        {
            Process = "systemd",
            Scope = PhraseScope.Service,
        },
        new("probe-failed", ["Liveness probe failed"],
            "Kubernetes found the container dead, and restarts it.", "kubelet, prober.go")
        {
            Scope = PhraseScope.Host,
        },
        new("container-killed", ["Killing container"],
            "Kubernetes ended a container: its connections died with it.", "kubelet")
        {
            Scope = PhraseScope.Host,
        },

        // Any program.
        new("java-memory", ["java.lang.OutOfMemoryError"],
            "A Java program ran out of memory: threads that served connections may have died.",
            "Java SE documentation")
        {
            Scope = PhraseScope.Host,
        },
        new("reset-seen", ["Connection reset by peer"],
            "The program had the reset from the other side, and did not send it.",
            "ECONNRESET, connect(2), recv(2)")
        {
            Moment = PhraseMoment.End,
        },
        new("broken-pipe", ["Broken pipe"],
            "The program wrote to a connection that the other side had ended.", "EPIPE, send(2)")
        {
            Moment = PhraseMoment.End,
        },
    ];
}
