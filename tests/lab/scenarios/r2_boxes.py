"""Guilty boxes at other distances, moments and in other ways."""
import ssl
import threading

from rig.lab import pause, read, S, S6, scenario, write
from rig.packets import ACK, RST
from scenarios.applications import client_hello
from scenarios.boxes import stateful
from scenarios.injectors import forged, talk
from scenarios.rejects import BOX, control, reject, try_connect

DATA = "tcp dport 8001 tcp flags & psh == psh"
ANSWERS = "tcp sport 8001 tcp flags & psh == psh"


def rejected(lab, router, delay, address=S, exchanges=3):
    """The client's data are rejected at a router; the server does not know and speaks on."""
    lab.wire.delay = delay
    lab.capture()
    client, server = lab.pair(address=address)
    if exchanges: lab.chat(client, server, exchanges)
    reject(lab, router, DATA)
    write(client, b"GET /rejected HTTP/1.1\r\n\r\n")
    pause(0.4 + 2 * delay)
    if exchanges: write(server, b"server speaks on"); pause(0.2 + 2 * delay)
    lab.says(*BOX, sender="third-party", name="server", stages=["mid-stream"])
    lab.says_forgotten("client")


@scenario
def r2_reject_near_server_5ms(lab):
    """The router next to the server rejects the client's data; 5 ms of way."""
    rejected(lab, "r2", 0.0025)


@scenario
def r2_reject_near_server_120ms(lab):
    """The router next to the server rejects the client's data; 120 ms of way."""
    rejected(lab, "r2", 0.06)


@scenario
def r2_reject_near_client_120ms(lab):
    """The router next to the client rejects the client's data; 120 ms of way."""
    rejected(lab, "r1", 0.06)


@scenario
def r2_reject_near_client_5ms_v6(lab):
    """The router next to the client rejects the client's data over IPv6; 5 ms of way."""
    rejected(lab, "r1", 0.0025, S6)


@scenario
def r2_reject_near_server_30ms_v6(lab):
    """The router next to the server rejects the client's data over IPv6; 30 ms of way."""
    rejected(lab, "r2", 0.015, S6)


@scenario
def r2_reject_first_data_near_server(lab):
    """The router next to the server rejects the client's first data."""
    rejected(lab, "r2", 0.015, exchanges=0)


@scenario
def r2_reject_first_data_near_client(lab):
    """The router next to the client rejects the client's first data; other connections of the host
    work."""
    lab.capture()
    control(lab)
    rejected(lab, "r1", 0.06, exchanges=0)


@scenario
def r2_reject_client_hello(lab):
    """A next-generation firewall beside the client rejects a ClientHello; its neighbour's
    connection to the same port had worked."""
    lab.capture()
    listener = lab.listen(port=8443)
    client = lab.connect(8443); server = lab.accept(listener)
    hello = client_hello(ssl.create_default_context())
    write(client, hello); read(server, 5)
    write(server, b"\x16\x03\x03\x00\x04\x02\x00\x00\x00"); read(client, 9); pause(0.2)
    reject(lab, "r1", "tcp dport 8443 tcp flags & psh == psh")
    client = lab.connect(8443); server = lab.accept(listener)
    write(client, hello)
    pause(0.4)
    lab.says(*BOX, sender="third-party", stages=["mid-stream"])


@scenario
def r2_reject_answers_near_client(lab):
    """The router next to the client rejects what the server answers: the server is reset in the
    client's name, who waits and asks again."""
    lab.capture()
    client, server = lab.pair()
    lab.chat(client, server, 3)
    reject(lab, "r1", ANSWERS)
    write(client, b"GET /"); read(server, 5); write(server, b"the answer"); pause(0.4)
    write(client, b"hello?"); pause(0.3)
    lab.says(*BOX, sender="third-party", name="client", stages=["mid-stream"])
    lab.says_forgotten("server")


