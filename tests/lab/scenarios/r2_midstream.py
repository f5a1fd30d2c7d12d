"""Captures of one direction, from the middle, or of a mirror."""
from rig import views
from rig.lab import pause, read, S, scenario, write
from rig.services import forget
from scenarios.injectors import forged
from scenarios.rejects import BOX
from scenarios.routes import exchange

AT_R1 = ("client", ("r1", "l-c"), ("r1", "wan"))


@scenario
def r2_only_to_server(lab):
    """The captures see only what the client sends: it aborts with data unread."""
    lab.filter = "src host 10.9.1.2"
    lab.capture()
    client, server = lab.pair()
    lab.chat(client, server)
    write(server, b"unread"); pause(0.1)
    client.close()
    lab.says("close-unread-data", "linger-zero-abort", "asymmetric-capture", sender="client")


@scenario
def r2_only_from_server_forgotten(lab):
    """The captures see only what the server sends: its kernel denies a connection that it
    forgot."""
    lab.filter = "src host " + S
    client, server = exchange(lab)
    forget(lab, server)
    write(client, b"GET /next"); pause(0.2)
    lab.says("peer-lost-state", "asymmetric-capture", sender="server")


@scenario
def r2_only_from_server_refused(lab):
    """The captures see only what the server sends: refusals and one good connection."""
    lab.filter = "src host " + S
    client, server = exchange(lab)
    for _ in range(2):
        try: lab.connect(8009)
        except OSError: pause(0.1)
    lab.says("port-closed", "asymmetric-capture", sender="server")


@scenario
def r2_midstream_own_ttl(lab):
    """The capture starts in mid-stream; the server's sockets have IP_TTL 100, it takes 80 ms for
    each answer; it forgets and its kernel answers at once."""
    lab.wire.delay = 0.005
    listener = lab.listen(ttl=100)
    client = lab.connect(); server = lab.accept(listener)
    lab.chat(client, server)
    lab.capture()
    for n in range(4):
        write(client, b"GET /%d" % n); read(server, 5); pause(0.08)
        write(server, b"." * 99); read(client, 99)
    pause(0.1)
    forget(lab, server)
    write(client, b"GET /next"); pause(0.2)
    lab.says("peer-lost-state", sender="server")


@scenario
def r2_midstream_write_after_close(lab):
    """The capture starts in mid-stream, the server closes and the client writes on."""
    client, server = lab.pair()
    lab.chat(client, server)
    lab.capture()
    lab.chat(client, server, 1)
    server.close(); pause(0.3)
    write(client, b"did not look"); pause(0.2)
    lab.says("write-after-close", sender="server")


@scenario
def r2_midstream_client_abort_in_download(lab):
    """The capture starts in the middle of a download that the client aborts."""
    client, server = lab.pair()
    lab.chat(client, server)
    lab.capture()
    for _ in range(6): write(server, b"d" * 1400); read(client, 1400)
    write(server, b"d" * 14000); pause(0.1)
    client.close(); pause(0.2)
    lab.says("close-unread-data", sender="client", name="client")


@scenario
def r2_mirror_and_injector(lab):
    """A mirror that doubles frames, and an injector's RST to the client, TTL of its own; the server
    goes on."""
    lab.change("client", views.twice(15))
    client, server = exchange(lab)
    lab.wire.inject("c", forged(lab.wire.last("c"), ttl=113, ip_id=4711, window=0))
    pause(0.4)
    write(server, b"still here"); pause(0.2)
    lab.says(*BOX, sender="third-party", name="server")
    lab.says_forgotten("client")
