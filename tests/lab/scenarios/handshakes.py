"""Refused, abandoned and overflowing handshakes."""
import socket
import threading

from rig.lab import abort, pause, read, S, S6, scenario, write
from rig.packets import SYN
from rig.services import forget, proxy
from rig.stack import Raw, raw_syn


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
    """tcp_abort_on_overflow=1 and four handshakes at once into a queue with room for one: the last
    ACKs of the others are answered with RST."""
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
    lab.says("accept-queue-flushed", "process-exit-burst", sender="server")


@scenario
def accept_queue_flushed_by_kill(lab):
    """A server process with two connections accepted and two waiting is killed."""
    program = ("import socket,time;l=socket.create_server(('',8001));"
               "a=[l.accept()[0] for _ in '12'];"
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
    lab.says("close-unread-data", "process-exit-burst", "accept-queue-flushed", sender="server",
             flow=0)
    lab.says("close-unread-data", "process-exit-burst", "accept-queue-flushed", sender="server",
             flow=1)
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
    proxy(lab,
          "frontend f\n bind :9000\n default_backend b\n"
          f"backend b\n server s {S}:8001 check inter 400\n", "c")
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


@scenario
def connect_scan(lab):
    """A scan by connect() and abort (nmap -sT) over eight ports, two of them open."""
    lab.capture()
    lab.listen(port=8001); lab.listen(port=8005)
    for port in range(8000, 8008):
        try: abort(lab.connect(port))
        except ConnectionRefusedError: pass
    lab.says("connect-and-abort", sender="client")
    lab.says("port-closed", sender="server", stages=["handshake"])


@scenario
def forgotten_before_first_request(lab):
    """The server takes a connection and forgets it; the client's first request, 0.3 s after the
    handshake, is answered by the kernel: no full queue, no SYN/ACK repeated."""
    lab.capture()
    client, server = lab.pair()
    forget(lab, server)
    lab.listen()
    pause(0.2)
    write(client, b"GET / HTTP/1.1\r\nHost: x\r\n\r\n")
    pause(0.2)
    lab.says("peer-lost-state", sender="server", stages=["mid-stream"])
