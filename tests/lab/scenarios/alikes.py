"""Innocent ends that look as if somebody stood between them."""
import socket
import threading

from rig.lab import C, S, S6, abort, pause, read, read_some, scenario, write
from rig.packets import ACK, FIN, PSH, RST, SYN
from rig.stack import Host
from scenarios.causes import Raw, drained, forget, proxy, raw_syn


def exchange(lab, times=3, **options):
    lab.capture()
    client, server = lab.pair(**options)
    lab.chat(client, server, times)
    return client, server


def hops(change, toward="c"):
    """A rule for the wire: packets to one end come as if over other routers."""
    def rule(t, to):
        if to == toward: return [(0, t.but(ttl=t.ttl + change(t)))]
    return rule


@scenario
def route_changes_then_abort(lab):
    """The route to the client gets two hops longer; a request later the server aborts on purpose."""
    client, server = exchange(lab)
    lab.wire.rule = hops(lambda t: -2)
    lab.chat(client, server)
    abort(server)
    lab.says("linger-zero-abort", sender="server", stages=["mid-stream"])


@scenario
def route_changes_at_reset(lab):
    """The route changes (three hops more) in a quiet second, and the first packet over it is the
    server's abort; a new connection shows the same new TTL."""
    client, server = exchange(lab)
    lab.wire.rule = hops(lambda t: -3)
    pause(1)
    abort(server)
    pause(0.2)
    client, server = lab.pair()
    lab.chat(client, server)
    lab.says("linger-zero-abort", sender="server", stages=["mid-stream"])


@scenario
def route_changes_at_reply(lab):
    """The same with a kernel's bare RST: the server forgot, and the route is one hop shorter since."""
    client, server = exchange(lab)
    forget(lab, server)
    lab.wire.rule = hops(lambda t: 1)
    pause(0.3)
    write(client, b"GET /next")
    pause(0.3)
    lab.listen()
    lab.connect()
    lab.says("peer-lost-state", "path-rehash", sender="server", at="client")
    lab.says("peer-lost-state", sender="server", at="server")


@scenario
def ecmp_alternates(lab):
    """Two equal routes of different length, taken packet by packet; the RST takes the longer one."""
    lab.capture()
    turn = []
    lab.wire.rule = hops(lambda t: -2 * (turn.append(1) or len(turn) % 2 if not t.has(RST) else 1))
    client, server = lab.pair()
    lab.chat(client, server, 4)
    abort(server)
    lab.says("linger-zero-abort", sender="server", stages=["mid-stream"])


@scenario
def socket_ttl_200(lab):
    """The server's socket has IP_TTL 200; after its close the kernel answers late data with its
    default TTL of 64."""
    lab.capture()
    listener = lab.listen(ttl=200)
    client = lab.connect(); server = lab.accept(listener)
    server.setsockopt(socket.IPPROTO_IP, socket.IP_TTL, 200)
    lab.chat(client, server)
    server.close()
    pause(0.4)
    write(client, b"did not look")
    pause(0.2)
    lab.says("write-after-close", sender="server", stages=["closing"])


@scenario
def client_ttl_255_forgets(lab):
    """A BGP-like client with TTL 255 on its socket forgets; its kernel answers the server's next
    message with TTL 64, IP ID 0."""
    client, server = exchange(lab, ttl=255)
    forget(lab, client, "c")
    write(server, b"keepalive message")
    pause(0.3)
    lab.says("peer-lost-state", sender="client", stages=["mid-stream"])


@scenario
def scanner_with_control(lab):
    """A host that works as a client and is scanned from with raw SYNs of TTL 47: its kernel's RSTs
    have the TTL of its true connections."""
    client, server = exchange(lab, 1)
    lab.listen(port=8002)
    raw = Raw(lab, "c")
    for n in range(3):
        raw.send(raw_syn(8002, 40300 + n))
        pause(0.1)
    lab.says("syn-scan", "synack-abandoned", sender="client", stages=["handshake"])


