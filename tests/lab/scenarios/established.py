"""Ends that abort an established connection."""
import ssl
import threading

from rig.lab import abort, pause, read, read_some, scenario, write
from rig.services import certificate, nginx


@scenario
def linger_zero_after_answer(lab):
    """The server answered everything and then aborts on purpose."""
    lab.capture()
    client, server = lab.pair()
    lab.chat(client, server, 3)
    pause(0.1)
    abort(server)
    lab.says("linger-zero-abort", sender="server", stages=["mid-stream"])


@scenario
def linger_zero_with_unacknowledged(lab):
    """The client aborts while its own 20 kB are still on the wire: the RST is ahead of what the
    server has, who challenges it; a second, bare RST is what counts."""
    lab.capture()
    client, server = lab.pair()
    lab.chat(client, server)
    dropped = []
    def rule(t, toward):
        if toward == "s" and len(t.payload) > 1000 and len(dropped) < 2:
            dropped.append(t)
            return []
    lab.wire.rule = rule
    write(client, b"u" * 20000)
    abort(client)
    lab.says("linger-zero-abort", sender="client", stages=["mid-stream"])


@scenario
def socket_destroyed(lab):
    """`ss -K` on the server while both ends are quiet after an exchange."""
    lab.capture()
    client, server = lab.pair()
    lab.chat(client, server)
    pause(0.3)
    lab.net.sh("s", "ss -K sport = :8001")
    lab.says("linger-zero-abort", sender="server", stages=["mid-stream"])


@scenario
def close_unread_request(lab):
    """The server has a request unread in its buffer and closes."""
    lab.capture()
    client, server = lab.pair()
    lab.chat(client, server)
    write(client, b"one more request, never read")
    pause(0.3)
    server.close()
    lab.says("close-unread-data", sender="server", stages=["mid-stream"])


@scenario
def close_unread_at_client(lab):
    """A client that reads the head of a large answer and closes: more data are on the way, so that
    several bare RSTs follow the first."""
    lab.capture()
    client, server = lab.pair()
    write(client, b"GET /large")
    read(server, 1)
    threading.Thread(target=write, args=(server, b"d" * 40000), daemon=True).start()
    read_some(client)
    pause(0.1)
    client.close()
    pause(0.2)
    lab.says("close-unread-data", sender="client", stages=["mid-stream"])


@scenario
def process_killed(lab):
    """kill -9 of a server with five connections, each with a request unread."""
    program = ("import socket,time;l=socket.create_server(('',8001));"
               "a=[l.accept()[0] for _ in range(5)];"
               "[x.sendall(b'welcome') for x in a];time.sleep(60)")
    lab.capture()
    process = lab.python("s", program)
    pause(0.4)
    clients = [lab.connect() for _ in range(5)]
    for client in clients: read(client, 7); write(client, b"a request nobody reads")
    pause(0.3)
    process.kill()
    process.wait()
    pause(0.1)
    try: lab.connect()
    except OSError: pass
    lab.says("port-closed", sender="server", flow=5, stages=["handshake"])
    # Alone, each looks like a greeting and a drop.
    lab.says("process-exit-burst", "close-unread-data", "greeting-then-drop", sender="server",
             stages=["mid-stream"])


@scenario
def upload_after_413(lab):
    """nginx refuses a body too large, reads on for its lingering_timeout and ends with FIN; a
    second later the client, who did not look, sends more of the body."""
    nginx(lab, "client_max_body_size 1k; lingering_timeout 1s;")
    client = lab.connect()
    write(client, b"POST /up HTTP/1.1\r\nHost: x\r\nContent-Length: 3000000\r\n\r\n" + b"b" * 20000)
    pause(2.5)
    write(client, b"b" * 1000)
    pause(0.2)
    lab.says("write-after-close", "early-response-abort", sender="server", stages=["closing"])


