"""Gateways, pairs of servers and routers with addresses of their own, near the capture."""
import threading

from rig.bsd import aborts, Bsd
from rig.lab import pause, read, S, S6, scenario, write
from rig.net import ip, PREFIX
from rig.packets import ACK, PSH, RST, SYN
from rig.services import forget
from rig.stack import Host
from scenarios.r2_hosts import bsd_aborts
from scenarios.r2_paths import ask, far, other_gateway
from scenarios.routes import exchange
from scenarios.rejects import try_connect
from scenarios.translation import translate

VIP = "10.9.1.50"


@scenario
def r2_gateway_same_distance_old_bsd(lab):
    """The standby gateway of a pair takes over, its way is as long; the next frame is the abort of
    a host that puts no timestamps on resets."""
    lab.wire.rule = far()
    host = Bsd(lab)
    def ending(host):
        def play(said):
            other_gateway(lab, 0)
            aborts(host)(said)
        return play
    bsd_aborts(lab, ending, host)


@scenario
def r2_gateway_same_distance_old_linux_v6(lab):
    """The same over IPv6 with a kernel that gives its replies no flow label; it forgot."""
    client, server = exchange(lab, address=S6)
    forget(lab, server)
    lab.net.sh("r1", "ip link set dev lan address 02:00:00:00:aa:02")
    lab.net.sh("c", "ip -6 neigh replace fd09:1::1 lladdr 02:00:00:00:aa:02 dev eth0")
    lab.net.sh("s", "sysctl -qw net.ipv6.auto_flowlabels=0")
    write(client, b"GET /next"); pause(0.2)
    lab.says("peer-lost-state", "path-rehash", sender="server", at="client")
    lab.says("peer-lost-state", sender="server", at="server")


def pair_of_servers(lab):
    """c2 and p, both next to the client; c2 has the virtual address."""
    lab.net.host("c2", "r1")
    ip("netns", "add", PREFIX + "p")
    lab.net.sh("p", "ip link set lo up")
    lab.net.attach("p", "r1", "10.9.1.10", "10.9.1.1")
    lab.net.hosts.append("p")
    lab.net.sh("c2", f"ip addr add {VIP}/32 dev eth0")


def take_over(lab):
    lab.net.sh("c2", f"ip addr del {VIP}/32 dev eth0")
    lab.net.sh("p", f"ip addr add {VIP}/32 dev eth0")
    mac = lab.net.sh("p", "cat /sys/class/net/eth0/address").strip()
    lab.net.sh("c", f"ip neigh replace {VIP} lladdr {mac} dev eth0")


@scenario
def r2_pair_of_servers_fails_over(lab):
    """A virtual address moves to the standby server of the pair, on the client's LAN: another MAC;
    its kernel denies the connection, a new one works."""
    pair_of_servers(lab)
    lab.capture()
    client, server = lab.pair(address=VIP, on="c2")
    lab.chat(client, server, 3)
    take_over(lab)
    write(client, b"GET /next"); pause(0.2)
    client, server = lab.pair(address=VIP, on="p")
    lab.chat(client, server, 1)
    lab.says("path-rehash", "peer-lost-state", sender="server")


@scenario
def r2_pair_of_servers_other_ttl(lab):
    """The same, and the standby's default TTL is 128; the capture ends with its RST."""
    pair_of_servers(lab)
    lab.sysctl("p", "ip_default_ttl=128")
    lab.capture()
    client, server = lab.pair(address=VIP, on="c2")
    lab.chat(client, server, 3)
    take_over(lab)
    write(client, b"GET /next"); pause(0.2)
    lab.says("path-rehash", "peer-lost-state", sender="server")


@scenario
def r2_pair_of_servers_no_listener(lab):
    """The standby refuses new connections until its service is up; before and after, it works."""
    pair_of_servers(lab)
    lab.capture()
    client, server = lab.pair(address=VIP, on="c2"); lab.chat(client, server, 1)
    client.close(); read(server); server.close()
    take_over(lab)
    for _ in range(2): try_connect(lab, address=VIP); pause(0.1)
    client, server = lab.pair(address=VIP, on="p"); lab.chat(client, server, 1)
    lab.says("port-closed", sender="server")


