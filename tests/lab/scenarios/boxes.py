"""More boxes: real firewalls' memory, other injectors, captures that see only part of it."""
from rig.lab import abort, pause, read, S, S6, scenario, write
from rig.packets import RST
from rig.services import forget
from scenarios.injectors import forged, inject_both, says_injected, talk
from scenarios.rejects import BOX, control, reject, speak_rejected, try_connect
from scenarios.translation import translate


def stateful(lab, router, seconds=2):
    """A firewall that forgets quiet connections and resets what it does not know."""
    lab.net.sh(router, f"sysctl -qw net.netfilter.nf_conntrack_tcp_timeout_established={seconds} "
                       "net.netfilter.nf_conntrack_tcp_loose=0")
    lab.net.nft(router, "table inet box { chain f { type filter hook forward priority 0;\n"
                        "tcp flags & rst != 0 accept\nct state invalid reject with tcp reset\n"
                        "ct state new tcp flags & (syn|ack) != syn reject with tcp reset\n }\n }\n")


@scenario
def idle_timeout_of_firewall(lab):
    """A stateful firewall next to the client forgets after 2 s: gaps of 1 s are survived, those of
    3.5 s are not, on two connections; the client speaks first."""
    stateful(lab, "r1")
    lab.capture()
    listener = lab.listen()
    for _ in range(2):
        client = lab.connect(); server = lab.accept(listener)
        lab.chat(client, server); pause(1); lab.chat(client, server, 1); pause(3.5)
        write(client, b"after the pause")
        pause(0.2)
    lab.idle_after(2)
    lab.says("idle-timeout", *BOX, sender="third-party", stages=["after-idle"])


@scenario
def idle_timeout_server_first(lab):
    """A stateful firewall next to the server forgets after 2 s; the server speaks first and is
    reset; the client's next request is reset by the firewall too."""
    stateful(lab, "r2")
    lab.capture()
    client, server = lab.pair()
    lab.chat(client, server)
    pause(3.5)
    write(server, b"news for you")
    pause(0.6)
    write(client, b"any news?")
    pause(0.3)
    lab.idle_after(2)
    lab.says("idle-timeout", *BOX, sender="third-party", stages=["after-idle"])


@scenario
def reject_on_server_itself(lab):
    """The server's own firewall rejects a SYN: on the wire it is the host's answer."""
    lab.capture()
    control(lab)
    reject(lab, "s", "tcp dport 8001", "input")
    try_connect(lab)
    lab.says("port-closed", "firewall-reject", sender="server", truth="server",
             stages=["handshake"])
    lab.says("port-closed", "firewall-reject", sender="third-party", truth="server",
             stages=["handshake"])


@scenario
def reject_output_of_server(lab):
    """The router next to the server rejects the SYN/ACK: the server gets a RST in the client's
    name, the client nothing but silence."""
    lab.capture()
    control(lab)
    lab.listen()
    reject(lab, "r2", "tcp sport 8001 tcp flags & (syn|ack) == (syn|ack)")
    try_connect(lab, wait=0.8)
    lab.says("firewall-reject", "synack-abandoned", "injected-reset", sender="third-party",
             accept=["third-party", "unknown"], stages=["handshake"])


@scenario
def tcpkill_series(lab):
    """tcpkill's habit: for a segment seen, three bare RSTs to its sender at ack, ack + window and
    ack + 2 windows, TTL 64 at the injector, random IP IDs."""
    client, server = talk(lab)
    def rule(t, toward):
        if toward == "s" and b"kill" in t.payload:
            for n in range(3):
                lab.wire.inject("c",
                                t.answer(RST, ttl=64, ip_id=(t.seq >> n & 0xffff) | 1,
                                         window=0).but(
                    seq=t.ack + n * t.window * 1024, ack=0))
    lab.wire.rule = rule
    write(client, b"kill me")
    read(server, 5); write(server, b"too late")
    pause(0.3)
    says_injected(lab, name="server")
    lab.says_forgotten("client")


@scenario
def inject_reply_copy(lab):
    """A bare RST as a Linux kernel would answer: IP ID 0, window 0, no options, the server's TTL,
    exact; then nobody speaks. No one at the client can tell."""
    client, server = talk(lab)
    def rule(t, toward):
        if toward == "s" and b"forbidden" in t.payload:
            lab.wire.inject("c", t.answer(RST, ttl=63).but(ack=0), after=0.02)
            return []
    lab.wire.rule = rule
    write(client, b"GET /forbidden")
    pause(0.5)
    lab.says("injected-reset", "firewall-reject", "peer-lost-state", sender="third-party",
             accept=["third-party", "server", "unknown"])


