"""More causes between two ends, and their near misses."""
import socket
import threading

from rig.lab import abort, pause, read, read_some, S, S6, scenario, write
from rig.packets import ACK, FIN, PSH, random_number, RST, SYN, Tcp
from rig.services import forget
from rig.stack import Host


def old_client(lab):
    """A client stack of our own and a listener; the server's end of the first connection."""
    host = Host(lab, "c", "10.9.1.50", ttl=64, ip_id=7000, syn_options=b"\x02\x04\x05\xb4")
    lab.capture()
    return host, lab.listen()


@scenario
def timewait_syn_rejected(lab):
    """The server closed first and waits; a SYN from the same port with an older ISN is answered
    with an ACK of the old connection, reset by the client, and repeated with a newer ISN."""
    host, listener = old_client(lab)
    synack = host.connect(S, 8001, 45000)
    server = lab.accept(listener)
    first = host.say(synack, ACK | PSH, b"GET /")
    read(server, 5); write(server, b"hello"); server.close()
    fin = host.hear(lambda t: t.flags & FIN)
    last = host.say(fin, FIN | ACK)
    host.hear(lambda t: t.ack == last.end)
    pause(0.5)
    syn = last.but(seq=first.seq - 500000, ack=0, flags=SYN, options=host.syn_options)
    host.send(syn)
    stale = host.hear(lambda t: t.flags & ACK)
    host.send(syn.but(seq=stale.ack, flags=RST, options=b"", window=0))
    pause(0.1)
    host.send(syn.but(seq=last.seq + 700000))
    synack = host.hear(lambda t: t.flags & SYN)
    host.say(synack)
    pause(0.1)
    lab.says("timewait-syn-rejected", "port-reuse-half-open", sender="client",
             stages=["handshake", "closing"])


@scenario
def handshake_bad_last_ack(lab):
    """A client's last ACK of the handshake acknowledges what the server never sent: it is reset,
    the true one comes after and works."""
    host, listener = old_client(lab)
    host.send(Tcp(host.address, S, 45001, 8001, random_number(), 0, SYN, 64240, host.syn_options))
    synack = host.hear(lambda t: t.flags & SYN)
    host.say(synack, ack=synack.end + 7777)
    pause(0.2)
    lab.says("handshake-bad-ack", sender="server", stages=["handshake"])


@scenario
def service_restart(lab):
    """A service is killed with connections open and in its queue, its port is closed for half a
    second, then it works again."""
    program = ("import socket,time;l=socket.create_server(('',8001));k=[]\n"
               "while 1:\n k+=[l.accept()[0]];k[-1].recv(9)\n"
               " k[-1].sendall(b'welcome');time.sleep(.6)")
    lab.capture()
    process = lab.python("s", program)
    pause(0.4)
    clients = [lab.connect() for _ in range(4)]
    for client in clients: write(client, b"GET /")
    pause(0.9)
    for client in clients: write(client, b"GET /2")
    pause(0.1)
    process.kill(); process.wait()
    for _ in range(2):
        try: lab.connect()
        except OSError: pause(0.2)
    lab.python("s", program)
    pause(0.4)
    client = lab.connect()
    write(client, b"GET /"); read(client, 7)
    for flow in range(4):
        lab.says("process-exit-burst", "accept-queue-flushed", "close-unread-data", sender="server",
                 flow=flow, stages=["mid-stream"])
    lab.says("port-closed", sender="server", stages=["handshake"])


@scenario
def client_gives_up(lab):
    """The client's own time-out of 300 ms: it aborts on purpose while the answer is awaited."""
    lab.capture()
    client, server = lab.pair()
    lab.chat(client, server)
    write(client, b"GET /slow")
    read(server, 1)
    pause(0.3)
    abort(client)
    lab.says("linger-zero-abort", sender="client", stages=["mid-stream"])


@scenario
def server_reads_and_aborts(lab):
    """The server reads a request and aborts without an answer: on the wire as unread data."""
    lab.capture()
    client, server = lab.pair()
    lab.chat(client, server)
    write(client, b"GET /crash")
    read(server, 10)
    pause(0.05)
    abort(server)
    lab.says("linger-zero-abort", "close-unread-data", sender="server", stages=["mid-stream"])


@scenario
def abort_v6(lab):
    """The client aborts an IPv6 connection after the exchange."""
    lab.capture()
    client, server = lab.pair(address=S6)
    lab.chat(client, server)
    abort(client)
    lab.says("linger-zero-abort", "close-unread-data", sender="client", stages=["mid-stream"])


@scenario
def write_after_close_v6(lab):
    """Late data to a closed IPv6 connection: the kernel's reply has a flow label of its own."""
    lab.capture()
    client, server = lab.pair(address=S6)
    lab.chat(client, server)
    server.close()
    pause(0.4)
    write(client, b"did not look")
    pause(0.2)
    lab.says("write-after-close", sender="server", stages=["closing"])


@scenario
def lost_state_v6(lab):
    """A server that forgot an IPv6 connection answers with a flow label of its own, not 0."""
    lab.capture()
    client, server = lab.pair(address=S6)
    lab.chat(client, server)
    forget(lab, server)
    write(client, b"GET /next")
    pause(0.2)
    lab.says("peer-lost-state", sender="server", stages=["mid-stream"])


@scenario
def zero_window_abort_on_purpose(lab):
    """A reader that is slow: zero window for a second, then it reads all, answers, and the writer
    aborts a second later: the window was not the cause."""
    lab.capture()
    listener = lab.listen(rcvbuf=6000)
    client = lab.connect(); server = lab.accept(listener)
    threading.Thread(target=write, args=(client, b"z" * 20000), daemon=True).start()
    pause(1)
    got = 0
    while got < 20000: got += len(read_some(server))
    write(server, b"thanks"); read(client, 6)
    pause(1)
    abort(client)
    lab.says("linger-zero-abort", "close-unread-data", sender="client", stages=["mid-stream"])


@scenario
def many_aborting_clients(lab):
    """A load generator: ten short connections, each answered and then aborted by the client."""
    lab.capture()
    listener = lab.listen()
    for _ in range(10):
        client = lab.connect(); server = lab.accept(listener)
        lab.chat(client, server, 1, 50)
        abort(client)
    lab.says("linger-zero-abort", "close-unread-data", sender="client", stages=["mid-stream"])


@scenario
def shutdown_both_then_data(lab):
    """The server shuts down both directions of its socket and keeps it; late data are reset."""
    lab.capture()
    client, server = lab.pair()
    lab.chat(client, server)
    server.shutdown(socket.SHUT_RDWR)
    pause(0.3)
    write(client, b"did not look")
    pause(0.2)
    lab.says("write-after-close", sender="server", stages=["closing"])


@scenario
def simultaneous_close_unread(lab):
    """Both close at once, each with data of the other unread or on the way."""
    lab.capture()
    client, server = lab.pair()
    lab.chat(client, server)
    write(client, b"from the client"); write(server, b"from the server")
    pause(0.1)
    client.close(); server.close()
    pause(0.2)
    lab.says("close-unread-data", sender="client")
    lab.says("close-unread-data", sender="server")
