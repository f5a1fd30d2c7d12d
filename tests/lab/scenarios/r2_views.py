"""Captures that show it badly: mirrors, snap lengths, clocks, queues, one direction."""
from rig import views
from rig.lab import abort, pause, read, scenario, write
from rig.packets import parse, RST
from rig.services import forget
from scenarios.rejects import BOX, reject
from scenarios.routes import exchange

AT_R1 = ("client", ("r1", "l-c"), ("r1", "wan"))


def is_rst(octets): return (tcp := parse(octets)) is not None and tcp.has(RST)


def lower(octets):
    """The frame as its router sends it on."""
    tcp = parse(octets)
    return octets[:14] + tcp.but(ttl=tcp.ttl - 1).octets() if tcp else octets


def routed(micros):
    """Each frame twice, the second behind a router with a queue of that many microseconds."""
    return lambda kept: sorted((r for t, n, o in kept for r in ([t, n, o],
                                [t + micros, n, lower(o)])), key=lambda r: r[0])


def says_abort(lab):
    lab.says("linger-zero-abort", "close-unread-data", sender="server")
    lab.says("after-reset", sender="client")


@scenario
def r2_router_any_abort(lab):
    """The client's vantage is a router that captures on all interfaces: each frame twice, TTLs that
    differ by one; the server aborts."""
    lab.capture_at(*AT_R1)
    client, server = exchange(lab)
    abort(server)
    lab.says("linger-zero-abort", sender="server")


@scenario
def r2_router_any_forgotten(lab):
    """The same with a server that forgot."""
    lab.capture_at(*AT_R1)
    client, server = exchange(lab)
    forget(lab, server)
    write(client, b"GET /next"); pause(0.2)
    lab.says("peer-lost-state", sender="server")


@scenario
def r2_router_any_refusal(lab):
    """The same with a closed port and one that works."""
    lab.capture_at(*AT_R1)
    client, server = exchange(lab)
    for _ in range(2):
        try: lab.connect(8009)
        except OSError: pause(0.2)
    lab.says("port-closed", sender="server", stages=["handshake"])


@scenario
def r2_router_any_late_close(lab):
    """The same with data written after the server's close."""
    lab.capture_at(*AT_R1)
    client, server = exchange(lab)
    server.close(); pause(0.4)
    write(client, b"did not look"); pause(0.2)
    lab.says("write-after-close", sender="server")


@scenario
def r2_router_any_reject(lab):
    """A router that captures on all interfaces rejects the client's data itself."""
    lab.capture_at(*AT_R1)
    client, server = exchange(lab)
    reject(lab, "r1", "tcp dport 8001 tcp flags & psh == psh")
    write(client, b"this is rejected"); pause(0.4)
    lab.says(*BOX, sender="third-party", name="server")


@scenario
def r2_router_with_queue(lab):
    """Such a router whose outgoing queue takes 30 ms: the copies of data come after the RST; the
    server sends its last and aborts."""
    lab.change("client", routed(30000))
    lab.change("server", routed(30000))
    client, server = exchange(lab)
    write(server, b"LAST" * 100)
    abort(server)
    pause(0.2)
    lab.says("linger-zero-abort", sender="server", name="server")
    lab.says("after-reset", "linger-zero-abort", sender="client")


@scenario
def r2_router_with_long_queue(lab):
    """The same with a queue of 600 ms and a client that aborts while it is being answered."""
    lab.change("client", routed(600000))
    lab.change("server", routed(600000))
    client, server = exchange(lab)
    write(client, b"GET /long"); read(server, 3)
    for n in range(5): write(server, b"part %d" % n * 30); pause(0.03)
    abort(client)
    pause(0.3)
    lab.says("linger-zero-abort", "close-unread-data", "after-reset", sender="client")


