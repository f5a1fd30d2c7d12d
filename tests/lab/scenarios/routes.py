"""Routes, reordering and loss: the path looks like a stranger, the RST is an end's."""
import socket

from rig.lab import abort, pause, scenario, write
from rig.packets import RST
from rig.services import forget
from rig.stack import Raw, raw_syn


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
    """The route to the client gets two hops longer; a request later the server aborts on
    purpose."""
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
    """The same with a kernel's bare RST: the server forgot, and the route is one hop shorter
    since."""
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
    """Two equal routes of different length, taken packet by packet; the RST takes the longer
    one."""
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
    lab.wire.rule = lambda t, to: [(0.04,
                                   t)] if to == "c" and t.payload.startswith(b"LAST") else None
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
    lab.says("linger-zero-abort", sender="server", at="server", nth=0)
    lab.says("linger-zero-abort", "after-reset", "peer-lost-state", sender="server", at="server")
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
    # Seen at the client, its request was on the way before the RST.
    lab.says("linger-zero-abort", "close-unread-data", sender="server", at="client")
    lab.says("linger-zero-abort", sender="server", at="server")
    lab.says("after-reset", sender="client")


@scenario
def jittery_path(lab):
    """A path whose delay varies between 20 and 60 ms a packet and reorders; the client aborts with
    data unread."""
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
