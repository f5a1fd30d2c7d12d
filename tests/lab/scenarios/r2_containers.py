"""Containers, proxies and forgetful clients behind one address."""

from rig.lab import abort, pause, S, scenario, write
from rig.net import ip, PREFIX
from rig.packets import RST
from rig.services import forget
from scenarios.routes import exchange

OTHER = "10.9.3.50"


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
