"""What two ends of a connection do to each other, nobody between them guilty."""
import socket
import threading

from rig.lab import C, S, S6, abort, pause, read, read_some, scenario, write
from rig.packets import ACK, MSS_ONLY, RST, SYN, Tcp, random_number


@scenario
def port_closed_after_service_stopped(lab):
    """Two good connections, then the listener is gone and the next SYN is refused."""
    lab.capture()
    for _ in range(2):
        client, server = lab.pair()
        lab.chat(client, server)
        client.close(); read(server); server.close()
        pause(0.1)
    try: lab.connect()
    except ConnectionRefusedError: pass
    lab.says("port-closed", sender="server", stages=["handshake"])


@scenario
def port_closed_v6(lab):
    """A refused SYN over IPv6, another port of the host works."""
    lab.capture()
    client, server = lab.pair(8002, S6)
    lab.chat(client, server)
    try: lab.connect(8001, address=S6)
    except ConnectionRefusedError: pass
    lab.says("port-closed", sender="server", stages=["handshake"])


@scenario
def port_closed_retried(lab):
    """A client that retries a refused port every 0.3 s from new ports until the server is up."""
    lab.capture()
    for _ in range(4):
        try: lab.connect()
        except ConnectionRefusedError: pause(0.3)
    client, server = lab.pair()
    lab.chat(client, server)
    lab.says("port-closed", sender="server", stages=["handshake"])


def overflow(lab):
    """Four connections fill a queue of 4 + 1, four more handshakes come at once: one fits."""
    lab.listen(backlog=4)
    clients = [lab.connect() for _ in range(4)]
    def try_it():
        try: clients.append(lab.connect(wait=1.5))
        except OSError: pass
    threads = [threading.Thread(target=try_it) for _ in range(4)]
    for t in threads: t.start()
    for t in threads: t.join()
    return clients


@scenario
def accept_queue_overflow(lab):
    """tcp_abort_on_overflow=1 and four handshakes at once into a queue with room for one: the
    last ACKs of the others are answered with RST."""
    lab.sysctl("s", "tcp_abort_on_overflow=1")
    lab.capture()
    overflow(lab)
    lab.says("accept-queue-overflow", sender="server", stages=["handshake"])


@scenario
def ghost_connection(lab):
    """The accept queue is full, tcp_abort_on_overflow=0: clients believe themselves connected, the
    server gives up on its SYN/ACKs, and the clients' first data come to nobody."""
    lab.sysctl("s", "tcp_abort_on_overflow=0", "tcp_synack_retries=1")
    lab.capture()
    clients = overflow(lab)
    pause(4)
    for client in clients[4:]:
        client.settimeout(0.5)
        write(client, b"hello?")
        read(client, 1)
    lab.says("ghost-connection", sender="server")


@scenario
def accept_queue_flushed(lab):
    """Three clients wait in the accept queue, one has sent its request; the listener is closed."""
    lab.capture()
    listener = lab.listen()
    clients = [lab.connect() for _ in range(3)]
    write(clients[0], b"GET / HTTP/1.1\r\nHost: x\r\n\r\n")
    pause(0.3)
    listener.close()
    lab.says("accept-queue-flushed", sender="server")


@scenario
def accept_queue_flushed_by_kill(lab):
    """A server process with two connections accepted and two waiting is killed."""
    program = ("import socket,time;l=socket.create_server(('',8001));a=[l.accept()[0] for _ in '12'];"
               "[x.recv(100) and x.sendall(b'welcome') for x in a];time.sleep(60)")
    lab.capture()
    process = lab.python("s", program)
    pause(0.4)
    clients = [lab.connect() for _ in range(4)]
    for client in clients: write(client, b"hello")
    for client in clients[:2]: read(client, 7); write(client, b"more")
    pause(0.3)
    process.kill()
    pause(0.2)
    lab.says("close-unread-data", "process-exit-burst", "accept-queue-flushed", sender="server", flow=0)
    lab.says("close-unread-data", "process-exit-burst", "accept-queue-flushed", sender="server", flow=1)
    lab.says("accept-queue-flushed", "process-exit-burst", sender="server")


