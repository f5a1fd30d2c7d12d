"""Ways that get shorter, part or change their marks; the RST is an end's."""
import socket
import threading

from rig.bsd import aborts, Bsd
from rig.lab import abort, pause, read, S6, scenario, write
from rig.packets import RST
from rig.services import forget
from rig.stack import Host
from scenarios.r2_paths import ask, far, renew
from scenarios.routes import exchange, hops


@scenario
def r2_route_shorter_and_faster_reply(lab):
    """A link is repaired: the round trip falls from 120 to 30 ms and the path by four hops; the
    server has meanwhile forgotten and its kernel answers."""
    lab.wire.delay = 0.06
    lab.wire.rule = far()
    client, server = exchange(lab)
    forget(lab, server)
    pause(0.3)
    lab.wire.delay = 0.015
    lab.wire.rule = far(4)
    write(client, b"GET /next")
    pause(0.2)
    lab.says("peer-lost-state", "path-rehash", sender="server", at="client")
    lab.says("peer-lost-state", sender="server", at="server")


@scenario
def r2_route_shorter_and_faster_abort(lab):
    """The same repair (100 to 20 ms, three hops less); the server reads the next request and
    aborts at once."""
    lab.wire.delay = 0.05
    lab.wire.rule = far()
    client, server = exchange(lab)
    pause(0.3)
    lab.wire.delay = 0.01
    lab.wire.rule = far(3)
    write(client, b"GET /crash")
    server.recv(3)
    server.close()
    pause(0.2)
    lab.says("close-unread-data", "linger-zero-abort", sender="server")


@scenario
def r2_satellite_to_fibre_no_timestamps(lab):
    """A host without timestamps on a satellite line (RTT 500 ms) gets its fibre back (20 ms, two
    hops less) while the client is silent; its service has crashed, the kernel answers."""
    lab.sysctl("s", "tcp_timestamps=0")
    lab.wire.delay = 0.25
    lab.wire.rule = far()
    client, server = exchange(lab, 2)
    forget(lab, server)
    pause(1)
    lab.wire.delay = 0.01
    lab.wire.rule = far(2)
    write(client, b"GET /next")
    pause(0.2)
    renew(lab)
    lab.says("peer-lost-state", "path-rehash", sender="server", at="client")
    lab.says("peer-lost-state", sender="server", at="server")


def moved(lab, ttl, delay=None, **reply):
    """A Linux server's anycast address moves to a host of another make."""
    address = "10.9.3.50"
    lab.wire.rule = far()
    lab.net.sh("s", f"ip addr add {address}/32 dev eth0")
    lab.capture()
    client, server = lab.pair(address=address)
    lab.chat(client, server, 3)
    lab.net.sh("s", f"ip addr del {address}/32 dev eth0")
    other = Host(lab, "s", address, ttl=ttl)
    if delay: lab.wire.delay, lab.wire.rule = delay, far(4)
    pause(0.3)
    def play():
        asked = other.hear(lambda t: t.payload)
        other.send(asked.answer(RST, **reply).but(ack=asked.ack))
    threading.Thread(target=play, daemon=True).start()
    write(client, b"GET /next")
    pause(0.3)
    lab.says("path-rehash", "peer-lost-state", sender="server")


@scenario
def r2_anycast_moves_to_other_make(lab):
    """An anycast address moves from a Linux host to one of another make, two hops farther, whose
    bare RST has an IP ID."""
    moved(lab, 126)


@scenario
def r2_anycast_moves_nearer(lab):
    """The same, to a host in the next town: RTT 10 instead of 40 ms, TTL 255, four hops less."""
    moved(lab, 255, 0.005)


@scenario
def r2_web_by_way_of_scrubber(lab):
    """Port 8001's packets take a way through a scrubbing centre (60 ms more, four hops); a closed
    port is answered directly."""
    def rule(t, to):
        if 8001 in (t.sport, t.dport): return [(0.03, t.but(ttl=t.ttl - 4))]
    lab.wire.rule = rule
    lab.wire.delay = 0.01
    lab.capture()
    for port in (8001, 8001, 8001, 8009, 8001, 8009):
        if port == 8001:
            client, server = lab.pair()
            lab.chat(client, server, 1)
            client.close(); read(server); server.close()
            continue
        try: lab.connect(port)
        except OSError: pass
        pause(0.2)
    lab.says("port-closed", sender="server", stages=["handshake"])


@scenario
def r2_small_packets_first(lab):
    """A queue that lets small packets pass: the server's RST overtakes its last data, that come
    0.8 s later."""
    client, server = exchange(lab)
    lab.wire.rule = lambda t, to: [(0.8, t)] if to == "c" and len(t.payload) > 300 else None
    write(server, b"L" * 900)
    abort(server)
    pause(1)
    lab.says("linger-zero-abort", sender="server", name="server")
    lab.says("after-reset", "linger-zero-abort", sender="client")


