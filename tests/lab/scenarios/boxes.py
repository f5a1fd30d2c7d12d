"""A box between the two ends is guilty, or something on the path forges resets."""
import random
import threading

from rig.lab import C, C6, S, S6, abort, pause, read, read_some, scenario, write
from rig.packets import ACK, FIN, PSH, RST, SYN, Tcp, random_number

BOX = ["firewall-reject", "injected-reset"]

def control(lab, port=8002, times=1, address=S):
    """Good connections to the same host, by whose TTL a stranger's reset can be told."""
    for n in range(times):
        client, server = lab.pair(port + n, address)
        lab.chat(client, server)
        client.close(); read(server); server.close()
    pause(0.1)


def reject(lab, router, match, ends="forward"):
    lab.net.nft(router, f"table inet box {{ chain f {{ type filter hook {ends} priority 0; "
                        f"{match} reject with tcp reset\n }}\n }}\n")


def try_connect(lab, **options):
    try: return lab.connect(**options)
    except OSError: return None


@scenario
def reject_syn_at_r1(lab):
    """A router next to the client refuses SYNs to one port; other ports of the server work."""
    lab.capture()
    control(lab, times=2)
    reject(lab, "r1", "tcp dport 8001")
    for _ in range(2): try_connect(lab); pause(0.2)
    lab.says("firewall-reject", sender="third-party", stages=["handshake"])


@scenario
def reject_syn_at_r2(lab):
    """A router next to the server refuses SYNs to one port: one hop less than the server's own
    packets have, the same round trip."""
    lab.capture()
    control(lab, times=3)
    reject(lab, "r2", "tcp dport 8001")
    for _ in range(3): try_connect(lab); pause(0.2)
    lab.says("firewall-reject", sender="third-party", stages=["handshake"])


@scenario
def reject_syn_and_closed_port(lab):
    """One port closed at the server, another rejected by a router: the refusals of one host with
    two TTLs."""
    lab.capture()
    control(lab)
    reject(lab, "r1", "tcp dport 8001")
    for port in (8007, 8001, 8007, 8001): try_connect(lab, port=port); pause(0.1)
    lab.says("port-closed", sender="server", stages=["handshake"])
    lab.says("firewall-reject", sender="third-party", stages=["handshake"])


@scenario
def reject_syn_alone(lab):
    """A router refuses the only SYN of the capture: nothing of the server to compare with."""
    lab.capture()
    reject(lab, "r1", "tcp dport 8001")
    try_connect(lab)
    lab.says("firewall-reject", "port-closed", sender="third-party", stages=["handshake"],
             accept=["third-party", "server", "unknown"])


@scenario
def reject_syn_v6(lab):
    """A router refuses SYNs over IPv6, other ports work."""
    lab.capture()
    control(lab, address=S6)
    reject(lab, "r1", "tcp dport 8001")
    try_connect(lab, address=S6)
    lab.says("firewall-reject", sender="third-party", stages=["handshake"])


@scenario
def reject_data_to_client_only(lab):
    """A router rejects the client's data in mid-stream: the client is reset, the server goes on and
    its data are answered by the client, who has forgotten."""
    lab.capture()
    client, server = lab.pair()
    lab.chat(client, server, 3)
    reject(lab, "r1", "tcp dport 8001 tcp flags & psh == psh")
    write(client, b"this is rejected")
    pause(0.4)
    write(server, b"server speaks on")
    pause(0.2)
    lab.says(*BOX, sender="third-party", name="server", stages=["mid-stream"])
    lab.says("after-reset", sender="client", at="client")
    lab.says("peer-lost-state", sender="client", at="server")


@scenario
def reject_data_to_server_only(lab):
    """A router rejects the server's data: only the server is reset, the client's next data are
    answered by the server, who has forgotten."""
    lab.capture()
    client, server = lab.pair()
    lab.chat(client, server, 3)
    reject(lab, "r2", "tcp sport 8001 tcp flags & psh == psh")
    write(client, b"answer me")
    pause(0.1)
    write(server, b"this is rejected")
    pause(0.4)
    write(client, b"client speaks on")
    pause(0.2)
    lab.says(*BOX, sender="third-party", name="client", stages=["mid-stream"])
    lab.says("after-reset", sender="server", at="server")
    lab.says("peer-lost-state", sender="server", at="client")


