"""Hosts with habits that look like a stranger's: counters, own TTLs, containers, proxies."""
import itertools
import random
import socket
import threading

from rig.bsd import aborts, Bsd
from rig.lab import abort, pause, S, scenario, write
from rig.net import ip, PREFIX
from rig.packets import ACK, PSH, RST
from rig.services import forget
from rig.stack import Host
from scenarios.r2_paths import ask
from scenarios.routes import exchange

OTHER = "10.9.3.50"


def bsd_aborts(lab, ending=aborts, host=None, before=0.2, **fields):
    host = host or Bsd(lab)
    lab.capture()
    def last(said):
        pause(before)
        ending(host, **fields)(said)
    thread = host.serve(3, last)
    client = lab.connect(address=host.address)
    ask(lab, client, 3)
    thread.join(4); pause(0.2)
    lab.says("linger-zero-abort", sender="server", name="server")
    return client


@scenario
def r2_busy_host_with_one_counter(lab):
    """A host with one IP ID counter for all it sends, timestamps but none on resets: it was quiet,
    sends a burst elsewhere, then aborts."""
    host = Bsd(lab)
    def ending(host):
        def play(said):
            host.ids = itertools.count(9200)
            aborts(host)(said)
        return play
    bsd_aborts(lab, ending, host)


@scenario
def r2_busy_host_window_zero(lab):
    """The same make with window 0 on its resets, 2000 packets sent elsewhere meanwhile."""
    host = Bsd(lab, ttl=128)
    def ending(host):
        def play(said):
            host.ids = itertools.count(7100)
            aborts(host, window=0)(said)
        return play
    bsd_aborts(lab, ending, host)


@scenario
def r2_resets_have_ip_id_zero(lab):
    """A host that counts its packets but gives resets IP ID 0, no timestamps and window 0."""
    host = Bsd(lab)
    def ending(host):
        def play(said):
            host.ids = itertools.count(0)
            aborts(host, window=0)(said)
        return play
    bsd_aborts(lab, ending, host)


@scenario
def r2_random_ids_with_timestamps(lab):
    """A host with random IP IDs and timestamps aborts without them."""
    ids = iter(lambda: random.randrange(1, 65536), None)
    bsd_aborts(lab, host=Bsd(lab, ids=ids))


@scenario
def r2_zero_ids_abort(lab):
    """A host that leaves the IP ID 0 in all packets (RFC 6864), window 0 on its abort."""
    bsd_aborts(lab, host=Bsd(lab, ids=itertools.repeat(0)), window=0)


@scenario
def r2_three_resets(lab):
    """A stack that sends its RST three times, 0, 100 and 300 ms after the abort."""
    def ending(host):
        def play(said):
            for wait in (0, 0.1, 0.2):
                pause(wait)
                aborts(host)(said)
        return play
    bsd_aborts(lab, ending)


@scenario
def r2_reset_with_text(lab):
    """A stack that says its reason in the RST as RFC 9293 §3.5.3 allows: `Connection timed
    out`."""
    def ending(host):
        return lambda said: host.send(said.but(seq=said.end, flags=RST | ACK,
                                               payload=b"Connection timed out", options=b""))
    bsd_aborts(lab, ending)
    lab.rules.clear()
    lab.says("linger-zero-abort", "device-declared", "keepalive-timeout", sender="server",
             accept=["server", "unknown"])


@scenario
def r2_both_abort_old_bsd(lab):
    """Both ends are of one make without timestamps on resets and abort in the same millisecond, as
    told by their cluster."""
    host, caller = Bsd(lab), Bsd(lab, "c", "10.9.1.50")
    lab.capture()
    meet = threading.Barrier(2)
    def ending(said):
        pause(0.2); meet.wait()
        aborts(host)(said)
    thread = host.serve(2, ending)
    last = caller.connect(OTHER, 8001, 50505)
    for _ in range(2):
        mine = caller.say(last, ACK | PSH, b"GET /")
        last = caller.hear(lambda t: t.payload)
        ack = caller.say(last)
    meet.wait()
    aborts(caller)(ack)
    thread.join(3); pause(0.2)
    lab.says("linger-zero-abort", sender="server", name="server")
    lab.says("linger-zero-abort", sender="client", name="client")


@scenario
def r2_both_abort_on_a_lan(lab):
    """The same with two Linux hosts on one LAN segment's delay."""
    lab.wire.delay = 0
    client, server = exchange(lab)
    thread = threading.Thread(target=abort, args=(server,))
    thread.start(); abort(client)
    lab.says("linger-zero-abort", "close-unread-data", sender="client", name="client")
    lab.says("linger-zero-abort", "close-unread-data", sender="server", name="server")


