"""Injectors of other habits than those of the first set."""
import threading

from rig.lab import pause, read, S6, scenario, write
from rig.packets import ACK, FIN, RST
from scenarios.injectors import forged, on_request, request, says_injected, talk
from scenarios.rejects import BOX

DATA = "tcp dport 8001 tcp flags & psh == psh"
ANSWERS = "tcp sport 8001 tcp flags & psh == psh"


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
    lab.says_forgotten("client")


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
    lab.says_forgotten("server")


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
    lab.says_forgotten("client")


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
    lab.says_forgotten("client")


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
    lab.says_forgotten("client")


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