@scenario
def reset_overtakes_data(lab):
    """The network reorders: the server's RST arrives before the last of its data, 40 ms later."""
    client, server = exchange(lab)
    lab.wire.rule = lambda t, to: [(0.04, t)] if to == "c" and t.payload.startswith(b"LAST") else None
    write(server, b"LAST" * 50)
    abort(server)
    pause(0.3)
    lab.says("linger-zero-abort", sender="server", name="server")
    lab.says("after-reset", "linger-zero-abort", sender="client")


@scenario
def duplicated_around_reset(lab):
    """A path that doubles every frame, the RST too."""
    lab.capture()
    lab.wire.rule = lambda t, to: [(0, t), (0.001, t)]
    client, server = lab.pair()
    lab.chat(client, server, 2)
    abort(server)
    pause(0.2)
    lab.says("linger-zero-abort", sender="server")


@scenario
def lost_reset(lab):
    """The server's abort is lost on the way; a second later the client asks and gets a bare RST."""
    client, server = exchange(lab)
    lab.wire.rule = lambda t, to: [] if t.has(RST) else None
    abort(server)
    pause(0.2)
    lab.wire.rule = None
    pause(0.8)
    write(client, b"GET /next")
    pause(0.2)
    lab.says("linger-zero-abort", sender="server", at="server")
    lab.says("peer-lost-state", sender="server", at="client")


@scenario
def delayed_reset(lab):
    """The RST is held 300 ms in a queue, the client's next request passes it on the way; the
    request is answered by the server's kernel."""
    client, server = exchange(lab)
    lab.wire.rule = lambda t, to: [(0.3, t)] if to == "c" and t.has(RST) else None
    abort(server)
    pause(0.1)
    write(client, b"GET /next")
    pause(0.6)
    lab.says("linger-zero-abort", sender="server")
    lab.says("after-reset", sender="client")


@scenario
def jittery_path(lab):
    """A path whose delay varies between 20 and 60 ms a packet and reorders; the client aborts
    with data unread."""
    lab.capture()
    count = []
    lab.wire.rule = lambda t, to: [((count.append(1) or len(count) * 7 % 5) * 0.01, t)]
    client, server = lab.pair()
    lab.chat(client, server, 5)
    for n in range(6): write(server, b"news %d" % n)
    pause(0.2)
    client.close()
    pause(0.2)
    lab.says("close-unread-data", sender="client", name="client", nth=0)
    lab.says("close-unread-data", "linger-zero-abort", "after-reset", sender="client")


@scenario
def no_timestamps_hosts(lab):
    """Neither host uses timestamps (as many appliances); the server aborts with a request unread."""
    lab.sysctl("s", "tcp_timestamps=0"); lab.sysctl("c", "tcp_timestamps=0")
    client, server = exchange(lab)
    write(client, b"unread")
    pause(0.2)
    server.close()
    lab.says("close-unread-data", sender="server", stages=["mid-stream"])


@scenario
def normalising_firewall(lab):
    """A firewall sets the TTL of every packet to 64 and the IP ID to random values, those of RSTs
    too; the server aborts."""
    lab.capture()
    ids = iter(range(7, 1 << 30, 7919))
    lab.wire.rule = lambda t, to: [(0, t.but(ttl=63, ip_id=next(ids) & 0xffff))]
    client, server = lab.pair()
    lab.chat(client, server)
    abort(server)
    lab.says("linger-zero-abort", sender="server", stages=["mid-stream"])


@scenario
def timestamps_stripped_late(lab):
    """A WAN optimiser removes the timestamps from all packets but the SYNs, both ways; the server
    refuses to go on and aborts."""
    lab.capture()
    lab.wire.rule = lambda t, to: None if t.has(SYN) else [(0, t.but(options=b""))]
    lab.sysctl("s", "tcp_timestamps=0")
    client, server = lab.pair()
    lab.chat(client, server)
    abort(server)
    lab.says("linger-zero-abort", sender="server", stages=["mid-stream"])


