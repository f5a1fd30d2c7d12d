"""A firewall between the two ends rejects."""
import threading

from rig.lab import pause, read, S, S6, scenario, write


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


def speak_rejected(lab, client, server):
    """The client's data are rejected, the server's pass."""
    write(client, b"this is rejected")
    pause(0.4)
    write(server, b"server speaks on")
    pause(0.2)
    lab.says(*BOX, sender="third-party", name="server", stages=["mid-stream"])
    lab.says_forgotten("client")


@scenario
def reject_data_to_client_only(lab):
    """A router rejects the client's data in mid-stream: the client is reset, the server goes on and
    its data are answered by the client, who has forgotten."""
    lab.capture()
    client, server = lab.pair()
    lab.chat(client, server, 3)
    reject(lab, "r1", "tcp dport 8001 tcp flags & psh == psh")
    speak_rejected(lab, client, server)


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
    lab.says_forgotten("server")


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
    lab.says_forgotten("client")


@scenario
def reject_after_idle(lab):
    """A firewall loses its state in three quiet seconds; the client's next request is invalid to it
    and is rejected."""
    lab.capture()
    client, server = lab.pair()
    lab.chat(client, server, 3)
    pause(3)
    reject(lab, "r1", "tcp dport 8001 tcp flags & psh == psh")
    write(client, b"after the pause")
    pause(0.3)
    lab.idle_after(2)
    lab.says("idle-timeout", *BOX, sender="third-party", stages=["after-idle"])