@scenario
def server_rejects_on_accept(lab):
    """HAProxy's `tcp-request connection reject` for a client that is not welcome."""
    proxy(lab, "frontend f\n bind :8001\n tcp-request connection reject\n default_backend b\n"
               "backend b\n server s 127.0.0.1:9\n")
    for _ in range(2):
        try: read(lab.connect(), 1)
        except OSError: pass
    lab.says("server-reject-on-accept", sender="server", stages=["handshake", "mid-stream"])


def proxy(lab, rules, host="s", capture=True):
    """HAProxy in tcp mode on a host."""
    config = f"{lab.folder}/haproxy.cfg"
    with open(config, "w") as file:
        file.write("defaults\n mode tcp\n timeout connect 2s\n timeout client 30s\n"
                   " timeout server 30s\n" + rules)
    lab.net.start(host, "haproxy", "-db", "-f", config)
    pause(0.5)
    if capture: lab.capture()


@scenario
def server_rejects_on_accept_python(lab):
    """A server that accepts and aborts at once (an access list in user space), for one of two."""
    lab.capture()
    listener = lab.listen()
    client = lab.connect(); server = lab.accept(listener)
    lab.chat(client, server)
    refused = lab.connect()
    abort(lab.accept(listener))
    read(refused, 1)
    lab.says("server-reject-on-accept", sender="server")


@scenario
def synack_abandoned(lab):
    """The answer takes 300 ms, the client's patience 100 ms: its host resets the SYN/ACK."""
    lab.wire.delay = 0.15
    lab.capture()
    lab.listen()
    for _ in range(2):
        try: lab.connect(wait=0.1)
        except OSError: lab.sockets[-1].close()
        pause(0.6)
    lab.says("synack-abandoned", sender="client", stages=["handshake"])


@scenario
def happy_eyeballs(lab):
    """Connects over IPv6 and IPv4 at once and drops the loser before its SYN/ACK has come."""
    lab.wire.delay = 0.04
    lab.wire.rule = lambda t, toward: [(0.06, t)] if ":" in t.src and t.has(SYN) else None
    lab.capture()
    lab.listen(address="::")
    with lab.at("c"):
        loser = lab.keep(socket.socket(socket.AF_INET6))
        loser.setblocking(False)
        loser.connect_ex((S6, 8001))
    winner = lab.connect()
    loser.close()
    server = lab.accept(lab.sockets[0])
    lab.chat(winner, server)
    lab.says("synack-abandoned", sender="client", stages=["handshake"])


def raw_syn(port, source, **fields):
    return Tcp(C, S, source, port, random_number(), 0, SYN,
               **{"window": 1024, "options": MSS_ONLY, "ttl": 47, "ip_id": random_number(16) | 1, **fields})


class Raw:
    """Sends and hears whole packets on a host, its kernel knowing nothing of them."""

    def __init__(self, lab, host):
        with lab.at(host):
            self.out = lab.keep(socket.socket(socket.AF_INET, socket.SOCK_RAW, socket.IPPROTO_RAW))

    def send(self, *packets):
        for packet in packets: self.out.sendto(packet.octets(), (packet.dst, 0))


@scenario
def syn_scan(lab):
    """A raw-socket SYN scan of eight ports, two open: the scanner's kernel resets their SYN/ACKs
    with its own TTL, not that of the made-up SYN; the closed ports answer for themselves."""
    lab.capture()
    lab.listen(port=8001); lab.listen(port=8005)
    raw = Raw(lab, "c")
    for port in range(8000, 8008):
        raw.send(raw_syn(port, 40123, ttl=37 + port % 20))
        pause(0.02)
    pause(0.2)
    lab.says("syn-scan", "synack-abandoned", sender="client", stages=["handshake"])
    lab.says("port-closed", sender="server", stages=["handshake"])


@scenario
def syn_scan_hping(lab):
    """hping3 -S against one open port, three times."""
    lab.capture()
    lab.listen(port=8001)
    lab.net.start("c", "hping3", "-S", "-p", "8001", "-c", "3", "-i", "u200000", S).wait()
    lab.says("syn-scan", "synack-abandoned", sender="client", stages=["handshake"])


@scenario
def health_check(lab):
    """HAProxy's default TCP check every 400 ms: SYN, SYN/ACK, RST."""
    proxy(lab, f"frontend f\n bind :9000\n default_backend b\nbackend b\n server s {S}:8001 check inter 400\n", "c")
    listener = lab.listen()
    lab.serve(listener, lambda sock: read(sock))
    pause(2.5)
    lab.says("connect-and-abort", "synack-abandoned", sender="client")
    lab.says("port-closed", sender="server", stages=["handshake"])