@scenario
def windows_like_abort(lab):
    """A host of another make: TTL 128, no timestamps, IP ID +1, aborts with RST|ACK and window 0."""
    host = Host(lab, "s", "10.9.3.50")
    lab.capture()
    thread = serve_one(host, lambda last: host.say(last, RST | ACK, window=0))
    client = lab.connect(address="10.9.3.50")
    write(client, b"GET /"); read(client, 5)
    write(client, b"GET /2")
    thread.join(3); pause(0.1)
    lab.says("close-unread-data", "linger-zero-abort", sender="server", stages=["mid-stream"])


@scenario
def windows_like_reply(lab):
    """The same host restarted: it answers data with a bare RST whose ACK field is not zero and equal
    to its SEQ, window 0, IP ID counted on, TTL 128."""
    host = Host(lab, "s", "10.9.3.50")
    lab.capture()
    thread = serve_one(host, lambda last: host.say(last, RST, window=0, ack=last.ack))
    client = lab.connect(address="10.9.3.50")
    write(client, b"GET /"); read(client, 5)
    pause(0.3)
    write(client, b"GET /2")
    thread.join(3); pause(0.1)
    lab.says("peer-lost-state", sender="server", stages=["mid-stream"])


def serve_one(host, ending):
    """Serves one request of a connection, and answers the next with `ending`."""
    def play():
        last = host.accept()
        if not last.payload: last = host.hear(lambda t: t.payload)
        host.say(last, ACK | PSH, b"hello")
        ending(host.hear(lambda t: t.payload))
    thread = threading.Thread(target=play, daemon=True)
    thread.start()
    return thread


@scenario
def windows_like_refusals(lab):
    """That host refuses: a client that tries the same SYN three times in a second, RST|ACK each."""
    host = Host(lab, "s", "10.9.3.50")
    caller = Host(lab, "c", "10.9.1.50", ip_id=500)
    lab.capture()
    syn = raw_syn(8001, 50123, ip_id=1).but(src=caller.address, dst=host.address, window=64240,
                                            options=caller.syn_options)
    for _ in range(3):
        caller.send(syn)
        host.say(host.hear(), RST | ACK, window=0, seq=0)
        pause(0.5)
    lab.says("port-closed", sender="server", stages=["handshake"])


@scenario
def random_ip_ids(lab):
    """A BSD-like host with random IP IDs in every packet; it aborts with RST|ACK, window kept."""
    host = Host(lab, "s", "10.9.3.50", ttl=64)
    plain = host.send
    def send(tcp):
        host.ip_id = host.ip_id * 40503 + 12345 & 0xffff
        return plain(tcp)
    host.send = send
    lab.capture()
    thread = serve_one(host, lambda last: host.say(last, RST | ACK))
    client = lab.connect(address="10.9.3.50")
    write(client, b"GET /"); read(client, 5)
    write(client, b"GET /2")
    thread.join(3); pause(0.1)
    lab.says("close-unread-data", "linger-zero-abort", sender="server", stages=["mid-stream"])


@scenario
def bare_rst_abort(lab):
    """A small embedded stack: TTL 255, IP ID +1, no options, aborts with a bare RST of its own
    accord, after it answered everything."""
    host = Host(lab, "s", "10.9.3.50", ttl=255, syn_options=b"\x02\x04\x05\xb4", window=2048)
    lab.capture()
    def play():
        last = host.accept()
        if not last.payload: last = host.hear(lambda t: t.payload)
        said = host.say(last, ACK | PSH, b"hello")
        host.hear(lambda t: t.ack == said.end)
        pause(0.2)
        host.send(said.but(seq=said.end, flags=RST, payload=b"", window=0, ack=0))
    thread = threading.Thread(target=play, daemon=True); thread.start()
    client = lab.connect(address="10.9.3.50")
    write(client, b"GET /"); read(client)
    thread.join(3); pause(0.1)
    lab.says("linger-zero-abort", "peer-lost-state", "unknown", sender="server",
             accept=["server", "unknown"])


