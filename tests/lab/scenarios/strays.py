"""Ports used again, and segments nobody expects."""
import socket

from rig.lab import C, pause, read, S, scenario, write
from rig.packets import ACK, random_number, RST, SYN, Tcp
from rig.services import forget
from rig.stack import Raw


@scenario
def port_reuse_half_open(lab):
    """The client host forgets a connection and uses its port again: the server answers the SYN with
    an ACK of the old one, the client resets that and comes through with its next SYN."""
    lab.capture()
    listener = lab.listen()
    client = lab.connect(source=40111); server = lab.accept(listener)
    lab.chat(client, server)
    forget(lab, client, "c")
    pause(0.2)
    again = lab.connect(source=40111)
    there = lab.accept(listener)
    lab.chat(again, there)
    lab.says("port-reuse-half-open", sender="client")


@scenario
def stray_segment(lab):
    """ACK and FIN probes to an open and a closed port, connection there is none."""
    lab.capture()
    lab.listen(port=8001)
    raw = Raw(lab, "c")
    for port, flags in ((8001, 16), (8001, 17), (8002, 16), (8002, 1)):
        raw.send(Tcp(C, S, 40200 + flags, port, random_number(), random_number(), flags, 1024,
                     ip_id=77, ttl=50))
        pause(0.05)
    pause(0.2)
    lab.says("stray-segment", sender="server", stages=["no-connection"])


@scenario
def orphan_rst(lab):
    """Backscatter: RSTs to a client that never spoke to that address; nothing answers."""
    lab.capture()
    raw = Raw(lab, "s")
    for n in range(3):
        raw.send(Tcp(S, C, 443, 50000 + n, 0, random_number(), RST | ACK, ip_id=5 + n))
        pause(0.1)
    # Sent by the server's host, though not by its TCP.
    lab.says("orphan-rst", sender="server", accept=["server", "unknown"], stages=["no-connection"])


@scenario
def handshake_bad_ack(lab):
    """A broken SYN proxy on the wire shifts the server's SYN/ACK: its ack is not of this SYN."""
    lab.capture()
    lab.listen()
    def rule(t, toward):
        if toward == "c" and t.has(SYN): return [(0, t.but(ack=t.ack + 1000))]
    lab.wire.rule = rule
    try: lab.connect(wait=0.8)
    except OSError: pass
    lab.says("handshake-bad-ack", sender="client", stages=["handshake"], at="client")
    lab.says("handshake-bad-ack", "synack-abandoned", sender="client", stages=["handshake"],
             at="server")


@scenario
def mptcp_fast_close(lab):
    """An MPTCP connection aborted by the client: the RST says MP_FASTCLOSE and MP_TCPRST."""
    lab.capture()
    IPPROTO_MPTCP = 262
    with lab.at("s"):
        listener = lab.keep(socket.socket(socket.AF_INET, socket.SOCK_STREAM, IPPROTO_MPTCP))
        listener.bind(("", 8001)); listener.listen(5)
    with lab.at("c"):
        client = lab.keep(socket.socket(socket.AF_INET, socket.SOCK_STREAM, IPPROTO_MPTCP))
        client.connect((S, 8001))
    server = lab.accept(listener)
    write(client, b"hello"); read(server, 5); write(server, b"hello"); read(client, 5)
    write(server, b"unread")
    pause(0.2)
    client.close()
    lab.says("mptcp-subflow-reset", "device-declared", "close-unread-data", sender="client",
             name="client")
    lab.says("mptcp-subflow-reset", "device-declared", "after-reset", sender="server",
             name="server")