@scenario
def r2_reject_answers_near_server_v6(lab):
    """The router next to the server rejects what it answers, IPv6."""
    lab.wire.delay = 0.06
    lab.capture()
    client, server = lab.pair(address=S6)
    lab.chat(client, server, 3)
    reject(lab, "r2", ANSWERS)
    write(client, b"GET /"); read(server, 5); write(server, b"the answer"); pause(0.4)
    write(client, b"hello?"); pause(0.4)
    lab.says(*BOX, sender="third-party", name="client", stages=["mid-stream"])
    lab.says_forgotten("server")


@scenario
def r2_firewall_forgets_and_rejects_both(lab):
    """The router next to the server forgets after 2 s and rejects what both ends then send."""
    stateful(lab, "r2")
    lab.wire.delay = 0.06
    lab.capture()
    client, server = lab.pair()
    lab.chat(client, server, 3)
    pause(3.5)
    threading.Thread(target=write, args=(server, b"news")).start()
    write(client, b"any news?"); pause(0.5)
    lab.idle_after(2)
    lab.says("idle-timeout", *BOX, sender="third-party", stages=["after-idle"])


@scenario
def r2_firewall_forgets_v6(lab):
    """A stateful firewall next to the client forgets an IPv6 connection after 2 s and rejects the
    client's next request."""
    stateful(lab, "r1")
    lab.capture()
    client, server = lab.pair(address=S6)
    lab.chat(client, server, 3)
    pause(3.5)
    write(client, b"after the pause"); pause(0.3)
    lab.idle_after(2)
    lab.says("idle-timeout", *BOX, sender="third-party", stages=["after-idle"])


@scenario
def r2_box_answers_keepalives(lab):
    """A box answers the client's keepalive probes in the name of a server that is gone; then it
    resets the client's next request, TTL of its own."""
    client, server = talk(lab, keepalive=(1, 1, 5))
    def rule(t, toward):
        if toward != "s": return []
        if b"forbidden" in t.payload:
            lab.wire.inject("c", t.answer(RST | ACK, ttl=251, ip_id=70))
        else:
            lab.wire.inject("c", t.answer(ACK, ttl=251, ip_id=60, window=500).but(ack=t.seq + 1))
        return []
    lab.wire.rule = rule
    pause(2.5)
    write(client, b"GET /forbidden"); pause(0.3)
    # What went before in the server's name was the box's, too.
    lab.says(*BOX, "peer-lost-state", "idle-timeout", sender="third-party",
             accept=["third-party", "unknown"])


@scenario
def r2_reject_syn_near_server_5ms(lab):
    """The router next to the server refuses SYNs to one port, 5 ms of way; others work."""
    lab.wire.delay = 0.0025
    lab.capture()
    control(lab, times=2)
    reject(lab, "r2", "tcp dport 8001")
    for _ in range(2): try_connect(lab); pause(0.2)
    control(lab, 8005)
    lab.says("firewall-reject", sender="third-party", stages=["handshake"])


@scenario
def r2_reject_syn_near_client_120ms_v6(lab):
    """The router next to the client refuses SYNs to one port over IPv6, 120 ms of way."""
    lab.wire.delay = 0.06
    lab.capture()
    control(lab, times=2, address=S6)
    reject(lab, "r1", "tcp dport 8001")
    for _ in range(2): try_connect(lab, address=S6); pause(0.2)
    lab.says("firewall-reject", sender="third-party", stages=["handshake"])


@scenario
def r2_balancer_resets_both_on_expiry(lab):
    """A balancer in the path (TTL 254, IP ID counted on its own) resets both ends after 3 s of
    silence, 40 ms apart."""
    client, server = talk(lab)
    pause(3)
    to_c, to_s = lab.wire.last("c"), lab.wire.last("s")
    lab.wire.inject("c", forged(to_c, ttl=254, ip_id=12001, window=0))
    lab.wire.inject("s", forged(to_s, ttl=254, ip_id=12002, window=0), after=0.04)
    pause(0.3)
    lab.idle_after(2)
    lab.says("idle-timeout-spontaneous", *BOX, sender="third-party", stages=["after-idle"])