@scenario
def stale_rst_of_old_connection(lab):
    """A RST of the connection before, on the same ports, comes late: out of the window, ignored, the
    new connection goes on."""
    lab.capture()
    listener = lab.listen()
    client = lab.connect(source=40555); server = lab.accept(listener)
    lab.chat(client, server)
    held = []
    lab.wire.rule = lambda t, to: held.append(t) or [] if to == "s" and t.has(RST) else None
    abort(client)
    pause(0.2)
    lab.wire.rule = None
    abort(server)
    pause(0.2)
    client = lab.connect(source=40555); server = lab.accept(listener)
    lab.chat(client, server)
    lab.wire.inject("s", held[0])
    pause(0.2)
    lab.chat(client, server)
    lab.says("linger-zero-abort", "peer-lost-state", "after-reset", sender="server")
    lab.says("linger-zero-abort", sender="client", at="client")
    # It is the client's own, only old.
    lab.says("blind-reset-attempt", "orphan-rst", "late-segment-after-close", sender="client", at="server",
             accept=["client", "unknown"])


@scenario
def balancer_closes(lab):
    """HAProxy in tcp mode before a server that aborts: the client sees FIN, goes on writing and is
    reset by the proxy's host; the server's abort is its own."""
    address = lab.net.host("p", "r2")
    proxy(lab, f"frontend f\n bind :8001\n default_backend b\nbackend b\n server s {S}:8001\n", "p")
    listener = lab.listen()
    client = lab.connect(address=address); server = lab.accept(listener)
    lab.chat(client, server)
    abort(server)
    pause(0.3)
    write(client, b"still there?")
    pause(0.2)
    lab.says("write-after-close", sender="server", at="client", stages=["closing"])
    lab.says("linger-zero-abort", sender="server", at="server")


@scenario
def balancer_passes_abort_on(lab):
    """The client aborts; HAProxy turns that into an abort towards the server."""
    address = lab.net.host("p", "r2")
    proxy(lab, f"frontend f\n bind :8001\n default_backend b\nbackend b\n server s {S}:8001\n", "p")
    listener = lab.listen()
    client = lab.connect(address=address); server = lab.accept(listener)
    lab.chat(client, server)
    abort(client)
    pause(0.3)
    lab.says("linger-zero-abort", sender="client", at="client")
    lab.says("linger-zero-abort", "abort-after-own-fin", sender="client", at="server")


@scenario
def balancer_without_backend(lab):
    """HAProxy whose backend is down: it takes the connection and closes it, the request unread or
    late."""
    address = lab.net.host("p", "r2")
    proxy(lab, f"frontend f\n bind :8001\n default_backend b\nbackend b\n retries 0\n"
               f" server s {S}:8009\n", "p")
    client = lab.connect(address=address)
    write(client, b"GET / HTTP/1.1\r\nHost: x\r\n\r\n")
    pause(0.5)
    write(client, b"GET / HTTP/1.1\r\nHost: x\r\n\r\n")
    pause(0.2)
    lab.says("port-closed", sender="server", at="server")
    lab.says("close-unread-data", "server-reject-on-accept", "write-after-close", "abort-after-own-fin",
             sender="server", at="client")


@scenario
def balancer_idle_timeout(lab):
    """HAProxy's client time-out of 2 s: a FIN; a second later the client's request meets what is
    left of it."""
    address = lab.net.host("p", "r2")
    proxy(lab, f" timeout client 2s\n timeout server 2s\nfrontend f\n bind :8001\n default_backend b\n"
               f"backend b\n server s {S}:8001\n", "p")
    listener = lab.listen()
    client = lab.connect(address=address); server = lab.accept(listener)
    lab.chat(client, server)
    pause(3.2)
    write(client, b"after the pause")
    pause(0.2)
    lab.idle_after(2)
    lab.says("write-after-close", sender="server", at="client", stages=["closing"])
    lab.says("abort-after-own-fin", "linger-zero-abort", "idle-timeout-spontaneous", sender="client", at="server")