@scenario
def connect_and_abort(lab):
    """A monitor that connects fully and aborts, every 300 ms, beside a working client."""
    lab.capture()
    listener = lab.listen()
    lab.serve(listener, lambda sock: read(sock, 50) and sock.sendall(b"." * 50))
    for _ in range(4):
        abort(lab.connect())
        pause(0.3)
    client = lab.connect()
    write(client, b"x" * 50); read(client, 50); client.close()
    lab.says("connect-and-abort", sender="client")


# Established connections.

@scenario
def linger_zero_after_answer(lab):
    """The server answered everything and then aborts on purpose."""
    lab.capture()
    client, server = lab.pair()
    lab.chat(client, server, 3)
    pause(0.1)
    abort(server)
    lab.says("linger-zero-abort", sender="server", stages=["mid-stream"])


@scenario
def linger_zero_with_unacknowledged(lab):
    """The client aborts while its own 20 kB are still on the wire: the RST is ahead of what the
    server has, who challenges it; a second, bare RST is what counts."""
    lab.capture()
    client, server = lab.pair()
    lab.chat(client, server)
    drop = []
    lab.wire.rule = lambda t, toward: [] if toward == "s" and len(t.payload) > 1000 and len(drop) < 2 \
        and not drop.append(1) else None
    write(client, b"u" * 20000)
    abort(client)
    lab.says("linger-zero-abort", sender="client", stages=["mid-stream"])


@scenario
def socket_destroyed(lab):
    """`ss -K` on the server while both ends are quiet after an exchange."""
    lab.capture()
    client, server = lab.pair()
    lab.chat(client, server)
    pause(0.3)
    lab.net.sh("s", "ss -K sport = :8001")
    lab.says("linger-zero-abort", sender="server", stages=["mid-stream"])


@scenario
def close_unread_request(lab):
    """The server has a request unread in its buffer and closes."""
    lab.capture()
    client, server = lab.pair()
    lab.chat(client, server)
    write(client, b"one more request, never read")
    pause(0.3)
    server.close()
    lab.says("close-unread-data", sender="server", stages=["mid-stream"])


@scenario
def close_unread_at_client(lab):
    """A client that reads the head of a large answer and closes: more data are on the way, so that
    several bare RSTs follow the first."""
    lab.capture()
    client, server = lab.pair(rcvbuf=40000)
    write(client, b"GET /large")
    read(server, 1)
    threading.Thread(target=write, args=(server, b"d" * 300000), daemon=True).start()
    read_some(client)
    pause(0.1)
    client.close()
    pause(0.2)
    lab.says("close-unread-data", sender="client", stages=["mid-stream"])


@scenario
def process_killed(lab):
    """kill -9 of a server with five connections, each with a request unread."""
    program = ("import socket,time;l=socket.create_server(('',8001));a=[l.accept()[0] for _ in range(5)];"
               "[x.sendall(b'welcome') for x in a];time.sleep(60)")
    lab.capture()
    process = lab.python("s", program)
    pause(0.4)
    clients = [lab.connect() for _ in range(5)]
    for client in clients: read(client, 7); write(client, b"a request nobody reads")
    pause(0.3)
    process.kill()
    process.wait()
    pause(0.1)
    try: lab.connect()
    except OSError: pass
    lab.says("process-exit-burst", "close-unread-data", sender="server", stages=["mid-stream"], flow=0)
    lab.says("port-closed", sender="server", flow=5, stages=["handshake"])
    lab.says("process-exit-burst", "close-unread-data", sender="server", stages=["mid-stream"])


@scenario
def upload_after_413(lab):
    """nginx refuses a body too large, reads on for its lingering_timeout and ends with FIN; a
    second later the client, who did not look, sends more of the body."""
    nginx(lab, "client_max_body_size 1k; lingering_timeout 1s;")
    client = lab.connect()
    write(client, b"POST /up HTTP/1.1\r\nHost: x\r\nContent-Length: 3000000\r\n\r\n" + b"b" * 20000)
    pause(2.5)
    write(client, b"b" * 1000)
    pause(0.2)
    lab.says("write-after-close", "early-response-abort", sender="server", stages=["closing"])


