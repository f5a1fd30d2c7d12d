"""Servers and proxies as they are set up, and their clients."""
import ssl
import threading

from rig.lab import abort, pause, read, read_some, S, scenario, write
from rig.services import certificate, nginx, proxy

HTTP = b"GET /%d HTTP/1.1\r\nHost: x\r\n\r\n"


def tls(lab, client_setup, server_setup, client_after=None):
    """A TLS server and client by Python's ssl; each closes its socket when it fails."""
    certificate(lab, "server")
    theirs = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    theirs.load_cert_chain(f"{lab.folder}/server.pem", f"{lab.folder}/server.key")
    mine = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    mine.check_hostname, mine.verify_mode = False, ssl.CERT_NONE
    client_setup(mine); server_setup(theirs)
    lab.capture()
    listener = lab.listen(port=8443)
    def serve():
        server = lab.accept(listener)
        try:
            with theirs.wrap_socket(server, server_side=True) as secure: secure.recv(100)
        except OSError: server.close()
    thread = threading.Thread(target=serve, daemon=True); thread.start()
    client = lab.connect(8443)
    try:
        secure = mine.wrap_socket(client, server_hostname="x.example")
        if client_after: client_after(secure)
    except OSError: client.close()
    thread.join(3); pause(0.3)


@scenario
def r2_tls13_client_refuses_certificate(lab):
    """A TLS 1.3 client does not trust the certificate: it sends an alert and closes with the end of
    the server's flight unread; the server's FIN meets a socket that is no more there."""
    def strict(context):
        context.verify_mode = ssl.CERT_REQUIRED
        context.load_default_certs()
    def tickets(context): context.num_tickets = 2
    tls(lab, strict, tickets)
    lab.says("tls-alert-abort", sender="client", nth=0)
    lab.says("tls-alert-abort", "after-reset", sender="client")


@scenario
def r2_tls_version_mismatch(lab):
    """A client of TLS 1.2 at most, a server of TLS 1.3 at least: alert `protocol version`, then the
    client, who had sent more, is reset."""
    certificate(lab, "server")
    theirs = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    theirs.load_cert_chain(f"{lab.folder}/server.pem", f"{lab.folder}/server.key")
    theirs.minimum_version = ssl.TLSVersion.TLSv1_3
    mine = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    mine.check_hostname, mine.verify_mode = False, ssl.CERT_NONE
    mine.maximum_version = ssl.TLSVersion.TLSv1_2
    lab.capture()
    listener = lab.listen(port=8443)
    def serve():
        server = lab.accept(listener)
        incoming, outgoing = ssl.MemoryBIO(), ssl.MemoryBIO()
        machine = theirs.wrap_bio(incoming, outgoing, server_side=True)
        incoming.write(server.recv(4096))
        try: machine.do_handshake()
        except ssl.SSLError: pass
        pause(0.1)
        server.sendall(outgoing.read())
        server.close()
    threading.Thread(target=serve, daemon=True).start()
    client = lab.connect(8443)
    incoming, outgoing = ssl.MemoryBIO(), ssl.MemoryBIO()
    machine = mine.wrap_bio(incoming, outgoing)
    try: machine.do_handshake()
    except ssl.SSLWantReadError: pass
    write(client, outgoing.read())
    pause(0.01)
    write(client, b"\x16\x03\x03\x00\x10" + b"more of it......")
    pause(0.5)
    lab.says("tls-alert-abort", sender="server")


@scenario
def r2_tls_alert_then_client_aborts(lab):
    """The server refuses the name (unrecognized_name, fatal) and closes with FIN; the client aborts
    on purpose."""
    lab.capture()
    client, server = lab.pair(8443)
    write(client, bytes.fromhex("16030100c8010000c40303") + b"\x11" * 194); read(server, 200)
    write(server, bytes.fromhex("15030300020270"))
    server.close()
    pause(0.2)
    abort(client)
    pause(0.2)
    lab.says("tls-alert-abort", "abort-after-peer-fin", sender="client")


@scenario
def r2_tls_server_process_dies(lab):
    """A TLS server dies in mid-connection, an application record of the client unread: no alert."""
    lab.capture()
    client, server = lab.pair(8443)
    write(client, bytes.fromhex("16030100c8010000c40303") + b"\x11" * 194); read(server, 205)
    write(server, bytes.fromhex("160303004002") + b"\x00" * 63); read(client, 69)
    for n in range(2):
        write(client, b"\x17\x03\x03\x00\x20" + b"q" * 32); read(server, 37)
        write(server, b"\x17\x03\x03\x00\x30" + b"a" * 48); read(client, 53)
    write(client, b"\x17\x03\x03\x00\x20" + b"q" * 32)
    pause(0.2)
    server.close()
    pause(0.1)
    lab.says("close-unread-data", sender="server")


# HAProxy.

def web(lab, rules, options=""):
    proxy(lab, f" mode http\n timeout http-request 1s\n{options}frontend f\n bind :8001\n{rules}"
               " default_backend b\nbackend b\n"
               f" server s 127.0.0.1:8009\n", "s")


@scenario
def r2_haproxy_request_reject(lab):
    """HAProxy's `http-request reject`: the connection is closed without an answer after the
    request was read; a second request was on the way."""
    web(lab, " http-request reject if { path_beg /1 }\n")
    client = lab.connect()
    write(client, HTTP % 1 + HTTP % 2); pause(0.05); write(client, HTTP % 3); pause(0.5)
    lab.says("write-after-close", sender="server", stages=["closing"])


