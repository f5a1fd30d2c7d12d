"""More innocents with two signs at once, and boxes that hide behind one."""
import itertools
import socket

from rig.bsd import aborts, Bsd
from rig.lab import abort, pause, read, S, S6, scenario, write
from rig.packets import ACK, RST
from rig.services import forget
from scenarios.injectors import says_injected, talk
from scenarios.r2_containers import attempt, container, unpublish
from scenarios.r2_paths import ask, far
from scenarios.rejects import BOX
from scenarios.routes import exchange


@scenario
def r2_old_bsd_behind_restored_route(lab):
    """The route heals twice, each time three hops; the last time just before the abort of a host
    that puts no timestamps on resets: its TTLs were three apart before."""
    lab.wire.rule = far()
    host = Bsd(lab)
    lab.capture()
    def ending(said):
        lab.wire.rule = far(-3)
        said = host.send(said.but(seq=said.end, payload=b"more"))
        host.hear(lambda t: t.ack == said.end)
        lab.wire.rule = far(3)
        pause(0.3)
        aborts(host)(said)
    thread = host.serve(2, ending)
    client = lab.connect(address=host.address)
    ask(lab, client)
    thread.join(3); pause(0.2)
    lab.says("linger-zero-abort", "close-unread-data", sender="server")


@scenario
def r2_container_on_a_lan_refuses_late(lab):
    """A container's address on the client's own LAN delay: the container refuses (63), works, its
    host refuses (64), and the capture ends."""
    lab.wire.delay = 0
    container(lab)
    lab.capture()
    attempt(lab); pause(0.1)
    client, server = lab.pair(on="k"); lab.chat(client, server, 2)
    client.close(); read(server); server.close(); pause(0.1)
    unpublish(lab); pause(0.1)
    attempt(lab); pause(0.1); attempt(lab)
    lab.says("port-closed", sender="server", stages=["handshake"])


@scenario
def r2_ecmp_first_reply_v6(lab):
    """IPv6, two routes three hops apart chosen by flow label: the socket's packets go one way, the
    kernel's reply, whose label differs, the other. Only one connection."""
    way = {}
    def rule(t, to):
        if to != "c": return None
        way.setdefault("label", t.flow_label)
        return [(0, t.but(ttl=t.ttl - (10 if t.flow_label == way["label"] else 7)))]
    lab.wire.rule = rule
    client, server = exchange(lab, address=S6)
    forget(lab, server)
    write(client, b"GET /next"); pause(0.2)
    lab.says("peer-lost-state", "path-rehash", sender="server")


@scenario
def r2_ecmp_first_reply_v6_faster(lab):
    """The same, and the other route is 60 ms faster each way."""
    way = {}
    lab.wire.delay = 0.01
    def rule(t, to):
        if to != "c": return None
        way.setdefault("label", t.flow_label)
        return [(0.06, t.but(ttl=t.ttl - 10)) if t.flow_label == way["label"]
                else (0, t.but(ttl=t.ttl - 7))]
    lab.wire.rule = rule
    client, server = exchange(lab, address=S6)
    forget(lab, server)
    write(client, b"GET /next"); pause(0.2)
    lab.says("peer-lost-state", "path-rehash", sender="server")


@scenario
def r2_nat_rewrites_ids(lab):
    """A translator on the way numbers all packets anew with one counter for all its flows, other
    traffic of it in between; the server, without timestamps, aborts."""
    lab.sysctl("s", "tcp_timestamps=0")
    ids = itertools.count(100)
    def rule(t, to):
        if to != "c": return None
        if t.flags & RST:
            for _ in range(700): next(ids)
        return [(0, t.but(ip_id=next(ids), dont_fragment=False))]
    lab.wire.rule = rule
    client, server = exchange(lab, 4)
    pause(0.3)
    abort(server)
    lab.says("linger-zero-abort", sender="server")