def nginx(lab, settings, extra=""):
    config = f"{lab.folder}/nginx.conf"
    with open(config, "w") as file:
        file.write(f"daemon off; worker_processes 1; pid {lab.folder}/nginx.pid; error_log stderr;"
                   "events {} http { access_log off; client_body_temp_path "
                   f"{lab.folder}/body; proxy_temp_path {lab.folder}/p; fastcgi_temp_path {lab.folder}/f;"
                   f"uwsgi_temp_path {lab.folder}/u; scgi_temp_path {lab.folder}/s;"
                   f"server {{ listen 8001; location / {{ return 200 'hello there'; }} {settings} }} {extra} }}")
    lab.capture()
    lab.net.start("s", "nginx", "-c", config)
    pause(0.5)


@scenario
def early_response_python(lab):
    """A server reads the headers of an upload, answers 401 and closes with part of the body unread."""
    lab.capture()
    client, server = lab.pair()
    write(client, b"POST /in HTTP/1.1\r\nHost: x\r\nContent-Length: 900000\r\n\r\n")
    server.recv(1000)
    threading.Thread(target=write, args=(client, b"b" * 120000), daemon=True).start()
    pause(0.05)
    write(server, b"HTTP/1.1 401 Unauthorized\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
    server.close()
    pause(0.3)
    lab.says("early-response-abort", sender="server", stages=["mid-stream"])


@scenario
def nginx_444(lab):
    """nginx reset_timedout_connection: a client that stays silent in its request header for 1 s."""
    nginx(lab, "client_header_timeout 1s; reset_timedout_connection on;")
    client = lab.connect()
    write(client, b"GET / HTTP/1.1\r\nHost: x\r\n")
    read(client)
    lab.says("linger-zero-abort", sender="server", stages=["mid-stream"])


def certificate(lab, name):
    lab.net.sh("s", f"cd {lab.folder}; openssl req -x509 -newkey rsa:2048 -nodes -keyout {name}.key "
                    f"-out {name}.pem -days 30 -subj /CN={name} 2>/dev/null")


@scenario
def tls_alert_unknown_ca(lab):
    """A TLS 1.2 server wants a client certificate and gets one of an unknown CA: fatal alert, then
    close with the rest of the client's flight unread."""
    tls_reject(lab, "TLSv1_2")


@scenario
def tls13_alert_client_certificate(lab):
    """The same in TLS 1.3: the client thinks the handshake done and has sent its request already."""
    tls_reject(lab, "TLSv1_3")


def tls_reject(lab, version):
    for name in ("server", "stranger"): certificate(lab, name)
    program = ("import socket,ssl,sys;f,v=sys.argv[1:];x=ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER);"
               "x.load_cert_chain(f+'/server.pem',f+'/server.key');x.verify_mode=ssl.CERT_REQUIRED;"
               "x.load_verify_locations(f+'/server.pem');t=getattr(ssl.TLSVersion,v);"
               "x.maximum_version=t;x.minimum_version=t;"
               "l=socket.create_server(('',8443));c=l.accept()[0]\n"
               "import time\n"
               "try: x.wrap_socket(c,server_side=True,do_handshake_on_connect=False).do_handshake()\n"
               "except ssl.SSLError: time.sleep(.3);c.close()\n")
    import ssl
    lab.capture()
    lab.python("s", program.replace("c=l.accept()[0]", "c=l.accept()[0]"), lab.folder, version)
    pause(0.6)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    context.load_cert_chain(f"{lab.folder}/stranger.pem", f"{lab.folder}/stranger.key")
    client = lab.connect(8443)
    try:
        client = context.wrap_socket(client)
        client.sendall(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n")
        pause(0.05)
        client.sendall(b"x" * 3000)
    except OSError: pass
    pause(1)
    # In TLS 1.3 the alert is encrypted: nobody on the wire can read it.
    unread = ["close-unread-data", "early-response-abort"] * (version == "TLSv1_3")
    lab.says("tls-alert-abort", *unread, sender="server")


@scenario
def http_to_tls_port(lab):
    """Plain HTTP to a TLS server, which closes at once with the rest of the request unread."""
    mismatch(lab, b"GET / HTTP/1.1\r\nHost: x\r\n" + b"A: b\r\n" * 200 + b"\r\n", b"")


@scenario
def tls_to_ssh(lab):
    """A TLS ClientHello to an SSH server: banner, then close with the hello unread."""
    mismatch(lab, bytes.fromhex("16030100c8010000c40303") + b"\x11" * 194, b"SSH-2.0-OpenSSH_9.6\r\n", True)


def mismatch(lab, request, greeting, first=False):
    lab.capture()
    client, server = lab.pair(8443 if not first else 2022)
    if first: write(server, greeting); read(client, len(greeting))
    write(client, request)
    pause(0.1)
    server.recv(5)
    server.close()
    lab.says("protocol-mismatch", "close-unread-data", *(["greeting-then-drop"] if first else []), sender="server")


@scenario
def greeting_then_drop(lab):
    """`421 too many connections`, then close, while the client's EHLO has come unread."""
    lab.capture()
    client, server = lab.pair(2525)
    write(client, b"EHLO eager.example\r\n")
    pause(0.1)
    write(server, b"421 4.7.0 Too many connections from your host\r\n")
    server.close()
    lab.says("greeting-then-drop", sender="server")


@scenario
def zero_window_reader_killed(lab):
    """A reader that never reads fills its window and is closed."""
    lab.capture()
    listener = lab.listen(rcvbuf=8000)
    client = lab.connect(); server = lab.accept(listener)
    threading.Thread(target=write, args=(client, b"z" * 90000), daemon=True).start()
    pause(0.9)
    server.close()
    pause(0.1)
    lab.says("close-unread-data", sender="server", stages=["mid-stream"])


# Closing.

def close_answer(lab, **options):
    lab.capture()
    client, server = lab.pair(**options)
    lab.chat(client, server)
    pause(0.1)
    return client, server


@scenario
def write_after_close(lab):
    """The server has closed, the client has its FIN for half a second and writes all the same."""
    client, server = close_answer(lab)
    server.close()
    pause(0.5)
    write(client, b"did not look")
    pause(0.2)
    lab.says("write-after-close", sender="server", stages=["closing"])


@scenario
def keepalive_race(lab):
    """An idle keep-alive connection: the server's FIN and the client's next request cross on the
    wire (RTT 80 ms)."""
    lab.wire.delay = 0.04
    client, server = close_answer(lab)
    pause(1.5)
    server.close()
    pause(0.02)
    write(client, b"GET /next HTTP/1.1\r\nHost: x\r\n\r\n")
    pause(0.4)
    lab.says("keepalive-race", sender="server", stages=["closing"])
    # The client's own end of it: it acknowledges the FIN of a connection that is then reset.
    lab.says("after-reset", sender="client")


@scenario
def close_data_crossing(lab):
    """Both sides talk without pause; the server closes while the client's next piece is on the way."""
    lab.wire.delay = 0.03
    client, server = close_answer(lab)
    lab.chat(client, server)
    def chatter():
        for _ in range(12):
            if not write(client, b"." * 300): return
            pause(0.008)
    thread = threading.Thread(target=chatter)
    thread.start()
    server.recv(300)
    write(server, b"enough, goodbye")
    drained(server)
    server.close()
    thread.join()
    pause(0.3)
    lab.says("close-data-crossing", "keepalive-race", "write-after-close", sender="server", stages=["closing"])
    lab.says("after-reset", sender="client")


def drained(sock):
    """Reads what is there, so that close() sends FIN and not RST."""
    sock.setblocking(False)
    try:
        while sock.recv(65536): pass
    except OSError: pass


@scenario
def abort_after_own_fin(lab):
    """A client half-closes, waits for the end that does not come and aborts (TCP_LINGER2 < 0)."""
    client, server = close_answer(lab, linger2=-1)
    client.shutdown(socket.SHUT_WR)
    pause(0.6)
    client.close()
    pause(0.2)
    lab.says("abort-after-own-fin", sender="client", stages=["closing"])


@scenario
def abort_after_peer_fin(lab):
    """The client half-closes; the server, the last request unread, answers with an abort."""
    client, server = close_answer(lab)
    write(client, b"one more, unread")
    client.shutdown(socket.SHUT_WR)
    pause(0.3)
    server.close()
    lab.says("abort-after-peer-fin", sender="server", stages=["closing"])


@scenario
def linger_after_peer_fin(lab):
    """The server closes properly; the client, having read all, aborts with SO_LINGER 0 (a pool that
    throws away a connection it found closed)."""
    client, server = close_answer(lab)
    server.close()
    pause(0.4)
    abort(client)
    lab.says("abort-after-peer-fin", sender="client", stages=["closing"])


@scenario
def data_after_client_fin(lab):
    """A client sends its request and closes fully; the answer comes to a socket no more there."""
    client, server = close_answer(lab)
    write(client, b"GET /slow")
    client.close()
    pause(0.3)
    write(server, b"the slow answer" * 20)
    pause(0.2)
    lab.says("write-after-close", sender="client", stages=["closing"])


@scenario
def both_abort(lab):
    """Both ends abort within one millisecond, after an exchange: two genuine RSTs that cross."""
    client, server = close_answer(lab)
    threading.Thread(target=abort, args=(server,)).start()
    abort(client)
    lab.says("linger-zero-abort", "after-reset", sender="client")
    lab.says("linger-zero-abort", "after-reset", sender="server")


@scenario
def timewait_assassination(lab):
    """The network repeats the server's last data late: the client, in TIME-WAIT, acknowledges again
    and the server, who has forgotten, resets that."""
    client, server = close_answer(lab)
    client.close(); read(server); server.close()
    pause(0.3)
    copy = lab.wire.last("c", lambda t: t.payload)
    lab.wire.inject("c", copy)
    pause(0.3)
    lab.says("timewait-assassination", "late-segment-after-close", sender="server", stages=["closing", "no-connection"])


@scenario
def late_segment_after_close(lab):
    """The network repeats the client's last data when the server's socket is gone for good."""
    client, server = close_answer(lab)
    client.close(); read(server); server.close()
    pause(0.3)
    copy = lab.wire.last("s", lambda t: t.payload)
    lab.wire.inject("s", copy)
    pause(0.3)
    lab.says("late-segment-after-close", "timewait-assassination", sender="server", stages=["closing", "no-connection"])


# Time-outs.

def cut(lab, *ends):
    """The wire drops all that travels to these ends."""
    lab.wire.rule = lambda t, toward: [] if toward in ends else None


def mend(lab): lab.wire.rule = None


@scenario
def keepalive_timeout(lab):
    """The server's keepalive probes (1 s, three) are lost; it resets, and by then the wire is whole
    again."""
    lab.capture()
    listener = lab.listen(keepalive=(1, 1, 3))
    client = lab.connect(); server = lab.accept(listener)
    lab.chat(client, server)
    pause(0.2)
    cut(lab, "c")
    pause(3.6)
    mend(lab)
    pause(1)
    lab.says("keepalive-timeout", sender="server", at="server")
    # The probes are not in the client's capture.
    lab.says("keepalive-timeout", "linger-zero-abort", "idle-timeout-spontaneous", sender="server", at="client")


@scenario
def keepalive_answers_lost(lab):
    """The client's probes arrive and are answered, but the answers are lost on the way back: seen at
    the server, an answered probe and all the same a keepalive reset."""
    lab.capture()
    client, server = lab.pair(keepalive=(1, 1, 2))
    lab.chat(client, server)
    pause(0.2)
    cut(lab, "c")
    pause(4)
    lab.says("keepalive-timeout", sender="client", at="client")
    lab.says("keepalive-timeout", "linger-zero-abort", sender="client", at="server")


@scenario
def abort_beside_keepalive(lab):
    """Keepalive probes are sent and answered; then the client aborts for its own reasons."""
    lab.capture()
    client, server = lab.pair(keepalive=(1, 1, 3))
    lab.chat(client, server)
    pause(2.6)
    abort(client)
    lab.says("linger-zero-abort", sender="client", stages=["mid-stream"])


@scenario
def retransmission_timeout(lab):
    """The wire to the client is cut, the server retransmits until its TCP_USER_TIMEOUT; when the
    wire is back the client's data come to a host that gave up."""
    lab.capture()
    listener = lab.listen(user_timeout=1500)
    client = lab.connect(); server = lab.accept(listener)
    lab.chat(client, server)
    cut(lab, "c")
    write(server, b"lost " * 20)
    pause(3)
    mend(lab)
    write(client, b"are you there?")
    pause(0.3)
    lab.says("retransmission-timeout", sender="server", at="server", stages=["mid-stream"])
    lab.says("retransmission-timeout", "peer-lost-state", sender="server", at="client")


@scenario
def mtu_blackhole(lab):
    """Frames over 1000 octets to the client vanish, small ones pass; the server gives up after 2 s
    and answers the client's next request with RST."""
    lab.capture()
    listener = lab.listen(user_timeout=2000)
    client = lab.connect(); server = lab.accept(listener)
    lab.chat(client, server, size=300)
    lab.wire.rule = lambda t, toward: [] if toward == "c" and len(t.payload) > 1000 else None
    write(client, b"GET /big")
    read(server, 8)
    write(server, b"B" * 4000)
    pause(4)
    write(client, b"GET /again")
    pause(0.3)
    lab.says("mtu-blackhole", "retransmission-timeout", sender="server", at="server")
    lab.says("mtu-blackhole", "retransmission-timeout", "peer-lost-state", sender="server", at="client")


@scenario
def zero_window_timeout(lab):
    """The reader never reads; the writer's user time-out ends the connection silently; when the
    reader reads at last, its window update is answered with RST."""
    lab.capture()
    listener = lab.listen(rcvbuf=6000)
    client = lab.connect(user_timeout=2000); server = lab.accept(listener)
    threading.Thread(target=write, args=(client, b"z" * 60000), daemon=True).start()
    pause(6)
    read_some(server)
    pause(0.5)
    lab.says("zero-window-timeout", sender="client")


@scenario
def abort_after_retransmissions(lab):
    """Two retransmissions of a request, then they arrive, all is answered and the server aborts on
    purpose: loss before, not the cause."""
    lab.capture()
    client, server = lab.pair()
    lab.chat(client, server)
    cut(lab, "s")
    write(client, b"r" * 48)
    pause(0.75)
    mend(lab)
    read(server, 48); write(server, b"." * 200); read(client, 200)
    pause(0.1)
    abort(server)
    lab.says("linger-zero-abort", sender="server", stages=["mid-stream"])


@scenario
def idle_then_abort(lab):
    """Three quiet seconds and the server's application ends the connection with an abort."""
    lab.capture()
    client, server = lab.pair()
    lab.chat(client, server)
    pause(3)
    abort(server)
    lab.idle_after(2)
    lab.says("idle-timeout-spontaneous", "linger-zero-abort", sender="server", stages=["after-idle"])


@scenario
def idle_then_lost_state(lab):
    """Three quiet seconds in which the server silently forgets (its RST is dropped by its own
    firewall); the client's next request is answered by its kernel."""
    lab.capture()
    client, server = lab.pair()
    lab.chat(client, server)
    forget(lab, server)
    pause(3)
    write(client, b"after the pause")
    pause(0.3)
    lab.idle_after(2)
    lab.says("idle-timeout", "peer-lost-state", sender="server", stages=["after-idle"])


def forget(lab, sock, host="s"):
    """Ends a socket without a word on the wire."""
    lab.net.nft(host, "table inet quiet { chain o { type filter hook output priority 0;\n"
                      "tcp flags & (rst|fin) != 0 drop\n }\n }\n")
    abort(sock)
    pause(0.1)
    lab.net.sh(host, "nft delete table inet quiet")


@scenario
def peer_lost_state(lab):
    """The server forgets between two requests 0.3 s apart; the port listens again."""
    lab.capture()
    client, server = lab.pair()
    lab.chat(client, server)
    forget(lab, server)
    lab.listen()
    pause(0.2)
    write(client, b"GET /next")
    pause(0.2)
    client = lab.connect()
    pause(0.1)
    lab.says("peer-lost-state", sender="server", stages=["mid-stream"])


@scenario
def peer_lost_state_many(lab):
    """A server host forgets four connections at once (as a reboot does); each client's next request
    is answered with RST."""
    lab.capture()
    listener = lab.listen()
    clients, servers = [], []
    for _ in range(4):
        clients.append(lab.connect()); servers.append(lab.accept(listener))
        lab.chat(clients[-1], servers[-1], 1)
    for server in servers: forget(lab, server)
    for client in clients: write(client, b"GET /next"); pause(0.05)
    pause(0.3)
    lab.says("peer-lost-state", "process-exit-burst", sender="server", stages=["mid-stream"])


@scenario
def path_rehash(lab):
    """A virtual address moves in mid-stream to another server, two hops farther: its kernel resets
    what it does not know; a new connection works there."""
    other = lab.net.far_host("s2")
    lab.net.sh("s2", f"ip addr add 10.9.8.8/32 dev lo"); lab.net.sh("s", "ip addr add 10.9.8.8/32 dev lo")
    lab.net.sh("r2", f"ip route add 10.9.8.8 via {S}")
    lab.net.sh("r1", "ip route add 10.9.8.8 via 10.9.2.2")
    lab.net.sh("r3", f"ip route add 10.9.8.8 via 10.9.6.2"); lab.net.sh("r4", f"ip route add 10.9.8.8 via {other}")
    lab.capture()
    listener = lab.listen()
    client = lab.connect(address="10.9.8.8"); server = lab.accept(listener)
    lab.chat(client, server, 3)
    pause(0.2)
    lab.net.sh("r2", "ip route replace 10.9.8.8 via 10.9.5.2")
    second = lab.listen("s2")
    write(client, b"GET /next")
    pause(0.4)
    new = lab.connect(address="10.9.8.8"); there = lab.accept(second)
    lab.chat(new, there)
    lab.says("path-rehash", "peer-lost-state", at="client", sender="server")


# Ports used again, and segments nobody expects.

@scenario
def port_reuse_half_open(lab):
    """The client host forgets a connection and uses its port again: the server answers the SYN with
    an ACK of the old one, the client resets that and comes through with its next SYN."""
    lab.capture()
    listener = lab.listen()
    client = lab.connect(source=40111); server = lab.accept(listener)
    lab.chat(client, server)
    forget(lab, client, "c")
    pause(0.2)
    again = lab.connect(source=40111)
    there = lab.accept(listener)
    lab.chat(again, there)
    lab.says("port-reuse-half-open", sender="client")


@scenario
def stray_segment(lab):
    """ACK and FIN probes to an open and a closed port, connection there is none."""
    lab.capture()
    lab.listen(port=8001)
    raw = Raw(lab, "c")
    for port, flags in ((8001, 16), (8001, 17), (8002, 16), (8002, 1)):
        raw.send(Tcp(C, S, 40200 + flags, port, random_number(), random_number(), flags, 1024,
                     ip_id=77, ttl=50))
        pause(0.05)
    pause(0.2)
    lab.says("stray-segment", sender="server", stages=["no-connection"])


@scenario
def orphan_rst(lab):
    """Backscatter: RSTs to a client that never spoke to that address; nothing answers."""
    lab.capture()
    raw = Raw(lab, "s")
    for n in range(3):
        raw.send(Tcp(S, C, 443, 50000 + n, 0, random_number(), RST | ACK, ip_id=5 + n))
        pause(0.1)
    # Sent by the server's host, though not by its TCP.
    lab.says("orphan-rst", sender="server", accept=["server", "unknown"], stages=["no-connection"])


@scenario
def handshake_bad_ack(lab):
    """A broken SYN proxy on the wire shifts the server's SYN/ACK: its ack is not of this SYN."""
    lab.capture()
    lab.listen()
    lab.wire.rule = lambda t, toward: [(0, t.but(ack=t.ack + 1000))] if toward == "c" and t.has(SYN) else None
    try: lab.connect(wait=0.8)
    except OSError: pass
    lab.says("handshake-bad-ack", sender="client", stages=["handshake"], at="client")
    lab.says("handshake-bad-ack", "synack-abandoned", sender="client", stages=["handshake"], at="server")


@scenario
def mptcp_fast_close(lab):
    """An MPTCP connection aborted by the client: the RST says MP_FASTCLOSE and MP_TCPRST."""
    lab.capture()
    IPPROTO_MPTCP = 262
    with lab.at("s"):
        listener = lab.keep(socket.socket(socket.AF_INET, socket.SOCK_STREAM, IPPROTO_MPTCP))
        listener.bind(("", 8001)); listener.listen(5)
    with lab.at("c"):
        client = lab.keep(socket.socket(socket.AF_INET, socket.SOCK_STREAM, IPPROTO_MPTCP))
        client.connect((S, 8001))
    server = lab.accept(listener)
    write(client, b"hello"); read(server, 5); write(server, b"hello"); read(client, 5)
    write(server, b"unread")
    pause(0.2)
    client.close()
    lab.says("mptcp-subflow-reset", "device-declared", "close-unread-data", sender="client", name="client")
    lab.says("mptcp-subflow-reset", "device-declared", "after-reset", sender="server", name="server")