@scenario
def r2_haproxy_content_reject(lab):
    """HAProxy's `tcp-request content reject` once the client has spoken."""
    proxy(lab, "frontend f\n bind :8001\n tcp-request inspect-delay 1s\n"
               " tcp-request content reject if { req.len gt 0 }\n default_backend b\n"
               "backend b\n server s 127.0.0.1:8009\n")
    for _ in range(2):
        client = lab.connect()
        write(client, HTTP % 1); pause(0.3)
        write(client, HTTP % 2); pause(0.2)
    lab.says("write-after-close", sender="server", stages=["closing"])


@scenario
def r2_haproxy_http_request_timeout(lab):
    """HAProxy's `timeout http-request 1s`: 408 and a close; the rest of the header comes a second
    later."""
    web(lab, "")
    client = lab.connect()
    write(client, b"GET / HTTP/1.1\r\n"); pause(2.2)
    write(client, b"Host: x\r\n\r\n"); pause(0.3)
    lab.says("write-after-close", sender="server", stages=["closing"])


@scenario
def r2_haproxy_keepalive_timeout(lab):
    """HAProxy closes an idle keep-alive connection after 1 s; the client's request crosses its FIN
    (RTT 100 ms)."""
    lab.wire.delay = 0.05
    web(lab, " http-request return status 200 content-type text/plain string hello\n",
        " timeout http-keep-alive 1s\n")
    client = lab.connect()
    write(client, HTTP % 1); read_some(client)
    pause(0.935)
    write(client, HTTP % 2); pause(0.5)
    lab.says("keepalive-race", "close-data-crossing", sender="server")
    lab.says("after-reset", sender="client")


@scenario
def r2_haproxy_client_timeout_tcp(lab):
    """HAProxy in tcp mode gives up a client that was silent for 1 s; the client writes 0.6 s
    later, then again."""
    listener = lab.listen(port=8009)
    def answer(sock):
        while read(sock, 1): sock.sendall(b"ok")
    lab.serve(listener, answer)
    proxy(lab, " timeout client 1s\n timeout server 1s\nfrontend f\n bind :8001\n"
               " default_backend b\nbackend b\n server s 127.0.0.1:8009\n")
    client = lab.connect()
    write(client, b"one"); read(client, 2)
    pause(1.6)
    write(client, b"two"); pause(0.1); write(client, b"three"); pause(0.3)
    lab.says("write-after-close", sender="server", stages=["closing"])


@scenario
def r2_haproxy_aborts_upload(lab):
    """HAProxy answers 403 at the head of an upload; the body goes on coming, RTT 100 ms."""
    lab.wire.delay = 0.05
    web(lab, " http-request deny\n")
    client = lab.connect()
    write(client, b"POST /up HTTP/1.1\r\nHost: x\r\nContent-Length: 4000000\r\n\r\n")
    threading.Thread(target=write, args=(client, b"b" * 300000), daemon=True).start()
    pause(1.2)
    lab.says("early-response-abort", "close-data-crossing", sender="server")


@scenario
def r2_haproxy_checks_http_port(lab):
    """HAProxy on the client's host checks a server every 300 ms with a connection and a RST, and
    once the server is stopped it is refused."""
    listener = lab.listen()
    lab.serve(listener, lambda sock: read(sock))
    proxy(lab, f"frontend f\n bind :9000\n default_backend b\nbackend b\n option tcp-check\n"
               f" server s {S}:8001 check inter 300\n", "c")
    pause(1.2)
    listener.shutdown(2); listener.close()
    pause(1)
    lab.says("port-closed", sender="server", stages=["handshake"])
    lab.says("connect-and-abort", "synack-abandoned", sender="client")


# nginx.

@scenario
def r2_nginx_444(lab):
    """nginx `return 444`: the connection is closed without an answer, with nothing left unread;
    the client asks again."""
    nginx(lab, "location /x { return 444; }")
    client = lab.connect()
    write(client, b"GET /x HTTP/1.1\r\nHost: x\r\n\r\n"); pause(0.3)
    write(client, b"GET /x HTTP/1.1\r\nHost: x\r\n\r\n"); pause(0.3)
    lab.says("write-after-close", sender="server")


@scenario
def r2_nginx_444_with_reset(lab):
    """nginx `return 444` with `reset_timedout_connection on` aborts on purpose."""
    nginx(lab, "location /x { return 444; } reset_timedout_connection on;")
    client = lab.connect()
    write(client, b"GET /x HTTP/1.1\r\nHost: x\r\n\r\n"); pause(0.3)
    lab.says("linger-zero-abort", "close-unread-data", sender="server", stages=["mid-stream"])


@scenario
def r2_nginx_send_timeout(lab):
    """nginx `send_timeout 1s` with `reset_timedout_connection on`: a client reads nothing of a
    large answer, its window is full."""
    with open(f"{lab.folder}/big", "wb") as file: file.write(b"x" * 9000000)
    lab.net.sh("s", f"chmod 755 {lab.folder}; chmod 644 {lab.folder}/big")
    nginx(lab, f"location /big {{ root {lab.folder}; }} send_timeout 1s; sendfile on;"
               "reset_timedout_connection on;")
    client = lab.connect(rcvbuf=6000)
    write(client, b"GET /big HTTP/1.1\r\nHost: x\r\n\r\n")
    pause(4)
    lab.says("linger-zero-abort", "zero-window-timeout", sender="server")