@scenario
def reject_data_both(lab):
    """A router rejects data both ways: each side that speaks is reset by it."""
    lab.capture()
    client, server = lab.pair()
    lab.chat(client, server, 3)
    reject(lab, "r1", "tcp sport 8001 tcp flags & psh == psh")
    reject(lab, "r2", "tcp dport 8001 tcp flags & psh == psh")
    threading.Thread(target=write, args=(server, b"from the server")).start()
    write(client, b"from the client")
    pause(0.3)
    lab.says(*BOX, sender="third-party", stages=["mid-stream"])


@scenario
def reject_data_v6(lab):
    """A router rejects the client's data over IPv6, after an exchange."""
    lab.capture()
    client, server = lab.pair(address=S6)
    lab.chat(client, server, 3)
    reject(lab, "r1", "tcp dport 8001 tcp flags & psh == psh")
    write(client, b"this is rejected")
    pause(0.5)
    write(server, b"server speaks on")
    pause(0.2)
    lab.says(*BOX, sender="third-party", name="server", stages=["mid-stream"])
    lab.says("after-reset", sender="client", at="client")
    lab.says("peer-lost-state", sender="client", at="server")


@scenario
def reject_after_idle(lab):
    """A firewall loses its state in three quiet seconds; the client's next request is invalid to
    it and is rejected."""
    lab.capture()
    client, server = lab.pair()
    lab.chat(client, server, 3)
    pause(3)
    reject(lab, "r1", "tcp dport 8001 tcp flags & psh == psh")
    write(client, b"after the pause")
    pause(0.3)
    lab.idle_after(2)
    lab.says("idle-timeout", *BOX, sender="third-party", stages=["after-idle"])


# Injectors on the wire between r1 and r2.

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


