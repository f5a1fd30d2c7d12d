"""Guilty boxes at other distances, moments and in other ways."""
import ssl
import threading

from rig.lab import abort, pause, read, read_some, S, S6, scenario, write
from rig.packets import ACK, FIN, PSH, RST, SYN
from rig.services import forget
from scenarios.applications import client_hello
from scenarios.boxes import stateful
from scenarios.injectors import forged, inject_both, says_injected, talk
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
    lab.says("after-reset", sender="client", at="client")
    lab.says("peer-lost-state", sender="client", at="server")


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
    lab.says("after-reset", sender="server", at="server")
    lab.says("peer-lost-state", sender="server", at="client")


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
    lab.says("after-reset", sender="server", at="server")
    lab.says("peer-lost-state", sender="server", at="client")


def on_request(lab, make, after=0.0, passes=True):
    """A box that resets the client when it sees a certain request."""
    def rule(t, toward):
        if toward == "s" and b"forbidden" in t.payload:
            lab.wire.inject("c", make(t), after)
            return None if passes else []
    lab.wire.rule = rule


def request(lab, client, server, answer=True):
    write(client, b"GET /forbidden HTTP/1.1\r\n\r\n")
    read(server, 10)
    if answer: write(server, b"HTTP/1.1 200 OK\r\n\r\n")
    pause(0.4)
    says_injected(lab, name="server")
    lab.says("after-reset", sender="client", at="client")
    lab.says("peer-lost-state", sender="client", at="server")


@scenario
def r2_inject_before_answer(lab):
    """A forged RST comes before the answer: TTL of the injector, own IP ID, window 512."""
    client, server = talk(lab)
    on_request(lab, lambda t: t.answer(RST | ACK, ttl=120, ip_id=40001, window=512))
    request(lab, client, server)


@scenario
def r2_inject_after_answer(lab):
    """A forged RST comes just after the answer, with a number that counts it in; then the server
    sends more."""
    client, server = talk(lab)
    def rule(t, toward):
        if toward == "c" and b"200 OK" in t.payload:
            lab.wire.inject("c", forged(t, ttl=120, ip_id=40001), after=0.021)
    lab.wire.rule = rule
    write(client, b"GET /"); read(server, 5)
    write(server, b"HTTP/1.1 200 OK\r\n\r\n"); pause(0.5)
    write(server, b"more of it"); pause(0.3)
    says_injected(lab, name="server")
    lab.says("after-reset", sender="client", at="client")
    lab.says("peer-lost-state", sender="client", at="server")


@scenario
def r2_inject_instead_of_answer(lab):
    """The request is dropped and answered with a forged RST|ACK: TTL of the injector, no
    timestamps; nobody speaks any more."""
    client, server = talk(lab)
    on_request(lab, lambda t: t.answer(RST | ACK, ttl=58, ip_id=1), passes=False)
    write(client, b"GET /forbidden"); pause(0.5)
    says_injected(lab, name="server")


@scenario
def r2_inject_bare_with_libnet(lab):
    """The habit of an IDS: bare RST, random TTL and IP ID, window 0, to both ends, the request goes
    on."""
    client, server = talk(lab)
    def rule(t, toward):
        if toward == "s" and b"forbidden" in t.payload:
            lab.wire.inject("c", t.answer(RST, ttl=201, ip_id=31999).but(ack=0))
            lab.wire.inject("s", forged(t, RST, ttl=190, ip_id=2002).but(ack=0), after=0.021)
    lab.wire.rule = rule
    write(client, b"GET /forbidden"); pause(0.5)
    says_injected(lab)


@scenario
def r2_inject_client_side_v6(lab):
    """A forged RST|ACK to an IPv6 client on its request, hop limit 64 at the injector, label 0, no
    timestamps; the server answers."""
    client, server = talk(lab, S6)
    on_request(lab, lambda t: t.answer(RST | ACK, ttl=58))
    request(lab, client, server)


@scenario
def r2_inject_server_side_v6(lab):
    """A forged RST|ACK to an IPv6 server in the client's name; the client goes on."""
    client, server = talk(lab, S6)
    lab.wire.inject("s", forged(lab.wire.last("s"), ttl=58))
    pause(0.3)
    write(client, b"still here"); pause(0.3)
    says_injected(lab, name="client")
    lab.says("after-reset", sender="server", at="server")
    lab.says("peer-lost-state", sender="server", at="client")


@scenario
def r2_inject_storm(lab):
    """A storm of 60 forged RST|ACK to the client, 1 ms apart, TTL 90, all with the same number; the
    server sends more."""
    client, server = talk(lab)
    last = lab.wire.last("c")
    for n in range(60): lab.wire.inject("c", forged(last, ttl=90, ip_id=n + 1), after=n / 1000)
    pause(0.7)
    write(server, b"still here"); pause(0.3)
    says_injected(lab, name="server")
    lab.says("after-reset", sender="client", at="client")
    lab.says("peer-lost-state", sender="client", at="server")


@scenario
def r2_inject_ttl_and_id_of_request(lab):
    """An in-line box turns a request round: its RST has the TTL and IP ID of the request, window
    and all; to the client only."""
    client, server = talk(lab)
    on_request(lab, lambda t: t.answer(RST | ACK, ttl=t.ttl, ip_id=t.ip_id, window=t.window),
               passes=False)
    write(client, b"GET /forbidden"); pause(0.3)
    write(server, b"still here"); pause(0.3)
    says_injected(lab, name="server")
    lab.says("after-reset", sender="client", at="client")
    lab.says("peer-lost-state", sender="client", at="server")


@scenario
def r2_inject_into_download(lab):
    """In the middle of a download a box resets the client at the number that it expects, TTL 111;
    the server's data go on coming."""
    client, server = talk(lab)
    count = []
    def rule(t, toward):
        if toward == "c" and len(t.payload) > 1000:
            count.append(t)
            if len(count) == 8:
                lab.wire.inject("c", forged(t, ttl=111, ip_id=7), after=0.0201)
    lab.wire.rule = rule
    threading.Thread(target=write, args=(server, b"d" * 60000), daemon=True).start()
    read(client, 60000); pause(0.3)
    says_injected(lab, name="server")
    lab.says("after-reset", sender="client", at="client")
    lab.says("peer-lost-state", sender="client", at="server")


@scenario
def r2_inject_on_fin(lab):
    """A box answers the client's FIN with RST|ACK instead of letting it pass, TTL of its own; the
    server hears nothing."""
    client, server = talk(lab)
    def rule(t, toward):
        if toward == "s" and t.has(FIN):
            lab.wire.inject("c", t.answer(RST | ACK, ttl=99, ip_id=9))
            return []
    lab.wire.rule = rule
    client.close(); pause(0.4)
    lab.says(*BOX, "late-segment-after-close", "abort-after-peer-fin", sender="third-party")


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