@scenario
def early_response_python(lab):
    """A server reads the headers of an upload, answers 401 and closes with part of the body
    unread."""
    lab.capture()
    client, server = lab.pair()
    write(client, b"POST /in HTTP/1.1\r\nHost: x\r\nContent-Length: 900000\r\n\r\n")
    server.recv(1000)
    threading.Thread(target=write, args=(client, b"b" * 60000), daemon=True).start()
    pause(0.05)
    write(server, b"HTTP/1.1 401 Unauthorized\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
    server.close()
    pause(0.3)
    lab.says("early-response-abort", sender="server", stages=["mid-stream"])


@scenario
def nginx_reset_timedout(lab):
    """nginx reset_timedout_connection: a client that stays silent in its request header for 1 s."""
    nginx(lab, "client_header_timeout 1s; reset_timedout_connection on;")
    client = lab.connect()
    write(client, b"GET / HTTP/1.1\r\nHost: x\r\n")
    read(client)
    # A request acknowledged and never answered looks like one never read.
    lab.says("linger-zero-abort", "close-unread-data", sender="server", stages=["mid-stream"])


@scenario
def tls_alert_unknown_ca(lab):
    """A TLS 1.2 server wants a client certificate and gets one of an unknown CA: fatal alert, then
    close with the rest of the client's flight unread."""
    tls_reject(lab, "TLSv1_2")


@scenario
def tls13_alert_client_certificate(lab):
    """The same in TLS 1.3: the client thinks the handshake done and has sent its request
    already."""
    tls_reject(lab, "TLSv1_3")


def tls_reject(lab, version):
    for name in ("server", "stranger"): certificate(lab, name)
    program = ("import socket,ssl,sys;f,v=sys.argv[1:];x=ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER);"
               "x.load_cert_chain(f+'/server.pem',f+'/server.key');x.verify_mode=ssl.CERT_REQUIRED;"
               "x.load_verify_locations(f+'/server.pem');t=getattr(ssl.TLSVersion,v);"
               "x.maximum_version=t;x.minimum_version=t;"
               "l=socket.create_server(('',8443));c=l.accept()[0]\n"
               "import time\n"
               "try:\n y=x.wrap_socket(c,server_side=True,do_handshake_on_connect=False)\n"
               " y.do_handshake()\n"
               "except ssl.SSLError: time.sleep(.3);c.close()\n")
    lab.capture()
    lab.python("s", program, lab.folder, version)
    pause(0.6)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    context.load_cert_chain(f"{lab.folder}/stranger.pem", f"{lab.folder}/stranger.key")
    client = lab.connect(8443)
    try:
        client = context.wrap_socket(client)
        client.sendall(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n")
        pause(0.05)
        client.sendall(b"x" * 3000)
    except OSError: pass
    pause(1)
    # In TLS 1.3 the alert is encrypted: nobody on the wire can read it.
    unread = ["close-unread-data", "early-response-abort"] * (version == "TLSv1_3")
    lab.says("tls-alert-abort", "abort-after-peer-fin", *unread, sender="server")


@scenario
def http_to_tls_port(lab):
    """Plain HTTP to a TLS server, which closes at once with the rest of the request unread."""
    mismatch(lab, b"GET / HTTP/1.1\r\nHost: x\r\n" + b"A: b\r\n" * 200 + b"\r\n", b"")


@scenario
def tls_to_ssh(lab):
    """A TLS ClientHello to an SSH server: banner, then close with the hello unread."""
    mismatch(lab, bytes.fromhex("16030100c8010000c40303") + b"\x11" * 194,
             b"SSH-2.0-OpenSSH_9.6\r\n", True)


def mismatch(lab, request, greeting, first=False):
    lab.capture()
    client, server = lab.pair(8443 if not first else 2022)
    if first: write(server, greeting); read(client, len(greeting))
    write(client, request)
    pause(0.1)
    server.recv(5)
    server.close()
    lab.says("protocol-mismatch", "close-unread-data", *(["greeting-then-drop"] if first else []),
             sender="server")


@scenario
def greeting_then_drop(lab):
    """`421 too many connections`, then close, while the client's EHLO has come unread."""
    lab.capture()
    client, server = lab.pair(2525)
    write(client, b"EHLO eager.example\r\n")
    pause(0.1)
    write(server, b"421 4.7.0 Too many connections from your host\r\n")
    server.close()
    lab.says("greeting-then-drop", sender="server")


@scenario
def zero_window_reader_killed(lab):
    """A reader that never reads fills its window and is closed."""
    lab.capture()
    listener = lab.listen(rcvbuf=8000)
    client = lab.connect(); server = lab.accept(listener)
    threading.Thread(target=write, args=(client, b"z" * 90000), daemon=True).start()
    pause(0.9)
    server.close()
    pause(0.1)
    lab.says("close-unread-data", sender="server", stages=["mid-stream"])