@scenario
def r2_mirror_of_both_ports(lab):
    """A mirror port doubles every frame within 20 us; an abort, a forgotten connection."""
    for at in ("client", "server"): lab.change(at, views.twice(20))
    client, server = exchange(lab)
    abort(server)
    pause(0.2)
    client, server = lab.pair(8002)
    lab.chat(client, server)
    forget(lab, server)
    write(client, b"GET /next"); pause(0.2)
    lab.says("linger-zero-abort", sender="server", flow=0)
    lab.says("peer-lost-state", sender="server", flow=1)


@scenario
def r2_snap_length_60(lab):
    """A capture of 60 octets a frame: the options are cut off; the server aborts."""
    for at in ("client", "server"): lab.change(at, views.cut_at(60))
    client, server = exchange(lab)
    abort(server)
    lab.says("linger-zero-abort", sender="server")


@scenario
def r2_snap_length_64_refused_and_forgotten(lab):
    """A capture of 64 octets a frame: a closed port, a server that forgot."""
    for at in ("client", "server"): lab.change(at, views.cut_at(64))
    client, server = exchange(lab)
    try: lab.connect(8009)
    except OSError: pass
    forget(lab, server)
    write(client, b"GET /next"); pause(0.2)
    lab.says("port-closed", sender="server", port=8009)
    lab.says("peer-lost-state", sender="server")


def stepping(lab, micros, fits=is_rst):
    for at in ("client", "server"): lab.change(at, views.clock_steps(fits, micros))


@scenario
def r2_clock_steps_back_after_rst(lab):
    """The capture's clock is set back 5 s just after the RST; the client's next data bring another
    one."""
    stepping(lab, -5000000)
    client, server = exchange(lab)
    lab.wire.rule = lambda t, to: [(0.1, t)] if to == "c" and t.has(RST) else None
    abort(server)
    write(client, b"GET /next"); pause(0.3)
    lab.says("linger-zero-abort", "close-unread-data", sender="server", name="server", nth=0)
    lab.says("linger-zero-abort", "close-unread-data", "after-reset", sender="server",
             name="server")
    lab.says("after-reset", sender="client")


@scenario
def r2_clock_steps_back_before_rst(lab):
    """The clock is set back 2 s between the last data and the RST."""
    def stepped(kept):
        at = next(n for n, r in enumerate(kept) if is_rst(r[2]))
        return [[t - 2000000 * (n >= at), *rest] for n, (t, *rest) in enumerate(kept)]
    for at in ("client", "server"): lab.change(at, stepped)
    client, server = exchange(lab)
    pause(0.3)
    abort(server)
    lab.says("linger-zero-abort", sender="server")


@scenario
def r2_clock_steps_forward(lab):
    """The clock is set an hour ahead after an exchange; the server aborts 0.2 s later."""
    stepping(lab, 3600000000, lambda o: (t := parse(o)) is not None and len(t.payload) > 150)
    client, server = exchange(lab)
    abort(server)
    lab.says("linger-zero-abort", "idle-timeout-spontaneous", sender="server")


@scenario
def r2_queues_swap_rst(lab):
    """A capture of several queues: the RST is read before the last data in front of it."""
    for at in ("client", "server"): lab.change(at, views.swapped(is_rst))
    client, server = exchange(lab)
    write(server, b"LAST"); abort(server)
    pause(0.2)
    lab.says("linger-zero-abort", sender="server", name="server")
    lab.says("after-reset", "linger-zero-abort", sender="client")


@scenario
def r2_queues_swap_reply(lab):
    """Such a capture reads a kernel's bare RST before the data that it answers."""
    lab.wire.delay = 0
    for at in ("client", "server"): lab.change(at, views.swapped(is_rst))
    client, server = exchange(lab)
    forget(lab, server)
    write(client, b"GET /next"); pause(0.2)
    lab.says("peer-lost-state", sender="server", name="server")


@scenario
def r2_queues_swap_refusal(lab):
    """Such a capture reads refusals before their SYNs, on a LAN."""
    lab.wire.delay = 0
    for at in ("client", "server"): lab.change(at, views.swapped(is_rst))
    client, server = exchange(lab, 1)
    for _ in range(2):
        try: lab.connect(8009)
        except OSError: pause(0.1)
    lab.says("port-closed", sender="server")
