"""Causes at other distances, over IPv6, with scanners and time-outs."""
import threading

from rig.lab import abort, pause, read, S, S6, scenario, write
from rig.services import forget
from scenarios.rejects import try_connect
from scenarios.routes import exchange
from scenarios.timeouts import cut, mend

SATELLITE = 0.25


def everything(lab, delay, address):
    """One connection for each common cause; flows are numbered in this order."""
    lab.wire.delay = delay
    way = 2 * delay + 0.1
    lab.capture()
    def pair(port=8001):
        client, server = lab.pair(port, address)
        lab.chat(client, server, 2); pause(way)
        return client, server
    client, server = pair(); abort(server); pause(way)
    client, server = pair(); write(client, b"unread"); pause(way); server.close(); pause(way)
    client, server = pair(); server.close(); pause(way); write(client, b"late"); pause(2 * way)
    client, server = pair(); forget(lab, server); write(client, b"GET /"); pause(2 * way)
    try_connect(lab, port=8009, address=address); pause(way)
    client, server = pair(); client.shutdown(1); pause(way); abort(server); pause(way)
    client, server = pair(); server.close(); pause(way); abort(client); pause(way)
    listener = lab.listen(address=address if ":" in address else None)
    client = lab.connect(address=address); pause(way); listener.close(); pause(way)
    lab.says("linger-zero-abort", sender="server", flow=0)
    lab.says("close-unread-data", sender="server", flow=1)
    lab.says("write-after-close", sender="server", flow=2)
    lab.says("peer-lost-state", sender="server", flow=3)
    lab.says("port-closed", sender="server", flow=4)
    lab.says("abort-after-peer-fin", sender="server", flow=5)
    lab.says("abort-after-peer-fin", sender="client", flow=6)
    lab.says("accept-queue-flushed", "server-reject-on-accept", sender="server", flow=7)


@scenario
def r2_everything_by_satellite(lab):
    """Eight causes, one after the other, at a round trip of 500 ms."""
    everything(lab, SATELLITE, S)


@scenario
def r2_everything_on_a_lan(lab):
    """Eight causes, one after the other, at a round trip of less than a millisecond."""
    everything(lab, 0, S)


@scenario
def r2_everything_v6(lab):
    """Eight causes, one after the other, over IPv6."""
    everything(lab, 0.01, S6)


@scenario
def r2_keepalive_race_by_satellite(lab):
    """The server's FIN after 1.5 s of idleness and the next request cross; RTT 500 ms."""
    lab.wire.delay = SATELLITE
    client, server = exchange(lab, 2)
    pause(1.5)
    server.close(); pause(0.1)
    write(client, b"GET /next"); pause(1.2)
    lab.says("keepalive-race", sender="server")
    lab.says("after-reset", sender="client")


@scenario
def r2_keepalive_race_on_a_lan(lab):
    """A pool uses a connection just 3 ms after the server's FIN has arrived; RTT below 1 ms."""
    lab.wire.delay = 0
    client, server = exchange(lab, 2)
    pause(1.5)
    server.close(); pause(0.003)
    write(client, b"GET /next"); pause(0.2)
    lab.says("keepalive-race", "write-after-close", sender="server")


@scenario
def r2_connect_gives_up_by_satellite(lab):
    """The client gives up its connect after 0.3 s; RTT 500 ms."""
    lab.wire.delay = SATELLITE
    lab.capture()
    lab.listen()
    try: lab.connect(wait=0.3)
    except OSError: lab.sockets[-1].close()
    pause(1)
    lab.says("synack-abandoned", sender="client", stages=["handshake"])


@scenario
def r2_happy_eyeballs_after_handshake(lab):
    """Both families connect; the loser, IPv6, is closed with nothing said: FIN, and its server
    greets it."""
    lab.capture()
    listener = lab.listen(address="::")
    loser = lab.connect(address=S6); there = lab.accept(listener)
    winner = lab.connect(); server = lab.accept(listener)
    loser.close(); write(there, b"220 greetings\r\n")
    lab.chat(winner, server)
    pause(0.3)
    lab.says("close-data-crossing", "write-after-close", sender="client")


@scenario
def r2_happy_eyeballs_aborts_loser(lab):
    """Both families connect; the loser, IPv6, is aborted."""
    lab.capture()
    listener = lab.listen(address="::")
    loser = lab.connect(address=S6)
    winner = lab.connect()
    abort(loser)
    lab.accept(listener); server = lab.accept(listener)
    lab.chat(winner, server)
    lab.says("connect-and-abort", sender="client")


# Scanners.

def nmap(lab, *options):
    lab.capture()
    lab.listen(port=8001); lab.listen(port=8005)
    lab.net.start("c", "nmap", "-n", "-Pn", "--max-retries", "1", "-p", "8000-8008", *options,
                  S).wait()
    pause(0.2)


@scenario
def r2_nmap_syn(lab):
    """nmap -sS over nine ports, two open."""
    nmap(lab, "-sS")
    lab.says("syn-scan", "synack-abandoned", sender="client", stages=["handshake"])
    lab.says("port-closed", sender="server", stages=["handshake"])


