"""Paths that change at the worst moment, several signs at once; the RST is an end's."""

from rig.bsd import aborts, Bsd
from rig.lab import abort, pause, read, scenario, write
from rig.services import forget
from scenarios.routes import exchange, hops


def ask(lab, client, times=2):
    for n in range(times):
        write(client, b"GET /%d" % n); read(client, 5)
    pause(0.1 + 2 * lab.wire.delay)


def far(change=0):
    """A rule for the wire: the client is ten routers more away, or some less."""
    return lambda t, to: [(0, t.but(ttl=t.ttl - 10 + change))] if to == "c" else None


def other_gateway(lab, change):
    """The other gateway of the LAN takes over: another MAC, another provider's path."""
    lab.net.sh("r1", "ip link set dev lan address 02:00:00:00:aa:02")
    lab.net.sh("c", "ip neigh replace 10.9.1.1 lladdr 02:00:00:00:aa:02 dev eth0")
    lab.wire.rule = far(change)


def renew(lab):
    """A new connection over the path as it is now."""
    client, server = lab.pair(8002)
    lab.chat(client, server)


@scenario
def r2_gateway_failover_at_abort(lab):
    """The standby gateway takes over, its provider's path is four hops longer; the first packet
    over it is the server's abort; a new connection comes the same way."""
    lab.wire.rule = far()
    client, server = exchange(lab)
    other_gateway(lab, -4)
    pause(0.5)
    abort(server)
    pause(0.2)
    renew(lab)
    lab.says("linger-zero-abort", sender="server")


@scenario
def r2_gateway_failover_at_end(lab):
    """The standby gateway takes over, five hops longer, and the server's abort is the last frame
    of the capture."""
    lab.wire.rule = far()
    client, server = exchange(lab)
    other_gateway(lab, -5)
    pause(0.5)
    abort(server)
    lab.says("linger-zero-abort", sender="server")


@scenario
def r2_gateway_failover_at_reply(lab):
    """The same, three hops shorter, with a kernel's bare RST: the server forgot."""
    lab.wire.rule = far()
    client, server = exchange(lab)
    forget(lab, server)
    other_gateway(lab, 3)
    pause(0.5)
    write(client, b"GET /next")
    lab.says("peer-lost-state", "path-rehash", sender="server", at="client")
    lab.says("peer-lost-state", sender="server", at="server")


@scenario
def r2_gateway_failover_no_timestamps(lab):
    """Hosts without timestamps, a gateway of the same distance takes over; an abort."""
    lab.sysctl("s", "tcp_timestamps=0")
    lab.wire.rule = far()
    client, server = exchange(lab)
    other_gateway(lab, 0)
    pause(0.3)
    abort(server)
    lab.says("linger-zero-abort", sender="server")


@scenario
def r2_gateway_failover_three_hops_no_timestamps(lab):
    """The same with a path three hops longer."""
    lab.sysctl("s", "tcp_timestamps=0")
    lab.wire.rule = far()
    client, server = exchange(lab)
    other_gateway(lab, -3)
    pause(0.3)
    abort(server)
    lab.says("linger-zero-abort", sender="server")


@scenario
def r2_route_change_old_bsd(lab):
    """The route gets five hops longer; the first packet over it is the abort of a host that puts
    no timestamps on resets."""
    host = Bsd(lab)
    lab.capture()
    def ending(said):
        pause(0.3)
        lab.wire.rule = hops(lambda t: -5)
        aborts(host)(said)
    thread = host.serve(2, ending)
    client = lab.connect(address=host.address)
    ask(lab, client)
    thread.join(3); pause(0.2)
    lab.says("linger-zero-abort", sender="server")
