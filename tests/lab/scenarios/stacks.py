"""Hosts of other makes, and firewalls that make all hosts alike."""
import threading

from rig.lab import abort, pause, read, scenario, write
from rig.packets import ACK, PSH, RST, SYN
from rig.stack import Host, raw_syn
from scenarios.routes import exchange


@scenario
def no_timestamps_hosts(lab):
    """Neither host uses timestamps (as many appliances); the server aborts with a request
    unread."""
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
    """A host of another make: TTL 128, no timestamps, IP ID +1, aborts with RST|ACK and window
    0."""
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
    """The same host restarted: it answers data with a bare RST whose ACK field is not zero and
    equal to its SEQ, window 0, IP ID counted on, TTL 128."""
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
    """A RST of the connection before, on the same ports, comes late: out of the window, ignored,
    the new connection goes on."""
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
    lab.says("linger-zero-abort", sender="server")
    lab.says("linger-zero-abort", "close-unread-data", sender="client", at="client")
    # It is the client's own, only old.
    lab.says("blind-reset-attempt", "orphan-rst", "late-segment-after-close", sender="client",
             at="server",
             accept=["client", "unknown"])