@scenario
def inject_to_client(lab):
    """An injector answers a request with one RST|ACK to the client: window 0, no timestamps, TTL
    of its own. The server answers too and its answer meets a client that has forgotten."""
    client, server = talk(lab)
    def rule(t, toward):
        if toward == "s" and b"forbidden" in t.payload:
            lab.wire.inject("c", t.answer(RST | ACK, ttl=113, ip_id=4711))
    lab.wire.rule = rule
    write(client, b"GET /forbidden HTTP/1.1\r\n\r\n")
    read(server, 10); write(server, b"HTTP/1.1 200 OK\r\n\r\n")
    pause(0.3)
    says_injected(lab, name="server")
    lab.says("after-reset", sender="client", at="client")
    lab.says("peer-lost-state", sender="client", at="server")


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
    lab.says("after-reset", sender="server", at="server")
    lab.says("peer-lost-state", sender="server", at="client")


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
    inject_both(lab, client, server, lambda t, n: forged(t, flags=RST, ttl=random.choice((50, 97, 201)) + n,
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
    lab.says("after-reset", sender="client", at="client")
    lab.says("peer-lost-state", sender="client", at="server")


@scenario
def inject_near_perfect(lab):
    """A RST|ACK to both with the TTL, next IP ID, window and timestamps of the true sender, both
    within a millisecond."""
    client, server = talk(lab)
    inject_both(lab, client, server, lambda t, n: forged(t, ttl=t.ttl, ip_id=t.ip_id + 1,
                window=t.window, options=t.options))
    for at in ("client", "server"):
        lab.says("injected-reset", "linger-zero-abort", "close-unread-data", sender="third-party", at=at,
                 accept=["third-party", "unknown", {"client": "server", "server": "client"}[at]])


@scenario
def inject_no_timestamps(lab):
    """RST|ACK to the client with everything right but the timestamps, that are missing, and IP ID
    0; the server answers the request all the same."""
    client, server = talk(lab)
    def rule(t, toward):
        if toward == "s" and b"forbidden" in t.payload:
            lab.wire.inject("c", t.answer(RST | ACK, ttl=63, window=502))
    lab.wire.rule = rule
    write(client, b"GET /forbidden HTTP/1.1\r\n\r\n")
    read(server, 10); write(server, b"HTTP/1.1 200 OK\r\n\r\n")
    pause(0.3)
    says_injected(lab, name="server")
    lab.says("after-reset", sender="client", at="client")
    lab.says("peer-lost-state", sender="client", at="server")


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
    lab.says("injected-reset", "firewall-reject", "close-unread-data", "linger-zero-abort", at="client",
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
        lab.wire.inject("c", forged(last, RST, ttl=99, ip_id=n + 1000).but(seq=last.end + 5000 + 900 * n, ack=0))
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


# Address translation.

NAT = """table ip nat {{ chain pre {{ type nat hook prerouting priority -100; {pre}\n }}
  chain post {{ type nat hook postrouting priority 100; {post}\n }}\n }}\n"""
VIP = "10.9.2.1"


def translate(lab, router, pre="", post=""):
    lab.net.nft(router, NAT.format(pre=pre, post=post))


@scenario
def nat_mapping_lost(lab):
    """r1 translates the client's address; its table is flushed in three quiet seconds and the client
    gets another port: the server knows no such connection."""
    translate(lab, "r1", post="oifname wan tcp dport 8001 masquerade to :40000-50000 random")
    lab.net.sh("r1", "sysctl -qw net.netfilter.nf_conntrack_tcp_loose=1")
    lab.capture()
    client, server = lab.pair()
    lab.chat(client, server)
    pause(3)
    lab.net.sh("r1", "conntrack -F 2>/dev/null")
    write(client, b"after the flush")
    pause(0.5)
    lab.idle_after(2)
    lab.says("idle-timeout", "peer-lost-state", sender="server", at="client")
    lab.says("stray-segment", sender="server", at="server")


@scenario
def vip_mapping_lost(lab):
    """r1's address is a virtual server for s; its table is flushed and the client's next request
    reaches r1's own stack, that knows nothing."""
    translate(lab, "r1", pre="ip daddr 10.9.1.1 tcp dport 8001 dnat to 10.9.3.2")
    lab.net.sh("r1", "sysctl -qw net.netfilter.nf_conntrack_tcp_loose=0")
    lab.capture()
    listener = lab.listen()
    client = lab.connect(address="10.9.1.1"); server = lab.accept(listener)
    lab.chat(client, server)
    pause(3)
    lab.net.sh("r1", "nft delete table ip nat; conntrack -F 2>/dev/null")
    write(client, b"after the flush")
    pause(0.4)
    lab.idle_after(2)
    # The address is the balancer's: in its name and by it, but not by the host that spoke before.
    lab.says("idle-timeout", "peer-lost-state", "path-rehash", at="client", sender="third-party",
             accept=["third-party", "server", "unknown"], stages=["after-idle"])


@scenario
def nat_invalid_leak(lab):
    """Behind r1's virtual address a segment is invalid to conntrack and leaks untranslated: the
    client resets a connection with s that it never had; r1 translates that back and s loses the
    true one."""
    translate(lab, "r1", pre="ip daddr 10.9.1.1 tcp dport 8001 dnat to 10.9.3.2")
    lab.net.nft("r1", "table ip watch { chain f { type filter hook forward priority 0; ct state invalid counter\n }\n }\n")
    lab.net.sh("r1", "sysctl -qw net.netfilter.nf_conntrack_tcp_be_liberal=0")
    lab.capture()
    listener = lab.listen()
    client = lab.connect(address="10.9.1.1"); server = lab.accept(listener)
    lab.chat(client, server)
    last = lab.wire.last("c", lambda t: t.payload)
    lab.wire.inject("c", last.but(seq=last.seq + 50000000, ip_id=last.ip_id + 1))
    pause(0.3)
    write(client, b"hello?")
    pause(0.3)
    lab.says("nat-invalid-leak", "stray-segment", sender="client", at="client", flow=0)
    lab.says("peer-lost-state", "nat-invalid-leak", sender="client", at="server")
    lab.says("peer-lost-state", "nat-invalid-leak", sender="server")
    lab.says("nat-invalid-leak", "stray-segment", sender="client")