@scenario
def r2_nmap_connect(lab):
    """nmap -sT over nine ports, two open."""
    nmap(lab, "-sT")
    lab.says("connect-and-abort", sender="client")
    lab.says("port-closed", sender="server", stages=["handshake"])


@scenario
def r2_nmap_ack(lab):
    """nmap -sA: ACKs to nine ports."""
    nmap(lab, "-sA")
    lab.says("stray-segment", sender="server", stages=["no-connection"])


@scenario
def r2_nmap_fin(lab):
    """nmap -sF: FINs to nine ports, closed ones answer."""
    nmap(lab, "-sF")
    lab.says("stray-segment", sender="server", stages=["no-connection"])


@scenario
def r2_nmap_xmas_v_closed(lab):
    """nmap -sX: FIN, PSH and URG."""
    nmap(lab, "-sX")
    lab.says("stray-segment", sender="server", stages=["no-connection"])


@scenario
def r2_hping_data_to_closed(lab):
    """hping3 -PA with data to a closed and an open port, connection there is none."""
    lab.capture()
    lab.listen(port=8001)
    for port in ("8001", "8009"):
        lab.net.start("c", "hping3", "-PA", "-d", "40", "-s", "50000", "-p", port, "-c", "2",
                      "-i", "u100000", S).wait()
    lab.says("stray-segment", sender="server", stages=["no-connection"])


# Time-outs.

def probes(lab, count):
    client, server = exchange(lab, keepalive=(1, 1, count))
    cut(lab, "s", "c")
    pause(1.5 + count)
    lab.says("keepalive-timeout", sender="client", at="client")


@scenario
def r2_keepalive_one_probe(lab):
    """One keepalive probe without an answer, then the client's RST, both lost on the way."""
    probes(lab, 1)


@scenario
def r2_keepalive_nine_probes(lab):
    """Nine keepalive probes without an answer, then the client's RST, all lost on the way."""
    probes(lab, 9)


@scenario
def r2_user_timeout_at_both_ends(lab):
    """The wire is cut while both have data out; both give up (TCP_USER_TIMEOUT 1.5 s); when it is
    back, each kernel answers what the other's application still sends: nothing, so a probe of
    the client's does."""
    lab.capture()
    listener = lab.listen(user_timeout=1500)
    client = lab.connect(); server = lab.accept(listener)
    lab.chat(client, server)
    cut(lab, "c", "s")
    write(server, b"lost " * 20)
    pause(3)
    mend(lab)
    write(client, b"are you there?"); pause(0.4)
    lab.says("retransmission-timeout", sender="server", at="server")
    lab.says("retransmission-timeout", "peer-lost-state", sender="server", at="client")


@scenario
def r2_retries_exhausted(lab):
    """tcp_retries2=3: the server's data are lost, it gives up without a word; the client's next
    request is answered by its kernel."""
    lab.sysctl("s", "tcp_retries2=3")
    lab.capture()
    client, server = lab.pair()
    lab.chat(client, server)
    cut(lab, "c")
    write(server, b"lost " * 20)
    pause(4.5)
    mend(lab)
    write(client, b"are you there?"); pause(0.4)
    lab.says("retransmission-timeout", sender="server", at="server")
    lab.says("retransmission-timeout", "peer-lost-state", sender="server", at="client")


@scenario
def r2_zero_window_killed_writer(lab):
    """The reader never reads; after two seconds of a closed window the writer aborts on purpose."""
    lab.capture()
    listener = lab.listen(rcvbuf=6000)
    client = lab.connect(); server = lab.accept(listener)
    threading.Thread(target=write, args=(client, b"z" * 60000), daemon=True).start()
    pause(2.2)
    abort(client)
    pause(0.2)
    lab.says("zero-window-timeout", "linger-zero-abort", sender="client")


@scenario
def r2_mtu_black_hole_upload(lab):
    """Large frames to the server vanish; the client gives up after 2 s and aborts nothing: its
    kernel answers what the server sends next."""
    lab.capture()
    client, server = lab.pair(user_timeout=2000)
    lab.chat(client, server)
    lab.wire.rule = lambda t, to: [] if to == "s" and len(t.payload) > 1000 else None
    write(client, b"U" * 6000)
    pause(4)
    write(server, b"hello?"); pause(0.3)
    lab.says("mtu-blackhole", "retransmission-timeout", sender="client", at="client")
    # The large frames never came to this capture.
    lab.says("mtu-blackhole", "retransmission-timeout", "peer-lost-state", sender="client",
             at="server")


@scenario
def r2_idle_five_connections_forgotten(lab):
    """A server forgets three of five connections in 2.5 quiet seconds; the clients' next requests
    are answered by its kernel, the others work."""
    lab.capture()
    listener = lab.listen()
    pairs = []
    for _ in range(5):
        client = lab.connect(); pairs.append((client, lab.accept(listener)))
        lab.chat(*pairs[-1], 1)
    for client, server in pairs[:3]: forget(lab, server)
    pause(2.5)
    for client, _ in pairs: write(client, b"GET /next"); pause(0.1)
    for client, server in pairs[3:]: read(server, 9); write(server, b"fine"); read(client, 4)
    lab.idle_after(2)
    lab.says("idle-timeout", "peer-lost-state", "process-exit-burst", sender="server")
