"""Address translation that forgets or leaks."""
from rig.lab import pause, scenario, write


NAT = """table ip nat {{ chain pre {{ type nat hook prerouting priority -100; {pre}\n }}
  chain post {{ type nat hook postrouting priority 100; {post}\n }}\n }}\n"""
VIP = "10.9.2.1"


def translate(lab, router, pre="", post=""):
    lab.net.nft(router, NAT.format(pre=pre, post=post))


@scenario
def nat_mapping_lost(lab):
    """r1 translates the client's address; its table is flushed in three quiet seconds and the
    client gets another port: the server knows no such connection."""
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
    lab.net.nft("r1",
                "table ip watch { chain f { type filter hook forward priority 0;\n"
                "ct state invalid counter\n }\n }\n")
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
    lab.says("peer-lost-state", "nat-invalid-leak", sender="server", at="client")
    lab.says("after-reset", "peer-lost-state", "nat-invalid-leak", sender="server", at="server")
    lab.says("nat-invalid-leak", "stray-segment", sender="client")
