"""Hosts with habits that look like a stranger's: counters, own TTLs, containers, proxies."""
import itertools
import random
import socket
import threading

from rig.bsd import aborts, Bsd
from rig.lab import abort, pause, scenario, write
from rig.packets import ACK, PSH, RST
from rig.services import forget
from rig.stack import Host
from scenarios.r2_paths import ask
from scenarios.routes import exchange

OTHER = "10.9.3.50"


def bsd_aborts(lab, ending=aborts, host=None, before=0.2, **fields):
    host = host or Bsd(lab)
    lab.capture()
    def last(said):
        pause(before)
        ending(host, **fields)(said)
    thread = host.serve(3, last)
    client = lab.connect(address=host.address)
    ask(lab, client, 3)
    thread.join(4); pause(0.2)
    lab.says("linger-zero-abort", sender="server", name="server")
    return client


@scenario
def r2_busy_host_with_one_counter(lab):
    """A host with one IP ID counter for all it sends, timestamps but none on resets: it was quiet,
    sends a burst elsewhere, then aborts."""
    host = Bsd(lab)
    def ending(host):
        def play(said):
            host.ids = itertools.count(9200)
            aborts(host)(said)
        return play
    bsd_aborts(lab, ending, host)


@scenario
def r2_busy_host_window_zero(lab):
    """The same make with window 0 on its resets, 2000 packets sent elsewhere meanwhile."""
    host = Bsd(lab, ttl=128)
    def ending(host):
        def play(said):
            host.ids = itertools.count(7100)
            aborts(host, window=0)(said)
        return play
    bsd_aborts(lab, ending, host)


@scenario
def r2_resets_have_ip_id_zero(lab):
    """A host that counts its packets but gives resets IP ID 0, no timestamps and window 0."""
    host = Bsd(lab)
    def ending(host):
        def play(said):
            host.ids = itertools.count(0)
            aborts(host, window=0)(said)
        return play
    bsd_aborts(lab, ending, host)


@scenario
def r2_random_ids_with_timestamps(lab):
    """A host with random IP IDs and timestamps aborts without them."""
    ids = iter(lambda: random.randrange(1, 65536), None)
    bsd_aborts(lab, host=Bsd(lab, ids=ids))


@scenario
def r2_zero_ids_abort(lab):
    """A host that leaves the IP ID 0 in all packets (RFC 6864), window 0 on its abort."""
    bsd_aborts(lab, host=Bsd(lab, ids=itertools.repeat(0)), window=0)


@scenario
def r2_three_resets(lab):
    """A stack that sends its RST three times, 0, 100 and 300 ms after the abort."""
    def ending(host):
        def play(said):
            for wait in (0, 0.1, 0.2):
                pause(wait)
                aborts(host)(said)
        return play
    bsd_aborts(lab, ending)


@scenario
def r2_reset_with_text(lab):
    """A stack that says its reason in the RST as RFC 9293 §3.5.3 allows: `Connection timed
    out`."""
    def ending(host):
        return lambda said: host.send(said.but(seq=said.end, flags=RST | ACK,
                                               payload=b"Connection timed out", options=b""))
    bsd_aborts(lab, ending)
    lab.rules.clear()
    lab.says("linger-zero-abort", "device-declared", "keepalive-timeout", sender="server",
             accept=["server", "unknown"])


@scenario
def r2_both_abort_old_bsd(lab):
    """Both ends are of one make without timestamps on resets and abort in the same millisecond, as
    told by their cluster."""
    host, caller = Bsd(lab), Bsd(lab, "c", "10.9.1.50")
    lab.capture()
    meet = threading.Barrier(2)
    def ending(said):
        pause(0.2); meet.wait()
        aborts(host)(said)
    thread = host.serve(2, ending)
    last = caller.connect(OTHER, 8001, 50505)
    for _ in range(2):
        mine = caller.say(last, ACK | PSH, b"GET /")
        last = caller.hear(lambda t: t.payload)
        ack = caller.say(last)
    meet.wait()
    aborts(caller)(ack)
    thread.join(3); pause(0.2)
    lab.says("linger-zero-abort", sender="server", name="server")
    lab.says("linger-zero-abort", "close-unread-data", sender="client", name="client")