@scenario
def r2_small_packets_first_old_bsd(lab):
    """The same with a host that puts no timestamps on resets."""
    host = Bsd(lab)
    lab.capture()
    lab.wire.rule = lambda t, to: [(0.8, t)] if to == "c" and len(t.payload) > 300 else None
    def ending(said):
        pause(0.3)
        last = host.send(said.but(seq=said.end, payload=b"L" * 900))
        aborts(host)(last)
    thread = host.serve(2, ending)
    client = lab.connect(address=host.address)
    ask(lab, client)
    thread.join(3); pause(1)
    lab.says("linger-zero-abort", sender="server", name="server")
    lab.says("after-reset", sender="client")


@scenario
def r2_short_route_while_data_on_long(lab):
    """The route gets three hops shorter and 0.5 s faster than the full queue of the old one; the
    server's RST overtakes the last of its data, that come the old way."""
    lab.wire.rule = far()
    client, server = exchange(lab)
    def rule(t, to):
        if to == "c":
            return [(0, t.but(ttl=t.ttl - 7))] if t.has(RST) else [(0.5, t.but(ttl=t.ttl - 10))]
    lab.wire.rule = rule
    write(server, b"LAST" * 50)
    abort(server)
    pause(0.8)
    lab.says("linger-zero-abort", sender="server", name="server")
    lab.says("after-reset", "linger-zero-abort", sender="client")


@scenario
def r2_class_bleached_on_new_route(lab):
    """A host copies the traffic class into its replies; the new route (three hops longer) sets it
    to 0 for all packets; the server has forgotten."""
    lab.capture()
    def marked(port):
        with lab.at("c"):
            sock = lab.keep(socket.socket())
            sock.setsockopt(socket.IPPROTO_IP, socket.IP_TOS, 0x28)
            sock.settimeout(3)
            sock.connect(("10.9.3.2", port))
            return sock
    try: marked(8009)
    except OSError: pass
    listener = lab.listen()
    client = marked(8001); server = lab.accept(listener)
    server.setsockopt(socket.IPPROTO_IP, socket.IP_TOS, 0x28)
    lab.chat(client, server, 3)
    forget(lab, server)
    pause(0.3)
    lab.wire.rule = lambda t, to: [(0, t.but(ttl=t.ttl - 3, tos=0))] if to == "c" else None
    write(client, b"GET /next")
    lab.says("port-closed", sender="server", port=8009)
    lab.says("peer-lost-state", "path-rehash", sender="server")


@scenario
def r2_route_change_old_linux_v6(lab):
    """IPv6, a kernel that gives its replies no flow label, and a route that is three hops longer
    since a moment; the server has forgotten."""
    client, server = exchange(lab, address=S6)
    forget(lab, server)
    lab.net.sh("s", "sysctl -qw net.ipv6.auto_flowlabels=0")
    lab.wire.rule = hops(lambda t: -3)
    write(client, b"GET /next")
    pause(0.2)
    lab.says("peer-lost-state", "path-rehash", sender="server", at="client")
    lab.says("peer-lost-state", sender="server", at="server")


@scenario
def r2_sockets_own_hop_limit_v6(lab):
    """IPv6, the server's listener has a hop limit of 100; after its close a kernel without flow
    labels answers late data with 64."""
    lab.net.sh("s", "sysctl -qw net.ipv6.auto_flowlabels=1")
    lab.capture()
    listener = lab.listen(address="::")
    listener.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_UNICAST_HOPS, 100)
    client = lab.connect(address=S6); server = lab.accept(listener)
    server.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_UNICAST_HOPS, 100)
    lab.chat(client, server)
    server.close()
    pause(0.3)
    lab.net.sh("s", "sysctl -qw net.ipv6.auto_flowlabels=0")
    write(client, b"did not look")
    lab.says("write-after-close", sender="server", stages=["closing"])


@scenario
def r2_ecmp_of_two_lengths_no_timestamps(lab):
    """Two routes, eight hops and 15 ms apart, by packet; no timestamps; the connection is so short
    that the RST is the first to take the other."""
    lab.sysctl("s", "tcp_timestamps=0")
    lab.capture()
    lab.wire.rule = lambda t, to: ([(-0.015, t.but(ttl=t.ttl - 2))] if t.has(RST)
                                   else far()(t, to)) if to == "c" else None
    client, server = lab.pair()
    write(client, b"GET /crash")
    server.recv(3)
    abort(server)
    lab.says("close-unread-data", "linger-zero-abort", sender="server")
