"""Time-outs, silence, and hosts that forget."""
import threading

from rig.lab import abort, pause, read, read_some, S, scenario, write
from rig.services import forget


def cut(lab, *ends):
    """The wire drops all that travels to these ends."""
    lab.wire.rule = lambda t, toward: [] if toward in ends else None


def mend(lab): lab.wire.rule = None


@scenario
def keepalive_timeout(lab):
    """The server's keepalive probes (1 s, three) are lost; it resets, and by then the wire is whole
    again."""
    lab.capture()
    listener = lab.listen(keepalive=(1, 1, 3))
    client = lab.connect(); server = lab.accept(listener)
    lab.chat(client, server)
    pause(0.2)
    cut(lab, "c")
    pause(3.6)
    mend(lab)
    pause(1)
    lab.says("keepalive-timeout", sender="server", at="server")
    # The probes are not in the client's capture.
    lab.says("keepalive-timeout", "linger-zero-abort", "idle-timeout-spontaneous",
             sender="server", at="client")


@scenario
def keepalive_answers_lost(lab):
    """The client's probes arrive and are answered, but the answers are lost on the way back: seen
    at the server, an answered probe and all the same a keepalive reset."""
    lab.capture()
    client, server = lab.pair(keepalive=(1, 1, 2))
    lab.chat(client, server)
    pause(0.2)
    cut(lab, "c")
    pause(4)
    lab.says("keepalive-timeout", sender="client", at="client")
    lab.says("keepalive-timeout", "linger-zero-abort", sender="client", at="server")


@scenario
def abort_beside_keepalive(lab):
    """Keepalive probes are sent and answered; then the client aborts for its own reasons."""
    lab.capture()
    client, server = lab.pair(keepalive=(1, 1, 3))
    lab.chat(client, server)
    pause(2.6)
    abort(client)
    lab.says("linger-zero-abort", "close-unread-data", sender="client", stages=["mid-stream"])


@scenario
def retransmission_timeout(lab):
    """The wire to the client is cut, the server retransmits until its TCP_USER_TIMEOUT; when the
    wire is back the client's data come to a host that gave up."""
    lab.capture()
    listener = lab.listen(user_timeout=1500)
    client = lab.connect(); server = lab.accept(listener)
    lab.chat(client, server)
    cut(lab, "c")
    write(server, b"lost " * 20)
    pause(3)
    mend(lab)
    write(client, b"are you there?")
    pause(0.3)
    lab.says("retransmission-timeout", sender="server", at="server", stages=["mid-stream"])
    lab.says("retransmission-timeout", "peer-lost-state", sender="server", at="client")


@scenario
def mtu_blackhole(lab):
    """Frames over 1000 octets to the client vanish, small ones pass; the server gives up after 2 s
    and answers the client's next request with RST."""
    lab.capture()
    listener = lab.listen(user_timeout=2000)
    client = lab.connect(); server = lab.accept(listener)
    lab.chat(client, server, size=300)
    lab.wire.rule = lambda t, toward: [] if toward == "c" and len(t.payload) > 1000 else None
    write(client, b"GET /big")
    read(server, 8)
    write(server, b"B" * 4000)
    pause(4)
    write(client, b"GET /again")
    pause(0.3)
    lab.says("mtu-blackhole", "retransmission-timeout", sender="server", at="server")
    lab.says("mtu-blackhole", "retransmission-timeout", "peer-lost-state", sender="server",
             at="client")


@scenario
def zero_window_timeout(lab):
    """The reader never reads; the writer's user time-out ends the connection silently; when the
    reader reads at last, its window update is answered with RST."""
    lab.capture()
    listener = lab.listen(rcvbuf=6000)
    client = lab.connect(user_timeout=2000); server = lab.accept(listener)
    threading.Thread(target=write, args=(client, b"z" * 60000), daemon=True).start()
    pause(6)
    read_some(server)
    pause(0.5)
    lab.says("zero-window-timeout", sender="client")


@scenario
def abort_after_retransmissions(lab):
    """Two retransmissions of a request, then they arrive, all is answered and the server aborts on
    purpose: loss before, not the cause."""
    lab.capture()
    client, server = lab.pair()
    lab.chat(client, server)
    cut(lab, "s")
    write(client, b"r" * 48)
    pause(0.75)
    mend(lab)
    read(server, 48); write(server, b"." * 200); read(client, 200)
    pause(0.1)
    abort(server)
    lab.says("linger-zero-abort", sender="server", stages=["mid-stream"])


@scenario
def idle_then_abort(lab):
    """Three quiet seconds and the server's application ends the connection with an abort."""
    lab.capture()
    client, server = lab.pair()
    lab.chat(client, server)
    pause(3)
    abort(server)
    lab.idle_after(2)
    lab.says("idle-timeout-spontaneous", "linger-zero-abort", sender="server",
             stages=["after-idle"])


@scenario
def idle_then_lost_state(lab):
    """Three quiet seconds in which the server silently forgets (its RST is dropped by its own
    firewall); the client's next request is answered by its kernel."""
    lab.capture()
    client, server = lab.pair()
    lab.chat(client, server)
    forget(lab, server)
    pause(3)
    write(client, b"after the pause")
    pause(0.3)
    lab.idle_after(2)
    lab.says("idle-timeout", "peer-lost-state", sender="server", stages=["after-idle"])


@scenario
def peer_lost_state(lab):
    """The server forgets between two requests 0.3 s apart; the port listens again."""
    lab.capture()
    client, server = lab.pair()
    lab.chat(client, server)
    forget(lab, server)
    lab.listen()
    pause(0.2)
    write(client, b"GET /next")
    pause(0.2)
    client = lab.connect()
    pause(0.1)
    lab.says("peer-lost-state", sender="server", stages=["mid-stream"])


@scenario
def peer_lost_state_many(lab):
    """A server host forgets four connections at once (as a reboot does); each client's next request
    is answered with RST."""
    lab.capture()
    listener = lab.listen()
    clients, servers = [], []
    for _ in range(4):
        clients.append(lab.connect()); servers.append(lab.accept(listener))
        lab.chat(clients[-1], servers[-1], 1)
    for server in servers: forget(lab, server)
    for client in clients: write(client, b"GET /next"); pause(0.05)
    pause(0.3)
    lab.says("peer-lost-state", "process-exit-burst", sender="server", stages=["mid-stream"])


@scenario
def path_rehash(lab):
    """A virtual address moves in mid-stream to another server, two hops farther: its kernel resets
    what it does not know; a new connection works there."""
    other = lab.net.far_host("s2")
    for server in ("s", "s2"): lab.net.sh(server, "ip addr add 10.9.8.8/32 dev lo")
    for router, hop in (("r1", "10.9.2.2"), ("r2", S), ("r3", "10.9.6.2"), ("r4", other)):
        lab.net.sh(router, f"ip route add 10.9.8.8 via {hop}")
    lab.capture()
    listener = lab.listen()
    client = lab.connect(address="10.9.8.8"); server = lab.accept(listener)
    lab.chat(client, server, 3)
    pause(0.2)
    lab.net.sh("r2", "ip route replace 10.9.8.8 via 10.9.5.2")
    second = lab.listen("s2")
    write(client, b"GET /next")
    pause(0.4)
    new = lab.connect(address="10.9.8.8"); there = lab.accept(second)
    lab.chat(new, there)
    lab.says("path-rehash", "peer-lost-state", at="client", sender="server")