@scenario
def inject_v6(lab):
    """A forged RST|ACK in an IPv6 connection: flow label 0, hop limit 200, no timestamps; the
    server goes on speaking."""
    client, server = talk(lab, S6)
    last = lab.wire.last("c")
    lab.wire.inject("c", forged(last, ttl=200, window=0))
    pause(0.4)
    write(server, b"still here")
    pause(0.2)
    says_injected(lab, name="server")
    lab.says_forgotten("client")


@scenario
def reset_client_after_idle(lab):
    """Three quiet seconds, then a box resets only the client, unasked; a second later the server
    speaks and is told by the client's kernel."""
    client, server = talk(lab)
    pause(3)
    last = lab.wire.last("c")
    lab.wire.inject("c", forged(last, ttl=250, ip_id=1, window=0))
    pause(0.7)
    write(server, b"hello?")
    pause(0.2)
    lab.idle_after(2)
    lab.says("idle-timeout-spontaneous", sender="third-party", stages=["after-idle"])
    lab.says("after-reset", sender="client", at="client")
    lab.says("idle-timeout", "peer-lost-state", sender="client", at="server")


@scenario
def inject_in_handshake(lab):
    """After the handshake, before any data, an injector resets both ends three times each."""
    lab.capture()
    control(lab)
    client, server = lab.pair()
    pause(0.1)
    inject_both(lab, client, server, lambda t, n: forged(t, ttl=80 + n, ip_id=n * 999 + 5), 3)
    lab.says("injected-reset", "firewall-reject", sender="third-party")


@scenario
def inject_copies_of_one(lab):
    """Six equal RST|ACK to the client within a millisecond, TTL of the injector."""
    client, server = talk(lab)
    last = lab.wire.last("c")
    for _ in range(6): lab.wire.inject("c", forged(last, ttl=128, ip_id=0x1234, window=8192))
    pause(0.4)
    says_injected(lab)


@scenario
def transparent_proxy_aborts(lab):
    """r1 redirects port 8001 to a proxy of its own, that answers in the server's name and aborts;
    port 8002 is the true server. For the connection, the proxy is the server."""
    translate(lab, "r1", pre="tcp dport 8001 redirect")
    lab.capture()
    control(lab)
    listener = lab.listen("r1")
    client = lab.connect(); server = lab.accept(listener)
    lab.chat(client, server)
    abort(server)
    lab.says("linger-zero-abort", sender="third-party", truth="server",
             accept=["server", "third-party"])


@scenario
def vip_of_two_servers(lab):
    """Connections to one address go to two servers with different TTLs (a balancer without proxy);
    each refuses or aborts with its own."""
    other = lab.net.far_host("s2")
    translate(lab, "r1", pre="ip daddr 10.9.1.1 tcp dport 8001 dnat to numgen inc mod 2 map "
                             f"{{ 0 : {S}, 1 : {other} }}")
    lab.capture()
    for n in range(4):
        listeners = [lab.listen(host, address=address) for host,
                     address in (("s", S), ("s2", other))]
        client = lab.connect(address="10.9.1.1")
        pause(0.1)
        for listener in listeners:
            listener.settimeout(0.05)
            try: server = lab.accept(listener)
            except OSError: continue
            lab.chat(client, server)
            abort(server)
        pause(0.1)
        for listener in listeners: listener.close()
    lab.says("linger-zero-abort", sender="server")


# Captures that see part of it.

@scenario
def midstream_abort(lab):
    """The capture starts in the middle of a connection that the server then aborts."""
    client, server = lab.pair()
    lab.chat(client, server)
    lab.capture()
    lab.chat(client, server)
    abort(server)
    lab.says("linger-zero-abort", sender="server", stages=["mid-stream"])


@scenario
def midstream_reject(lab):
    """The capture starts in the middle of a connection whose data a router then rejects."""
    client, server = lab.pair()
    lab.chat(client, server)
    lab.capture()
    lab.chat(client, server, 3)
    reject(lab, "r1", "tcp dport 8001 tcp flags & psh == psh")
    speak_rejected(lab, client, server)


@scenario
def midstream_lost_state(lab):
    """The capture starts with the request that a server, who has forgotten, answers with RST."""
    client, server = lab.pair()
    lab.chat(client, server)
    forget(lab, server)
    lab.capture()
    write(client, b"GET /next")
    pause(0.2)
    lab.says("stray-segment", "peer-lost-state", sender="server",
             stages=["no-connection", "mid-stream"])


@scenario
def one_direction_only(lab):
    """The captures see only what the server sends (a mirror port): it aborts after two
    exchanges."""
    lab.filter = "src host " + S
    lab.capture()
    client, server = lab.pair()
    lab.chat(client, server)
    abort(server)
    lab.says("linger-zero-abort", "close-unread-data", "asymmetric-capture", sender="server")
