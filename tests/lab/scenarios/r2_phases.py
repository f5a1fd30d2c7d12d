"""Queues, ports used again, and the phases of a close."""
import threading

from rig.lab import abort, pause, read, read_some, scenario, write
from rig.services import drained, forget
from scenarios.handshakes import overflow
from scenarios.routes import exchange
from scenarios.timeouts import cut, mend

SATELLITE = 0.25


# Queues and ports.

@scenario
def r2_queue_overflow_by_satellite(lab):
    """tcp_abort_on_overflow=1, four handshakes at once into a queue with room for one, RTT
    300 ms."""
    lab.wire.delay = 0.15
    lab.sysctl("s", "tcp_abort_on_overflow=1")
    lab.capture()
    overflow(lab)
    lab.says("accept-queue-overflow", sender="server")


@scenario
def r2_queue_full_client_gives_up(lab):
    """A full queue, tcp_abort_on_overflow=0: a client that believes it is connected sends its
    request, hears nothing and aborts after a second."""
    lab.sysctl("s", "tcp_abort_on_overflow=0")
    lab.capture()
    late = overflow(lab)[-1]
    write(late, b"GET /"); pause(1.2)
    abort(late); pause(0.3)
    # Retransmissions without an answer, then an end on purpose: a time-out of somebody's.
    lab.says("linger-zero-abort", "retransmission-timeout", sender="client")


@scenario
def r2_listener_closed_after_requests(lab):
    """Five clients wait in the queue, all have sent their requests, two of them long ago; the
    listener is closed."""
    lab.capture()
    listener = lab.listen()
    clients = [lab.connect() for _ in range(5)]
    for client in clients: write(client, b"GET / HTTP/1.1\r\n\r\n")
    pause(0.5)
    listener.close(); pause(0.2)
    lab.says("accept-queue-flushed", "process-exit-burst", sender="server")


@scenario
def r2_port_reuse_without_timewait(lab):
    """The client aborts and at once connects anew from the same port."""
    lab.capture()
    listener = lab.listen()
    for _ in range(3):
        client = lab.connect(source=40777); server = lab.accept(listener)
        lab.chat(client, server)
        abort(client); pause(0.1)
    lab.says("linger-zero-abort", "close-unread-data", sender="client")


@scenario
def r2_half_open_data_from_server(lab):
    """The client host forgot; the server's push is answered with a bare RST, twice in two
    connections."""
    lab.capture()
    for port in (8001, 8002):
        client, server = lab.pair(port)
        lab.chat(client, server)
        forget(lab, client, "c")
        write(server, b"push"); pause(0.3)
    lab.says("peer-lost-state", sender="client")


@scenario
def r2_port_reuse_half_open_silent(lab):
    """The client forgets and uses its port again; the server's old connection had data on the
    way."""
    lab.capture()
    listener = lab.listen()
    client = lab.connect(source=40112); server = lab.accept(listener)
    lab.chat(client, server, 2)
    forget(lab, client, "c")
    pause(0.1)
    again = lab.connect(source=40112); there = lab.accept(listener)
    lab.chat(again, there)
    lab.says("port-reuse-half-open", sender="client")


# The phases of a close.

def close_phase(lab, steps):
    client, server = exchange(lab, 2)
    steps(client, server)
    pause(0.3)


@scenario
def r2_close_wait_abort(lab):
    """The client closes in full; the server, in CLOSE-WAIT for a second, aborts."""
    def steps(client, server): client.close(); pause(1); abort(server)
    close_phase(lab, steps)
    lab.says("abort-after-peer-fin", sender="server", stages=["closing"])


@scenario
def r2_close_wait_process_killed(lab):
    """The same, but with data of the client unread: close() in CLOSE-WAIT."""
    def steps(client, server):
        write(client, b"last words"); client.close(); pause(0.5); server.close()
    close_phase(lab, steps)
    lab.says("abort-after-peer-fin", "close-unread-data", sender="server", stages=["closing"])


@scenario
def r2_fin_wait_2_data(lab):
    """The client is in FIN-WAIT-2 as an orphan (close); the server sends on in three parts."""
    def steps(client, server):
        client.close(); pause(0.3)
        for n in range(3): write(server, b"part %d" % n); pause(0.01)
    close_phase(lab, steps)
    lab.says("write-after-close", sender="client", stages=["closing"])


@scenario
def r2_fin_wait_1_abort(lab):
    """The client shuts down its sending with the FIN lost on the way, then aborts."""
    def steps(client, server):
        cut(lab, "s"); client.shutdown(1); pause(0.1); abort(client); pause(0.1); mend(lab)
        write(server, b"hello?")
    close_phase(lab, steps)
    lab.says("abort-after-own-fin", sender="client", at="client", nth=0)
    lab.says("abort-after-own-fin", "peer-lost-state", "after-reset", "write-after-close",
             sender="client", at="client")
    lab.says("peer-lost-state", sender="client", at="server")


@scenario
def r2_old_data_in_time_wait(lab):
    """The server closed first and waits in TIME-WAIT; a copy of the client's last data comes late,
    is acknowledged again, and the client's kernel resets that."""
    def steps(client, server):
        server.shutdown(1); pause(0.1); client.close(); pause(0.3)
        server.close(); pause(0.1)
        last = lab.wire.last("s", lambda t: t.payload)
        lab.wire.inject("s", last.but(ip_id=last.ip_id + 9))
    close_phase(lab, steps)
    lab.says("timewait-assassination", "late-segment-after-close", sender="client")


@scenario
def r2_browser_stop_by_satellite(lab):
    """A client stops a download at RTT 500 ms: FIN or RST, then a bare RST for each segment on the
    way."""
    lab.wire.delay = SATELLITE
    lab.capture()
    client, server = lab.pair()
    write(client, b"GET /large HTTP/1.1\r\n\r\n"); read(server, 1)
    threading.Thread(target=write, args=(server, b"d" * 90000), daemon=True).start()
    read_some(client)
    drained(client)
    client.close(); pause(1.5)
    lab.says("close-data-crossing", "close-unread-data", sender="client")


@scenario
def r2_idle_client_aborts_with_unread(lab):
    """After 3 quiet seconds in which a push lay unread, the client closes."""
    client, server = exchange(lab)
    write(server, b"push"); pause(3)
    client.close()
    lab.idle_after(2)
    lab.says("close-unread-data", "idle-timeout-spontaneous", sender="client")