@scenario
def r2_both_abort_on_a_lan(lab):
    """The same with two Linux hosts on one LAN segment's delay."""
    lab.wire.delay = 0
    client, server = exchange(lab)
    thread = threading.Thread(target=abort, args=(server,))
    thread.start(); abort(client)
    lab.says("linger-zero-abort", "close-unread-data", sender="client", name="client")
    lab.says("linger-zero-abort", "close-unread-data", sender="server", name="server")


@scenario
def r2_small_device_reboots(lab):
    """A small device (TTL 255, IP ID +1) restarts within a second: its counter starts again, and
    it answers the next request with RST|ACK at the number asked for."""
    host = Host(lab, "s", OTHER, ttl=255, ip_id=30000, window=5840,
                syn_options=b"\x02\x04\x05\xb4")
    lab.capture()
    def play():
        last = host.accept()
        for _ in range(2):
            if not last.payload: last = host.hear(lambda t: t.payload)
            said = host.say(last, ACK | PSH, b"hello")
            last = host.hear(lambda t: t.ack == said.end)
        if not last.payload: last = host.hear(lambda t: t.payload)
        host.ip_id = 3
        host.say(last, RST | ACK)
    thread = threading.Thread(target=play, daemon=True); thread.start()
    client = lab.connect(address=OTHER)
    ask(lab, client)
    pause(0.5)
    write(client, b"GET /next")
    thread.join(3); pause(0.2)
    lab.says("peer-lost-state", "close-unread-data", sender="server")


# Sockets with a TTL of their own.

def own_ttl(ttl):
    def play(lab):
        lab.capture()
        listener = lab.listen(ttl=ttl)
        def connected(accepted=None):
            client = lab.connect(); server = lab.accept(listener)
            if accepted: server.setsockopt(socket.IPPROTO_IP, socket.IP_TTL, accepted)
            lab.chat(client, server, 2)
            return client, server
        client, server = connected()
        server.close(); pause(0.3); write(client, b"did not look"); pause(0.2)
        client, server = connected()
        forget(lab, server); write(client, b"GET /next"); pause(0.2)
        client, server = connected(200)
        abort(server); pause(0.2)
        client, server = connected()
        write(client, b"unread"); pause(0.1); server.close(); write(client, b"more"); pause(0.2)
        client = lab.connect(); pause(0.1)
        listener.close(); write(client, b"GET /"); pause(0.2)
        try: lab.connect()
        except OSError: pass
        lab.says("write-after-close", sender="server", flow=0)
        lab.says("peer-lost-state", sender="server", flow=1)
        lab.says("linger-zero-abort", sender="server", flow=2)
        lab.says("close-unread-data", sender="server", flow=3, nth=0)
        lab.says("after-reset", "close-unread-data", sender="server", flow=3)
        # Accepted and aborted at once looks the same.
        lab.says("accept-queue-flushed", "server-reject-on-accept", sender="server", flow=4,
                 nth=0)
        lab.says("after-reset", "accept-queue-flushed", "server-reject-on-accept",
                 sender="server", flow=4)
        lab.says("port-closed", sender="server", flow=5)
        lab.says("after-reset", sender="client")
    play.__doc__ = (f"A server whose listener has IP_TTL {ttl} (one accepted socket 200): late "
                    "data, a forgotten connection, an abort, unread data, a closed listener, a "
                    "refused SYN.")
    play.__name__ = f"r2_own_ttl_{ttl}"
    return play


for each in (32, 60, 61, 63, 66, 100, 120, 128, 200, 255): scenario(own_ttl(each))


@scenario
def r2_own_ttl_small_lan(lab):
    """On a LAN: a listener with IP_TTL 66 forgets a connection; the kernel's answer has 64."""
    lab.wire.delay = 0
    lab.wire.rule = lambda t, to: [(0, t.but(ttl=t.ttl + 2))] if to == "c" else None
    lab.capture()
    listener = lab.listen(ttl=62)
    client = lab.connect(); server = lab.accept(listener)
    lab.chat(client, server, 3)
    forget(lab, server)
    write(client, b"GET /next")
    lab.says("peer-lost-state", sender="server")
