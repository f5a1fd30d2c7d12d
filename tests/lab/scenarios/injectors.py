"""Something on the path forges resets."""
import random

from rig.lab import pause, read, read_some, S, scenario, write
from rig.packets import ACK, random_number, RST, SYN, Tcp
from scenarios.rejects import control, try_connect


def talk(lab, address=S, **options):
    lab.capture()
    client, server = lab.pair(address=address, **options)
    lab.chat(client, server, 3)
    pause(0.1)
    return client, server


def forged(tcp, flags=RST | ACK, **fields):
    """A RST in the name of the sender of `tcp`, right behind it."""
    return Tcp(tcp.src, tcp.dst, tcp.sport, tcp.dport, tcp.end, tcp.ack, flags, **fields)


def says_injected(lab, at_victim=("injected-reset",), name=None):
    lab.says(*at_victim, "firewall-reject", sender="third-party", name=name)


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
    lab.says_forgotten("client")


@scenario
def inject_to_client(lab):
    """An injector answers a request with one RST|ACK to the client: window 0, no timestamps, TTL of
    its own. The server answers too and its answer meets a client that has forgotten."""
    client, server = talk(lab)
    on_request(lab, lambda t: t.answer(RST | ACK, ttl=113, ip_id=4711))
    request(lab, client, server)


@scenario
def inject_to_server(lab):
    """The same to the server only: the client hears nothing until it speaks again."""
    client, server = talk(lab)
    def rule(t, toward):
        if toward == "s" and b"forbidden" in t.payload:
            lab.wire.inject("s", forged(t, ttl=48, ip_id=9), after=0.025)
    lab.wire.rule = rule
    write(client, b"GET /forbidden HTTP/1.1\r\n\r\n")
    pause(0.4)
    write(client, b"hello?")
    pause(0.2)
    says_injected(lab, name="client")
    lab.says_forgotten("server")


def inject_both(lab, client, server, make, copies=1):
    """Sends `copies` RSTs of make(last segment of a side, nth) each way."""
    to_c, to_s = lab.wire.last("c"), lab.wire.last("s")
    for n in range(copies):
        lab.wire.inject("c", make(to_c, n))
        lab.wire.inject("s", make(to_s, n))
    pause(0.4)


@scenario
def inject_both_random_ttl(lab):
    """Three RSTs each way, each with a random TTL, IP ID and window."""
    client, server = talk(lab)
    inject_both(lab, client, server, lambda t,
                n: forged(t, flags=RST, ttl=random.choice((50, 97, 201)) + n,
                ip_id=random_number(16), window=random.randrange(200, 9000)), 3)
    says_injected(lab)


@scenario
def inject_series_1460(lab):
    """The classic series: RST|ACK at the next octet, +1460 and +4380, both ways."""
    client, server = talk(lab)
    inject_both(lab, client, server, lambda t, n: forged(t, ttl=60, ip_id=64, window=0).but(
        seq=t.end + (0, 1460, 4380)[n]), 3)
    says_injected(lab)


@scenario
def inject_then_server_speaks(lab):
    """One bare RST to the client with the TTL of the server's packets, window 0, no options, IP ID
    not 0; only that the server speaks on gives it away."""
    client, server = talk(lab)
    last = lab.wire.last("c")
    lab.wire.inject("c", forged(last, RST, ttl=last.ttl, ip_id=31337).but(ack=0))
    pause(0.4)
    write(server, b"still here")
    pause(0.3)
    says_injected(lab, name="server")
    lab.says_forgotten("client")


@scenario
def inject_near_perfect(lab):
    """A RST|ACK to both with the TTL, next IP ID, window and timestamps of the true sender, both
    within a millisecond."""
    client, server = talk(lab)
    inject_both(lab, client, server, lambda t, n: forged(t, ttl=t.ttl, ip_id=t.ip_id + 1,
                window=t.window, options=t.options))
    for at in ("client", "server"):
        lab.says("injected-reset", "linger-zero-abort", "close-unread-data", sender="third-party",
                 at=at,
                 accept=["third-party", "unknown", {"client": "server", "server": "client"}[at]])


@scenario
def inject_no_timestamps(lab):
    """RST|ACK to the client with everything right but the timestamps, that are missing, and IP ID
    0; the server answers the request all the same."""
    client, server = talk(lab)
    on_request(lab, lambda t: t.answer(RST | ACK, ttl=63, window=502))
    request(lab, client, server)