@scenario
def r2_router_with_forwarded_port(lab):
    """A home router forwards port 8001 to a server 40 ms away and refuses its other ports itself:
    the address is its own."""
    translate(lab, "r1", pre="ip daddr 10.9.1.1 tcp dport 8001 dnat to " + S)
    lab.capture()
    for _ in range(2):
        listener = lab.listen()
        client = lab.connect(address="10.9.1.1"); server = lab.accept(listener)
        lab.chat(client, server, 1); client.close(); read(server); server.close(); listener.close()
        try_connect(lab, address="10.9.1.1", port=8009); pause(0.1)
    listener = lab.listen()
    client = lab.connect(address="10.9.1.1")
    lab.says("port-closed", name="server", truth="server", stages=["handshake"])


@scenario
def r2_sleeping_device_own_ttl(lab):
    """A device that sleeps takes 250 ms to wake for the SYN; its listener has IP_TTL 100; it
    forgets, and the first request is answered by its kernel."""
    lab.wire.rule = lambda t, to: [(0.25, t)] if to == "s" and t.flags & SYN else None
    lab.capture()
    listener = lab.listen(ttl=100)
    client = lab.connect(); server = lab.accept(listener)
    forget(lab, server)
    write(client, b"GET /"); pause(0.2)
    lab.says("peer-lost-state", sender="server")


@scenario
def r2_router_any_old_bsd(lab):
    """A router that captures on all interfaces; the abort of a host that puts no timestamps on
    resets comes twice, with two TTLs."""
    lab.capture_at("client", ("r1", "l-c"), ("r1", "wan"))
    bsd_aborts(lab)


@scenario
def r2_gateways_share_the_load(lab):
    """Two gateways forward packet by packet, by size: the server's small packets came through one,
    its RST, without timestamps, through the other; nothing else changes."""
    lab.sysctl("s", "tcp_timestamps=0")
    client, server = exchange(lab, 4)
    lab.net.sh("r1", "ip link set dev lan address 02:00:00:00:aa:03")
    lab.net.sh("c", "ip neigh replace 10.9.1.1 lladdr 02:00:00:00:aa:03 dev eth0")
    write(client, b"unread"); pause(0.1)
    server.close()
    lab.says("close-unread-data", sender="server")


@scenario
def r2_busy_host_route_change(lab):
    """A host without timestamps and with one IP ID counter for all is busy elsewhere and aborts
    when the route has just become three hops longer."""
    lab.wire.rule = far()
    host = Host(lab, "s", "10.9.3.50", ttl=128)
    lab.capture()
    def play():
        last = host.accept()
        for _ in range(3):
            if not last.payload: last = host.hear(lambda t: t.payload)
            said = host.say(last, ACK | PSH, b"hello")
            last = host.hear(lambda t: t.ack == said.end)
        pause(0.3)
        host.ip_id += 900
        lab.wire.rule = far(-3)
        host.send(said.but(seq=said.end, flags=RST | ACK, payload=b"", window=0))
    thread = threading.Thread(target=play, daemon=True); thread.start()
    client = lab.connect(address=host.address)
    ask(lab, client, 3)
    thread.join(3); pause(0.2)
    lab.says("linger-zero-abort", sender="server")


@scenario
def r2_client_moves_to_other_network(lab):
    """A client's tunnel moves to another provider, three hops less and 60 ms faster, while it is
    silent; then it aborts. Seen at the server."""
    lab.wire.delay = 0.05
    lab.wire.rule = lambda t, to: [(0, t.but(ttl=t.ttl - 10))] if to == "s" else None
    client, server = exchange(lab)
    write(server, b"push"); read(client, 4); pause(0.3)
    lab.wire.delay = 0.02
    lab.wire.rule = lambda t, to: [(0, t.but(ttl=t.ttl - 7))] if to == "s" else None
    write(server, b"unread"); pause(0.03)
    client.close(); pause(0.2)
    lab.says("close-unread-data", "linger-zero-abort", sender="client", name="client")
    lab.says("after-reset", sender="server")
