"""Proxies, translation and habits of clients: the end of each leg is innocent."""
import socket

from rig.lab import abort, pause, read, read_some, S, scenario, write
from rig.services import drained, forget, proxy
from scenarios.routes import exchange, hops


@scenario
def balancer_closes(lab):
    """HAProxy in tcp mode before a server that aborts: the client sees FIN, goes on writing and is
    reset by the proxy's host; the server's abort is its own."""
    address = lab.net.host("p", "r2")
    proxy(lab, f"frontend f\n bind :8001\n default_backend b\nbackend b\n server s {S}:8001\n", "p")
    listener = lab.listen()
    client = lab.connect(address=address); server = lab.accept(listener)
    lab.chat(client, server)
    abort(server)
    pause(0.3)
    write(client, b"still there?")
    pause(0.2)
    lab.says("write-after-close", sender="server", at="client", stages=["closing"])
    lab.says("linger-zero-abort", sender="server", at="server")


@scenario
def balancer_passes_abort_on(lab):
    """The client aborts; HAProxy turns that into an abort towards the server."""
    address = lab.net.host("p", "r2")
    proxy(lab, f"frontend f\n bind :8001\n default_backend b\nbackend b\n server s {S}:8001\n", "p")
    listener = lab.listen()
    client = lab.connect(address=address); server = lab.accept(listener)
    lab.chat(client, server)
    abort(client)
    pause(0.3)
    lab.says("linger-zero-abort", "close-unread-data", sender="client", at="client")
    lab.says("linger-zero-abort", "close-unread-data", sender="client", at="server")


@scenario
def balancer_without_backend(lab):
    """HAProxy whose backend is down: it takes the connection and closes it with FIN; the client
    asks again."""
    address = lab.net.host("p", "r2")
    proxy(lab, f"frontend f\n bind :8001\n default_backend b\nbackend b\n retries 0\n"
               f" server s {S}:8009\n", "p")
    client = lab.connect(address=address)
    pause(0.5)
    write(client, b"GET / HTTP/1.1\r\nHost: x\r\n\r\n")
    pause(0.2)
    lab.says("port-closed", sender="server", at="server")
    lab.says("write-after-close", sender="server", at="client", stages=["closing"])


@scenario
def balancer_idle_timeout(lab):
    """HAProxy's client time-out of 2 s: a FIN; a second later the client's request meets what is
    left of it."""
    address = lab.net.host("p", "r2")
    proxy(lab,
          f" timeout client 2s\n timeout server 2s\nfrontend f\n bind :8001\n default_backend b\n"
               f"backend b\n server s {S}:8001\n", "p")
    listener = lab.listen()
    client = lab.connect(address=address); server = lab.accept(listener)
    lab.chat(client, server)
    pause(3.2)
    write(client, b"after the pause")
    pause(0.2)
    lab.idle_after(2)
    lab.says("write-after-close", sender="server", at="client", stages=["closing"])
    lab.says("abort-after-own-fin", "linger-zero-abort", "idle-timeout-spontaneous",
             sender="client", at="server")


@scenario
def masqueraded_clients(lab):
    """Two clients behind one address, of different make (the other's SYN has other options): one
    aborts, the other goes on; seen at the server both are one host with one TTL."""
    other = lab.net.host("c2", "r1")
    lab.sysctl("c2", "tcp_timestamps=0", "ip_default_ttl=128")
    lab.net.nft("r1", "table ip nat { chain post { type nat hook postrouting priority 100;\n"
                      "oifname wan masquerade\n }\n }\n")
    lab.capture()
    listener = lab.listen()
    first = lab.connect(); first_there = lab.accept(listener)
    second = lab.connect(host="c2"); second_there = lab.accept(listener)
    lab.chat(first, first_there); lab.chat(second, second_there)
    abort(second)
    lab.chat(first, first_there)
    forget(lab, first, "c")
    write(first_there, b"news")
    pause(0.3)
    lab.says("linger-zero-abort", "close-unread-data", sender="client", flow=0, at="server")
    lab.says("peer-lost-state", sender="client")


@scenario
def browser_stops_loading(lab):
    """A client reads the head of an answer and closes while the rest is on its way: FIN, then a
    bare RST for each segment that had not seen it."""
    lab.capture()
    listener = lab.listen()
    for _ in range(3):
        client = lab.connect(); server = lab.accept(listener)
        write(client, b"GET /image HTTP/1.1\r\nHost: x\r\n\r\n"); read(server, 1)
        write(server, b"HTTP/1.1 200 OK\r\nContent-Length: 30000\r\n\r\n" + b"i" * 9000)
        client.recv(20000)
        drained(client)
        client.close()
        pause(0.2)
        server.close()
    lab.says("close-data-crossing", "close-unread-data", sender="client")


@scenario
def keepalive_answered_then_forgotten(lab):
    """Keepalive probes are answered for two seconds; then the server forgets and its kernel resets
    the next probe."""
    client, server = exchange(lab, keepalive=(1, 1, 5))
    pause(1.5)
    forget(lab, server)
    pause(1.2)
    lab.says("peer-lost-state", sender="server")


@scenario
def data_after_client_half_close(lab):
    """The client half-closes; the server goes on sending for a second and then aborts."""
    client, server = exchange(lab)
    client.shutdown(socket.SHUT_WR)
    for n in range(5): write(server, b"part %d" % n); pause(0.2)
    read_some(client)
    abort(server)
    lab.says("abort-after-peer-fin", sender="server", stages=["closing"])


@scenario
def crossing_requests_at_abort(lab):
    """The server aborts while the client's next request is on the wire (RTT 60 ms): RST|ACK, then a
    bare RST for the request."""
    lab.wire.delay = 0.03
    client, server = exchange(lab)
    abort(server)
    write(client, b"GET /next")
    pause(0.3)
    lab.says("linger-zero-abort", "close-unread-data", sender="server", stages=["mid-stream"])
    lab.says("after-reset", sender="client")


@scenario
def anycast_ttl_per_flow(lab):
    """ECMP by flow: each connection has its own TTL at the client; one is refused, one aborted,
    with the TTL of their own routes."""
    lab.capture()
    lab.wire.rule = hops(lambda t: -(t.dport % 3))
    listener = lab.listen()
    for n in range(4):
        client = lab.connect(source=40600 + n); server = lab.accept(listener)
        lab.chat(client, server, 1)
    try: lab.connect(8009, source=40611)
    except OSError: pass
    abort(server)
    lab.says("port-closed", sender="server", port=8009)
    lab.says("linger-zero-abort", sender="server")