@scenario
def r2_nat_rewrites_ids_reply(lab):
    """The same translator, and a server that forgot: its bare RST has an IP ID like all else."""
    ids = itertools.count(100)
    lab.wire.rule = lambda t, to: [(0, t.but(ip_id=next(ids), dont_fragment=False))
                                   ] if to == "c" else None
    client, server = exchange(lab, 4)
    forget(lab, server)
    lab.wire.rule = lambda t, to: [(0, t.but(ip_id=next(ids) + 5000, ttl=t.ttl - 3))
                                   ] if to == "c" else None
    write(client, b"GET /next"); pause(0.2)
    lab.says("peer-lost-state", "path-rehash", sender="server")


@scenario
def r2_dont_fragment_cleared_on_new_route(lab):
    """The new route is a tunnel that clears DF and numbers what had IP ID 0 (three hops more): the
    kernel's bare RST comes with an IP ID."""
    client, server = exchange(lab, 4)
    forget(lab, server)
    def rule(t, to):
        if to != "c": return None
        return [(0, t.but(ttl=t.ttl - 3, ip_id=t.ip_id or 777, dont_fragment=False))]
    lab.wire.rule = rule
    write(client, b"GET /next"); pause(0.2)
    lab.says("peer-lost-state", "path-rehash", sender="server")


@scenario
def r2_inject_next_ttl(lab):
    """An injector one hop nearer than the server, bare RST of a Linux kernel's form; the server's
    answer comes behind it."""
    client, server = talk(lab)
    def rule(t, toward):
        if toward == "s" and b"forbidden" in t.payload:
            lab.wire.inject("c", t.answer(RST, ttl=64).but(ack=0))
    lab.wire.rule = rule
    write(client, b"GET /forbidden"); read(server, 9)
    write(server, b"HTTP/1.1 200 OK\r\n\r\n"); pause(0.5)
    says_injected(lab, name="server")
    lab.says_forgotten("client")


@scenario
def r2_inject_both_with_true_ttl(lab):
    """A box resets both ends when an answer is forbidden: TTL right, IP ID 0, window 0, no
    timestamps, RST|ACK; the answer is dropped."""
    client, server = talk(lab)
    def rule(t, toward):
        if toward == "c" and b"secret" in t.payload:
            lab.wire.inject("c", t.but(flags=RST | ACK, payload=b"", options=b"", window=0,
                                       ip_id=0), after=0.02)
            lab.wire.inject("s", t.answer(RST | ACK, ttl=lab.wire.last("s").ttl))
            return []
    lab.wire.rule = rule
    write(client, b"tell me"); read(server, 7); write(server, b"the secret"); pause(0.5)
    lab.says(*BOX, sender="third-party", accept=["third-party", "unknown"])


@scenario
def r2_reject_with_delay_of_inspection(lab):
    """A proxy-like firewall next to the server rejects a request after looking at it for 200 ms;
    TTL one more than the server's."""
    client, server = talk(lab)
    def rule(t, toward):
        if toward == "s" and b"forbidden" in t.payload:
            lab.wire.inject("c", t.answer(RST | ACK, ttl=64, window=0), after=0.2)
            return []
    lab.wire.rule = rule
    write(client, b"GET /forbidden"); pause(0.4)
    write(server, b"timeout, bye"); pause(0.3)
    says_injected(lab, name="server")
    lab.says_forgotten("client")


@scenario
def r2_own_ttl_keepalive_reply(lab):
    """A server's sockets have IP_TTL 100; it forgets; the client's keepalive probe is answered by
    its kernel with 64."""
    lab.capture()
    listener = lab.listen(ttl=100)
    client = lab.connect(keepalive=(1, 1, 3)); server = lab.accept(listener)
    lab.chat(client, server, 3)
    forget(lab, server)
    pause(1.3)
    lab.says("peer-lost-state", sender="server")


@scenario
def r2_own_ttl_copied_class(lab):
    """The same with a client whose packets are marked, which the kernel's replies copy: the host's
    own, then."""
    lab.capture()
    listener = lab.listen(ttl=100)
    with lab.at("c"):
        client = lab.keep(socket.socket())
        client.setsockopt(socket.IPPROTO_IP, socket.IP_TOS, 0x28)
        client.settimeout(5)
        client.connect((S, 8001))
    server = lab.accept(listener)
    lab.chat(client, server, 3)
    forget(lab, server)
    write(client, b"GET /next"); pause(0.2)
    lab.says("peer-lost-state", sender="server")
