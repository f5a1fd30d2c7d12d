"""Greetings, of which a small server speaks the first line, and killed servers."""

from rig.lab import pause, read, scenario, write
from rig.services import drained

HTTP = b"GET /%d HTTP/1.1\r\nHost: x\r\n\r\n"


# Greetings, of which a small server speaks the first line.

def greeted(lab, port, greeting, client_says, farewell):
    lab.capture()
    client, server = lab.pair(port)
    if greeting: write(server, greeting); read(client, len(greeting))
    write(client, client_says); pause(0.15)
    if farewell: write(server, farewell)
    server.close(); pause(0.2)


@scenario
def r2_mysql_too_many(lab):
    """A MySQL server: error 1040 instead of a greeting, then close with an eager client's bytes
    unread."""
    greeted(lab, 3306, b"", b"\x20\x00\x00\x01\x85\xa6\xff\x01" + b"\0" * 28,
            b"\x17\x00\x00\x00\xff\x10\x04Too many connections")
    lab.says("greeting-then-drop", "close-unread-data", "early-response-abort", sender="server")


@scenario
def r2_postgres_password_wrong(lab):
    """A PostgreSQL server answers the startup with a fatal error and closes with the client's next
    message unread."""
    lab.capture()
    client, server = lab.pair(5432)
    write(client, b"\x00\x00\x00\x16\x00\x03\x00\x00user\x00postgres\x00\x00"); read(server, 22)
    write(client, b"p\x00\x00\x00\x0bsecret\x00"); pause(0.1)
    write(server, b"E\x00\x00\x00\x20SFATAL\0C28P01\0Mno entry\0\0"); server.close()
    pause(0.2)
    lab.says("close-unread-data", "early-response-abort", sender="server")


@scenario
def r2_redis_killed_between(lab):
    """A Redis-like server with six idle connections, all answered, is killed: FINs; three of the
    clients then send commands."""
    program = ("import socket,time;l=socket.create_server(('',6379));"
               "a=[l.accept()[0] for _ in range(6)];"
               "[x.recv(99) and x.sendall(b'+PONG\\r\\n') for x in a];time.sleep(60)")
    lab.capture()
    process = lab.python("s", program)
    pause(0.4)
    clients = [lab.connect(6379) for _ in range(6)]
    for client in clients: write(client, b"*1\r\n$4\r\nPING\r\n")
    for client in clients: read(client, 7)
    pause(0.3)
    process.kill(); process.wait(); pause(0.3)
    for client in clients[:3]: write(client, b"*1\r\n$4\r\nPING\r\n"); pause(0.05)
    pause(0.2)
    lab.says("write-after-close", "process-exit-burst", sender="server", stages=["closing"])


@scenario
def r2_killed_with_mixed_connections(lab):
    """A server is killed with two idle connections, three with a request unread, two in the queue
    (one of which has spoken)."""
    program = ("import socket,time;l=socket.create_server(('',8001));"
               "a=[l.accept()[0] for _ in range(5)];"
               "[x.recv(99) and x.sendall(b'welcome') for x in a];time.sleep(60)")
    lab.capture()
    process = lab.python("s", program)
    pause(0.4)
    clients = [lab.connect() for _ in range(7)]
    for client in clients[:5]: write(client, b"hello"); read(client, 7)
    for client in clients[2:6]: write(client, b"unread request")
    pause(0.4)
    process.kill(); process.wait()
    pause(0.3)
    for flow in range(3):
        lab.says("process-exit-burst", "close-unread-data", sender="server", flow=flow)
    lab.says("accept-queue-flushed", "process-exit-burst", sender="server")


@scenario
def r2_ssh_maxstartups(lab):
    """An SSH server over its MaxStartups: banner `Exceeded MaxStartups`, then close, the client's
    banner unread."""
    greeted(lab, 22, b"", b"SSH-2.0-OpenSSH_9.6\r\n", b"Exceeded MaxStartups\r\n")
    lab.says("greeting-then-drop", "close-unread-data", sender="server")


@scenario
def r2_smtp_pipelined_quit(lab):
    """A mail client sends QUIT and closes; the server's goodbye comes to a closed socket."""
    lab.capture()
    client, server = lab.pair(25)
    write(server, b"220 mx.example ESMTP\r\n"); read(client, 22)
    write(client, b"EHLO a\r\n"); read(server, 8); write(server, b"250 mx\r\n"); read(client, 8)
    write(client, b"QUIT\r\n"); client.close()
    read(server, 6); pause(0.1)
    write(server, b"221 Bye\r\n"); server.close(); pause(0.2)
    lab.says("write-after-close", sender="client", stages=["closing"])


@scenario
def r2_http_redirected_port(lab):
    """A browser speaks plain HTTP to a TLS port, is answered by an HTTP 400, and the server closes
    with nothing unread; the browser sends another request later."""
    lab.capture()
    client, server = lab.pair(8443)
    write(client, HTTP % 1); drained_after(server)
    write(server, b"HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n"); server.close()
    pause(0.3)
    write(client, HTTP % 2); pause(0.2)
    lab.says("write-after-close", "protocol-mismatch", sender="server")


def drained_after(server):
    pause(0.1)
    drained(server)
