"""Resets around an orderly close."""
import socket
import threading

from rig.lab import abort, pause, read, scenario, write
from rig.services import drained


def close_answer(lab, **options):
    lab.capture()
    client, server = lab.pair(**options)
    lab.chat(client, server)
    pause(0.1)
    return client, server


@scenario
def write_after_close(lab):
    """The server has closed, the client has its FIN for half a second and writes all the same."""
    client, server = close_answer(lab)
    server.close()
    pause(0.5)
    write(client, b"did not look")
    pause(0.2)
    lab.says("write-after-close", sender="server", stages=["closing"])


@scenario
def keepalive_race(lab):
    """An idle keep-alive connection: the server's FIN and the client's next request cross on the
    wire (RTT 80 ms)."""
    lab.wire.delay = 0.04
    client, server = close_answer(lab)
    pause(1.5)
    server.close()
    pause(0.02)
    write(client, b"GET /next HTTP/1.1\r\nHost: x\r\n\r\n")
    pause(0.4)
    lab.says("keepalive-race", sender="server", stages=["closing"])
    # The client's own end of it: it acknowledges the FIN of a connection that is then reset.
    lab.says("after-reset", sender="client")


@scenario
def close_data_crossing(lab):
    """Both sides talk without pause; the server closes while the client's next piece is on the
    way."""
    lab.wire.delay = 0.03
    client, server = close_answer(lab)
    lab.chat(client, server)
    def chatter():
        for _ in range(12):
            if not write(client, b"." * 300): return
            pause(0.008)
    thread = threading.Thread(target=chatter)
    thread.start()
    server.recv(300)
    write(server, b"enough, goodbye")
    drained(server)
    server.close()
    thread.join()
    pause(0.3)
    lab.says("close-data-crossing", "keepalive-race", "write-after-close", sender="server",
             stages=["closing"])
    lab.says("after-reset", sender="client")


@scenario
def abort_after_own_fin(lab):
    """A client half-closes, waits for the end that does not come and aborts (TCP_LINGER2 < 0)."""
    client, server = close_answer(lab, linger2=-1)
    client.shutdown(socket.SHUT_WR)
    pause(0.6)
    client.close()
    pause(0.2)
    lab.says("abort-after-own-fin", sender="client", stages=["closing"])


@scenario
def abort_after_peer_fin(lab):
    """The client half-closes; the server, the last request unread, answers with an abort."""
    client, server = close_answer(lab)
    write(client, b"one more, unread")
    client.shutdown(socket.SHUT_WR)
    pause(0.3)
    server.close()
    lab.says("abort-after-peer-fin", sender="server", stages=["closing"])


@scenario
def linger_after_peer_fin(lab):
    """The server closes properly; the client, having read all, aborts with SO_LINGER 0 (a pool that
    throws away a connection it found closed)."""
    client, server = close_answer(lab)
    server.close()
    pause(0.4)
    abort(client)
    lab.says("abort-after-peer-fin", sender="client", stages=["closing"])


@scenario
def data_after_client_fin(lab):
    """A client sends its request and closes fully; the answer comes to a socket no more there."""
    client, server = close_answer(lab)
    write(client, b"GET /slow")
    client.close()
    pause(0.3)
    write(server, b"the slow answer" * 20)
    pause(0.2)
    lab.says("write-after-close", sender="client", stages=["closing"])


@scenario
def both_abort(lab):
    """Both ends abort within one millisecond, after an exchange: two genuine RSTs that cross."""
    client, server = close_answer(lab)
    threading.Thread(target=abort, args=(server,)).start()
    abort(client)
    lab.says("linger-zero-abort", "close-unread-data", sender="client")
    lab.says("linger-zero-abort", sender="server")


@scenario
def timewait_assassination(lab):
    """The network repeats the server's last data late: the client, in TIME-WAIT, acknowledges again
    and the server, who has forgotten, resets that."""
    client, server = close_answer(lab)
    client.close(); read(server); server.close()
    pause(0.3)
    copy = lab.wire.last("c", lambda t: t.payload)
    lab.wire.inject("c", copy)
    pause(0.3)
    lab.says("timewait-assassination", "late-segment-after-close", sender="server",
             stages=["closing", "no-connection"])


@scenario
def late_segment_after_close(lab):
    """The network repeats the client's last data when the server's socket is gone for good."""
    client, server = close_answer(lab)
    client.close(); read(server); server.close()
    pause(0.3)
    copy = lab.wire.last("s", lambda t: t.payload)
    lab.wire.inject("s", copy)
    pause(0.3)
    lab.says("late-segment-after-close", "timewait-assassination", sender="server",
             stages=["closing", "no-connection"])
