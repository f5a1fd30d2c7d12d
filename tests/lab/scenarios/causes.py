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
def early_response_413(lab):
    """nginx refuses a body too large: answers 413 and, lingering_close off, closes with the upload
    still coming in."""
    nginx(lab, "client_max_body_size 1k; lingering_close off;")
    client = lab.connect()
    write(client, b"POST /up HTTP/1.1\r\nHost: x\r\nContent-Length: 3000000\r\n\r\n" + b"b" * 200000)
    read(client)
    lab.says("early-response-abort", sender="server", stages=["mid-stream", "closing"])


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
    lab.says("tls-alert-abort", sender="server")
    lab.says("tls-alert-abort", sender="client")


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
    client, server = lab.pair()
    threading.Thread(target=write, args=(client, b"z" * 400000), daemon=True).start()
    pause(0.9)
    server.close()
    pause(0.1)
    lab.says("close-unread-data", sender="server", stages=["mid-stream"])