@scenario
def r2_small_device_reboots(lab):
    """A small device (TTL 255, IP ID +1) restarts within a second: its counter starts again, and
    it answers the next request with RST|ACK at the number asked for."""
    host = Host(lab, "s", OTHER, ttl=255, ip_id=30000, window=5840,
                syn_options=b"\x02\x04\x05\xb4")
    lab.capture()
    def play():
        last = host.accept()
        for _ in range(2):
            if not last.payload: last = host.hear(lambda t: t.payload)
            said = host.say(last, ACK | PSH, b"hello")
            last = host.hear(lambda t: t.ack == said.end)
        if not last.payload: last = host.hear(lambda t: t.payload)
        host.ip_id = 3
        host.say(last, RST | ACK)
    thread = threading.Thread(target=play, daemon=True); thread.start()
    client = lab.connect(address=OTHER)
    ask(lab, client)
    pause(0.5)
    write(client, b"GET /next")
    thread.join(3); pause(0.2)
    lab.says("peer-lost-state", "close-unread-data", sender="server")


# Sockets with a TTL of their own.

def own_ttl(ttl):
    def play(lab):
        lab.capture()
        listener = lab.listen(ttl=ttl)
        def connected(accepted=None):
            client = lab.connect(); server = lab.accept(listener)
            if accepted: server.setsockopt(socket.IPPROTO_IP, socket.IP_TTL, accepted)
            lab.chat(client, server, 2)
            return client, server
        client, server = connected()
        server.close(); pause(0.3); write(client, b"did not look"); pause(0.2)
        client, server = connected()
        forget(lab, server); write(client, b"GET /next"); pause(0.2)
        client, server = connected(200)
        abort(server); pause(0.2)
        client, server = connected()
        write(client, b"unread"); pause(0.1); server.close(); write(client, b"more"); pause(0.2)
        client = lab.connect(); pause(0.1)
        listener.close(); write(client, b"GET /"); pause(0.2)
        try: lab.connect()
        except OSError: pass
        lab.says("write-after-close", sender="server", flow=0)
        lab.says("peer-lost-state", sender="server", flow=1)
        lab.says("linger-zero-abort", sender="server", flow=2)
        lab.says("close-unread-data", sender="server", flow=3, nth=0)
        lab.says("after-reset", "close-unread-data", sender="server", flow=3)
        lab.says("accept-queue-flushed", sender="server", flow=4, nth=0)
        lab.says("after-reset", "accept-queue-flushed", sender="server", flow=4)
        lab.says("port-closed", sender="server", flow=5)
        lab.says("after-reset", sender="client")
    play.__doc__ = (f"A server whose listener has IP_TTL {ttl} (one accepted socket 200): late "
                    "data, a forgotten connection, an abort, unread data, a closed listener, a "
                    "refused SYN.")
    play.__name__ = f"r2_own_ttl_{ttl}"
    return play


for each in (32, 60, 61, 63, 66, 100, 120, 128, 200, 255): scenario(own_ttl(each))


@scenario
def r2_own_ttl_small_lan(lab):
    """On a LAN: a listener with IP_TTL 66 forgets a connection; the kernel's answer has 64."""
    lab.wire.delay = 0
    lab.wire.rule = lambda t, to: [(0, t.but(ttl=t.ttl + 2))] if to == "c" else None
    lab.capture()
    listener = lab.listen(ttl=62)
    client = lab.connect(); server = lab.accept(listener)
    lab.chat(client, server, 3)
    forget(lab, server)
    write(client, b"GET /next")
    lab.says("peer-lost-state", sender="server")


# Containers behind their host's address.

def container(lab, port=8001):
    """A host k behind s, whose port s publishes as its own by DNAT, as container engines do."""
    ip("netns", "add", PREFIX + "k")
    lab.net.sh("k", "ip link set lo up")
    lab.net.pair("s", "br0", "k", "eth0")
    lab.net.sh("s", "sysctl -qw net.ipv4.ip_forward=1; ip addr add 10.9.7.1/24 dev br0")
    lab.net.sh("k", "ip addr add 10.9.7.2/24 dev eth0; ip route add default via 10.9.7.1")
    publish(lab, port)


def publish(lab, port=8001):
    lab.net.nft("s", "table ip nat { chain pre { type nat hook prerouting priority -100;\n"
                     f"ip daddr {S} tcp dport {port} dnat to 10.9.7.2\n }}\n }}\n")


def unpublish(lab):
    lab.net.sh("s", "nft delete table ip nat; conntrack -F 2>/dev/null")


def attempt(lab, **options):
    try: return lab.connect(**options)
    except OSError: return None


@scenario
def r2_container_restarts(lab):
    """A container's port is refused by the container, then works, then is refused by its host while
    the container restarts, then works again: one address, two TTLs, no box."""
    container(lab)
    lab.capture()
    attempt(lab); pause(0.2)
    client, server = lab.pair(on="k"); lab.chat(client, server, 2)
    unpublish(lab); pause(0.2)
    attempt(lab); pause(0.2); attempt(lab); pause(0.3)
    publish(lab)
    client, server = lab.pair(on="k"); lab.chat(client, server, 2)
    lab.says("port-closed", sender="server", stages=["handshake"])