@scenario
def inject_on_client_hello(lab):
    """A censor resets both ends at the ClientHello; every try, while another name works."""
    lab.capture()
    listener = lab.listen(port=8443)
    hello = bytes.fromhex("1603010060010000 5c0303".replace(" ", "")) + b"\x07" * 60
    def rule(t, toward):
        if toward == "s" and b"blocked" in t.payload:
            lab.wire.inject("c", t.answer(RST | ACK, ttl=200, ip_id=1))
            lab.wire.inject("s", forged(t, ttl=200, ip_id=1), after=0.021)
    lab.wire.rule = rule
    for name in (b"open.example.net", b"blocked.example", b"blocked.example"):
        client = lab.connect(8443); server = lab.accept(listener)
        write(client, hello + name + b"\x00" * 20)
        read_some(server)
        if name.startswith(b"open"):
            write(server, b"\x16\x03\x03\x00\x04\x02\x00\x00\x00"); read(client, 9)
        pause(0.1)
    lab.says("injected-reset", "firewall-reject", sender="third-party")
    lab.says("after-reset", sender="client", at="client")
    # At the server the client's own answers join the event of the RST forged in its name.
    lab.says("injected-reset", "firewall-reject", "peer-lost-state", sender="client",
             accept=["client", "third-party"])


@scenario
def inject_rewritten_in_line(lab):
    """A box in line turns the server's answer into RST|ACK: TTL, IP ID and numbers stay true, the
    timestamps go and the payload too; it does so with every retransmission."""
    client, server = talk(lab)
    def rule(t, toward):
        if toward == "c" and b"secret" in t.payload:
            return [(0, t.but(flags=RST | ACK, payload=b"", options=b"", window=0))]
    lab.wire.rule = rule
    write(client, b"tell me")
    read(server, 5); write(server, b"the secret is out")
    pause(0.6)
    lab.says("injected-reset", "firewall-reject", "close-unread-data", "linger-zero-abort",
             at="client",
             sender="third-party", accept=["third-party", "unknown", "server"])
    lab.says("peer-lost-state", sender="client", at="server")
    lab.says("after-reset", sender="client", at="client")


@scenario
def inject_payload_f5(lab):
    """A load balancer that says its reason in the RST: text as F5 writes it."""
    client, server = talk(lab)
    inject_both(lab, client, server, lambda t, n: forged(t, ttl=253, ip_id=random_number(16),
                payload=b"BIG-IP: [0x2664c65:2574] Flow expired (sweeper)"))
    lab.says("device-declared", sender="third-party")


@scenario
def inject_payload_ietf(lab):
    """A box that says `not authorized` in the eight octets of the IETF draft, to the client."""
    client, server = talk(lab)
    last = lab.wire.last("c")
    lab.wire.inject("c", forged(last, ttl=250, payload=bytes.fromhex("33aa000900000000")))
    pause(0.4)
    lab.says("device-declared", sender="third-party")


@scenario
def reset_both_after_idle(lab):
    """Three quiet seconds, then a balancer resets both ends at once, nobody having spoken."""
    client, server = talk(lab)
    pause(3)
    inject_both(lab, client, server, lambda t, n: forged(t, ttl=253, ip_id=n + 7))
    lab.idle_after(2)
    lab.says("idle-timeout-spontaneous", sender="third-party", stages=["after-idle"])


@scenario
def blind_guess(lab):
    """An off-path attacker guesses in the window but not the number: the client challenges and the
    connection goes on."""
    client, server = talk(lab)
    last = lab.wire.last("c")
    for n in range(3):
        lab.wire.inject("c",
                        forged(last, RST, ttl=99,
                               ip_id=n + 1000).but(seq=last.end + 5000 + 900 * n, ack=0))
    pause(0.3)
    lab.chat(client, server)
    lab.says("blind-reset-attempt", sender="third-party")


@scenario
def inject_syn_refused(lab):
    """An injector answers SYNs to the server with RST|ACK while the server's own SYN/ACK is on its
    way; other ports of it work."""
    lab.capture()
    control(lab)
    lab.listen(port=8001)
    def rule(t, toward):
        if toward == "s" and t.has(SYN) and t.dport == 8001:
            lab.wire.inject("c", t.answer(RST | ACK, ttl=120, ip_id=77, window=0).but(seq=0))
    lab.wire.rule = rule
    try_connect(lab)
    pause(0.2)
    lab.says("firewall-reject", "injected-reset", sender="third-party", stages=["handshake"])
    lab.says("after-reset", sender="client", at="client")
    lab.says("synack-abandoned", "after-reset", sender="client", at="server")
