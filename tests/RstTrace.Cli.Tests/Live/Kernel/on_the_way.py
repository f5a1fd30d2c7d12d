"""Resets where the router drops, rejects or translates something."""
import time

from hosts import *


def close_crosses_data(v, port):
    client, server, _ = pair(v, port)
    with Cut(port, 'cut_back'):
        server.close()
        time.sleep(.2)  # its FIN is lost
        client.sendall(b'on its way')
        time.sleep(.3)


def overflow(v, port):
    """Two handshakes end at once, where one has room: three wait when two may."""
    listener = listen(v, port, backlog=2)
    waiting = [connect(v, port) for _ in range(2)]
    with Cut(port, 'cut_acks'):
        clients = [new_client(v, blocking=False) for _ in range(2)]
        for client in clients:
            client.connect_ex((ADDRESS[v], port))
        time.sleep(.2)
    return listener, clients, waiting


def overflow_resets(v, port):
    listener, clients, waiting = overflow(v, port)
    await_closed(*clients)  # when SYN/ACK comes again


def overflow_ignores(v, port):
    listener, clients, waiting = overflow(v, port)
    for client in clients:
        quietly(client.sendall, b'GET / HTTP/1.0\r\n\r\n')
    await_closed(*clients, seconds=60)


def keepalive(v, port, user_timeout=0):
    client, server, _ = pair(v, port)
    client.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
    for option, value in (('KEEPIDLE', 1), ('KEEPINTVL', 1), ('KEEPCNT', 2)):
        client.setsockopt(socket.IPPROTO_TCP, getattr(socket, 'TCP_' + option), value)
    if user_timeout:
        client.setsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, user_timeout)
    with Cut(port):
        await_closed(client)


def keepalive_user_timeout(v, port):
    keepalive(v, port, user_timeout=1500)


def gave_up_sending(v, port):
    client, server, _ = pair(v, port)
    client.setsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, 1500)
    with Cut(port):
        client.sendall(b'into the void')
        await_closed(client)
    server.sendall(b'still there?')


def rejected_on_host(v, port):
    rule(SERVER, 'add', 'rejected', port)
    quietly(connect, v, port)


def rejected_on_host_in_use(v, port):
    client, server, _ = pair(v, port)
    rule(SERVER, 'add', 'rejected', port)
    quietly(client.sendall, b'no more')
    time.sleep(.3)


def rejected_on_router(v, port):
    connect(v, 9998 + (v == 6)).close()
    rule(ROUTER, 'add', 'rejected', port)
    quietly(connect, v, port)


def rejected_on_router_in_use(v, port):
    client, server, _ = pair(v, port)
    rule(ROUTER, 'add', 'rejected', port)
    quietly(client.sendall, b'no more')
    time.sleep(.3)


def restarted(v, port, is_back=True):
    client, server, listener = pair(v, port)
    with Cut(port):
        destroy(SERVER, v, port)
        listener.close()
        time.sleep(.3)
    again = listen(v, port) if is_back else None
    quietly(client.sendall, b'do you know me?')
    time.sleep(.3)


def gone(v, port):
    restarted(v, port, is_back=False)


def half_open(v, port):
    """The client forgets, and asks from the same port again."""
    client, server, listener = pair(v, port)
    own = client.getsockname()[1]
    with Cut(port):
        destroy(CLIENT, v, port, 'dport')
        client.close()
        time.sleep(.3)
    again = quietly(connect, v, port, own)
    time.sleep(.3)


def translated(v, port):
    """To the router's address, which is that of the server behind it."""
    listener = listen(v, port)
    rule(ROUTER, 'add', 'forwarded', port)
    client = connect(v, port, address='10.81.1.1')
    server = accept(listener)
    client.sendall(b'x' * 500)
    time.sleep(.1)
    server.close()