@scenario
def r2_container_beside_host_service(lab):
    """A container's port works; another port of the host is refused by the host itself; a third is
    published, too, and refused by the container."""
    container(lab, "{ 8001, 8003 }")
    lab.capture()
    client, server = lab.pair(on="k"); lab.chat(client, server, 2)
    for port in (8009, 8003, 8009, 8003): attempt(lab, port=port); pause(0.1)
    client, server = lab.pair(on="k"); lab.chat(client, server, 2)
    lab.says("port-closed", sender="server", stages=["handshake"])


@scenario
def r2_container_gone(lab):
    """A container with a connection is removed; the client's next request is answered by the host
    that has the address."""
    container(lab)
    lab.capture()
    client, server = lab.pair(on="k"); lab.chat(client, server, 3)
    unpublish(lab)
    pause(0.3)
    write(client, b"GET /next")
    pause(0.3)
    # The address's owner answers, but it is not the host that spoke before.
    lab.says("peer-lost-state", "path-rehash", sender="server",
             accept=["server", "unknown", "third-party"])


@scenario
def r2_container_aborts(lab):
    """A container's server aborts, then another one, on the host itself, does."""
    container(lab)
    lab.capture()
    client, server = lab.pair(on="k"); lab.chat(client, server, 2)
    abort(server); pause(0.2)
    client, server = lab.pair(8002); lab.chat(client, server, 2)
    abort(server); pause(0.2)
    lab.says("linger-zero-abort", sender="server")


@scenario
def r2_userland_proxy(lab):
    """A proxy on the host takes connections for a container that is not there (docker-proxy): it
    accepts and closes; then the container's connection is reset through it."""
    lab.capture()
    listener = lab.listen()
    client = lab.connect(); server = lab.accept(listener)
    server.close()
    pause(0.1)
    write(client, b"GET /"); pause(0.2)
    client = lab.connect(); server = lab.accept(listener)
    lab.chat(client, server)
    abort(server)
    lab.says("write-after-close", sender="server", flow=0)
    lab.says("linger-zero-abort", sender="server", flow=1)


def synproxy(lab):
    """It shifts the server's sequence numbers, those of its RSTs too."""
    lab.net.sh("r2", "sysctl -qw net.netfilter.nf_conntrack_tcp_loose=0 "
                     "net.ipv4.tcp_syncookies=2 net.ipv4.tcp_timestamps=1")
    lab.net.nft("r2", """table ip prot {
      chain pre { type filter hook prerouting priority -300;
        iifname wan tcp dport 8001 tcp flags syn notrack\n }
      chain f { type filter hook forward priority 0;
        tcp dport 8001 ct state invalid,untracked synproxy mss 1460 wscale 7 timestamp sack-perm
        ct state invalid drop\n }\n }\n""")


@scenario
def r2_synproxy_then_abort(lab):
    """A SYN proxy on the server's router takes the handshakes; the server aborts after an
    exchange."""
    synproxy(lab)
    lab.capture()
    client, server = lab.pair()
    lab.chat(client, server)
    abort(server)
    lab.says("linger-zero-abort", name="server", truth="server")


@scenario
def r2_synproxy_then_forgotten(lab):
    """The same, and the server forgets; its kernel answers the next request."""
    synproxy(lab)
    lab.capture()
    client, server = lab.pair()
    lab.chat(client, server)
    forget(lab, server)
    write(client, b"GET /next")
    lab.says("peer-lost-state", name="server", truth="server")


@scenario
def r2_synproxy_before_closed_port(lab):
    """The SYN proxy takes a connection for a port that turns out to be closed: the server's refusal
    comes through to the client."""
    synproxy(lab)
    lab.capture()
    client = attempt(lab, wait=2)
    if client: write(client, b"GET /")
    pause(1.2)
    lab.says("port-closed", sender="server", at="server", name="server")
    lab.says("port-closed", "server-reject-on-accept", "close-unread-data", "peer-lost-state",
             "accept-queue-overflow", "ghost-connection", name="server", truth="server",
             at="client")
    lab.says("after-reset", name="client")


@scenario
def r2_client_rebooted(lab):
    """A client host reboots; the server's next push is answered by a kernel that knows nothing; the
    client has meanwhile connected anew from another port."""
    client, server = exchange(lab)
    forget(lab, client, "c")
    pause(0.3)
    again, there = lab.pair(8001)
    lab.chat(again, there)
    write(server, b"push"); pause(0.3)
    lab.says("peer-lost-state", sender="client")


@scenario
def r2_keepalive_after_reset(lab):
    """The server's RST is lost; the client's keepalive probe a second later is what brings a bare
    one."""
    client, server = exchange(lab, keepalive=(1, 1, 5))
    lab.wire.rule = lambda t, to: [] if t.has(RST) else None
    abort(server)
    pause(0.3)
    lab.wire.rule = None
    pause(1.2)
    lab.says("linger-zero-abort", sender="server", at="server", nth=0)
    lab.says("after-reset", "linger-zero-abort", "peer-lost-state", sender="server", at="server")
    lab.says("peer-lost-state", sender="server", at="client")
