"""TLS, SSH and HTTP servers and their clients."""
import socket
import ssl
import threading

from rig.lab import abort, pause, read, read_some, scenario, write
from rig.services import certificate, nginx


@scenario
def tls13_unread_tickets(lab):
    """A TLS 1.3 client hangs up with the session tickets unread: no alert, only unread data."""
    certificate(lab, "server")
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(f"{lab.folder}/server.pem", f"{lab.folder}/server.key")
    lab.capture()
    listener = lab.listen(port=8443)
    def serve():
        with context.wrap_socket(lab.accept(listener), server_side=True) as server:
            server.recv(100)
            pause(0.6)
    threading.Thread(target=serve, daemon=True).start()
    mine = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    mine.check_hostname, mine.verify_mode = False, ssl.CERT_NONE
    client = mine.wrap_socket(lab.connect(8443))
    pause(0.2)
    client.sendall(b"GET / HTTP/1.1\r\n\r\n")
    pause(0.1)
    client.close()
    pause(0.2)
    lab.says("close-unread-data", "linger-zero-abort", sender="client", name="client")


@scenario
def tls_client_refuses_certificate(lab):
    """A TLS 1.2 client does not trust the certificate: alert `unknown ca`, then it closes with the
    rest of the server's flight unread."""
    certificate(lab, "server")
    lab.capture()
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(f"{lab.folder}/server.pem", f"{lab.folder}/server.key")
    context.maximum_version = ssl.TLSVersion.TLSv1_2
    listener = lab.listen(port=8443)
    def serve():
        server = lab.accept(listener)
        try: context.wrap_socket(server, server_side=True)
        except OSError: pause(0.1)
    threading.Thread(target=serve, daemon=True).start()
    mine = ssl.create_default_context()
    client = lab.connect(8443)
    watched = socket.socket(fileno=socket.dup(client.fileno()))
    try: mine.wrap_socket(client, server_hostname="server")
    except ssl.SSLError: pass
    pause(0.05)
    abort(watched)
    pause(0.1)
    lab.says("tls-alert-abort", "abort-after-peer-fin", sender="client", name="client")
    lab.says("tls-alert-abort", "after-reset", sender="server")


@scenario
def ssh_to_http(lab):
    """An SSH client at nginx: its banner is no HTTP, nginx answers 400 and closes; the client's key
    exchange comes late."""
    nginx(lab, "lingering_close off;")
    client = lab.connect()
    write(client, b"SSH-2.0-OpenSSH_9.6\r\n")
    pause(0.2)
    write(client, b"\x00\x00\x05\xdc\x07\x14" + b"k" * 1498)
    pause(0.3)
    lab.says("protocol-mismatch", "write-after-close", sender="server")


@scenario
def nginx_keepalive_late_request(lab):
    """nginx closes the idle connection after 1 s with FIN; a second later the client's pool uses
    it."""
    nginx(lab, "keepalive_timeout 1s;")
    client = lab.connect()
    write(client, b"GET / HTTP/1.1\r\nHost: x\r\n\r\n"); read_some(client)
    pause(2.2)
    write(client, b"GET /2 HTTP/1.1\r\nHost: x\r\n\r\n")
    pause(0.2)
    lab.says("write-after-close", sender="server", stages=["closing"])


@scenario
def nginx_keepalive_race(lab):
    """nginx's FIN after 1 s of idleness crosses the next request (RTT 120 ms)."""
    lab.wire.delay = 0.06
    nginx(lab, "keepalive_timeout 1s;")
    client = lab.connect()
    write(client, b"GET / HTTP/1.1\r\nHost: x\r\n\r\n"); read_some(client)
    pause(0.97)
    write(client, b"GET /2 HTTP/1.1\r\nHost: x\r\n\r\n")
    pause(0.4)
    lab.says("keepalive-race", sender="server", stages=["closing"])


@scenario
def tls_to_http(lab):
    """A TLS ClientHello to a plain HTTP server, that answers 400 after five octets and closes with
    the rest unread; a plain request before had worked."""
    lab.capture()
    client, server = lab.pair(8080)
    write(client, b"GET / HTTP/1.1\r\nHost: x\r\n\r\n"); read(server, 1)
    write(server, b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"); read(client, 30)
    client, server = lab.pair(8080)
    write(client, client_hello(ssl.create_default_context()))
    server.recv(5)
    write(server, b"HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n")
    server.close()
    pause(0.1)
    lab.says("protocol-mismatch", sender="server")


def client_hello(context):
    """The first flight of a TLS client."""
    outgoing = ssl.MemoryBIO()
    try: context.wrap_bio(ssl.MemoryBIO(), outgoing).do_handshake()
    except ssl.SSLWantReadError: pass
    return outgoing.read()