@scenario
def masqueraded_clients(lab):
    """Two clients behind one address, of different make (the other's SYN has other options): one
    aborts, the other goes on; seen at the server both are one host with one TTL."""
    other = lab.net.host("c2", "r1")
    lab.sysctl("c2", "tcp_timestamps=0", "ip_default_ttl=128")
    lab.net.nft("r1", "table ip nat { chain post { type nat hook postrouting priority 100;\n"
                      "oifname wan masquerade\n }\n }\n")
    lab.capture()
    listener = lab.listen()
    first = lab.connect(); first_there = lab.accept(listener)
    second = lab.connect(host="c2"); second_there = lab.accept(listener)
    lab.chat(first, first_there); lab.chat(second, second_there)
    abort(second)
    lab.chat(first, first_there)
    forget(lab, first, "c")
    write(first_there, b"news")
    pause(0.3)
    lab.says("linger-zero-abort", sender="client", flow=0, at="server")
    lab.says("peer-lost-state", sender="client")


@scenario
def quick_fin_and_reset(lab):
    """The client closes with data unread right after its own request was answered in part: FIN is
    never sent, RST|ACK with data in flight, many clients in turn (a browser that stops loading)."""
    lab.capture()
    listener = lab.listen()
    for _ in range(3):
        client = lab.connect(); server = lab.accept(listener)
        write(client, b"GET /image HTTP/1.1\r\nHost: x\r\n\r\n"); read(server, 1)
        write(server, b"HTTP/1.1 200 OK\r\nContent-Length: 30000\r\n\r\n" + b"i" * 9000)
        read_some(client)
        client.close()
        pause(0.2)
        server.close()
    lab.says("close-unread-data", sender="client", stages=["mid-stream"])


@scenario
def keepalive_answered_then_forgotten(lab):
    """Keepalive probes are answered for two seconds; then the server forgets and its kernel resets
    the next probe."""
    client, server = exchange(lab, keepalive=(1, 1, 5))
    pause(1.5)
    forget(lab, server)
    pause(1.2)
    lab.says("peer-lost-state", sender="server")


@scenario
def data_after_client_half_close(lab):
    """The client half-closes; the server goes on sending for a second and then aborts."""
    client, server = exchange(lab)
    client.shutdown(socket.SHUT_WR)
    for n in range(5): write(server, b"part %d" % n); pause(0.2)
    read_some(client)
    abort(server)
    lab.says("abort-after-peer-fin", sender="server", stages=["closing"])


@scenario
def crossing_requests_at_abort(lab):
    """The server aborts while the client's next request is on the wire (RTT 60 ms): RST|ACK, then a
    bare RST for the request."""
    lab.wire.delay = 0.03
    client, server = exchange(lab)
    abort(server)
    write(client, b"GET /next")
    pause(0.3)
    lab.says("linger-zero-abort", "close-unread-data", sender="server", stages=["mid-stream"])
    lab.says("after-reset", sender="client")


@scenario
def anycast_ttl_per_flow(lab):
    """ECMP by flow: each connection has its own TTL at the client; one is refused, one aborted, with
    the TTL of their own routes."""
    lab.capture()
    lab.wire.rule = hops(lambda t: -(t.dport % 3))
    listener = lab.listen()
    for n in range(4):
        client = lab.connect(source=40600 + n); server = lab.accept(listener)
        lab.chat(client, server, 1)
    try: lab.connect(8009, source=40611)
    except OSError: pass
    abort(server)
    lab.says("port-closed", sender="server", port=8009)
    lab.says("linger-zero-abort", sender="server")
