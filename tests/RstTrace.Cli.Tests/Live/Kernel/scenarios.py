"""Every way in which a host resets a connection that can be had within seconds, each on a port of
its own. Prints the name and the port of each, then what went wrong, if anything."""
import socket
import sys
import threading
import time

from hosts import *
from on_the_way import *
import programs

SYN, ACK = 2, 16
READ_NOTHING = '''
import socket, sys, time
v, address, port = int(sys.argv[1]), sys.argv[2], int(sys.argv[3])
s = socket.socket(socket.AF_INET6 if v == 6 else socket.AF_INET)
s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
s.bind((address, port))
s.listen()
print('ready', flush=True)
c, _ = s.accept()
if len(sys.argv) > 4:
    c.recv(100)
print('has it', flush=True)
time.sleep(60)
'''


def closed_port(v, port):
    quietly(connect, v, port)


def linger_zero(v, port):
    client, server, _ = pair(v, port)
    linger(server)
    server.close()


def client_linger_zero(v, port):
    client, server, _ = pair(v, port)
    linger(client)
    client.close()


def close_unread(v, port):
    client, server, _ = pair(v, port)
    client.sendall(b'x' * 500)
    time.sleep(.1)
    server.close()


def close_with_window_shut(v, port):
    client, server, _ = pair(v, port)
    client.settimeout(.5)
    while quietly(client.send, b'x' * 60000):
        pass
    server.close()


def answer_then_unread(v, port):
    client, server, _ = pair(v, port)
    client.sendall(b'POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5000\r\n\r\n' + b'x' * 5000)
    time.sleep(.1)
    server.recv(40)
    server.sendall(b'HTTP/1.1 413 Too Large\r\n\r\n')
    server.close()


def tls_to_plain(v, port):
    listener = listen(v, port)
    client = connect(v, port)
    server = accept(listener)
    hello = '160301002e0100002a0303' + '00' * 32 + '000002002f0100'
    client.sendall(bytes.fromhex(hello))
    time.sleep(.1)
    server.close()


def killed_unread(v, port):
    process = start(SERVER, 'python3', '-c', READ_NOTHING, str(v), ADDRESS[v], str(port))
    process.stdout.readline()
    client = connect(v, port)
    client.sendall(b'x' * 500)
    process.stdout.readline()
    time.sleep(.1)
    kill(process)


def killed_idle(v, port):
    process = start(SERVER, 'python3', '-c', READ_NOTHING, str(v), ADDRESS[v], str(port), 'read')
    process.stdout.readline()
    client = connect(v, port)
    client.sendall(b'hello')
    process.stdout.readline()
    kill(process)
    assert client.recv(10) == b''
    client.sendall(b'are you there?')


def write_after_close(v, port):
    client, server, _ = pair(v, port)
    server.close()
    assert client.recv(10) == b''
    client.sendall(b'late')


def write_after_shutdown(v, port):
    client, server, _ = pair(v, port)
    server.shutdown(socket.SHUT_RDWR)
    time.sleep(.1)
    client.sendall(b'late')
    time.sleep(.1)


def write_long_after_close(v, port):
    client, server, _ = pair(v, port)
    server.close()
    time.sleep(2.5)  # net.ipv4.tcp_fin_timeout is 1
    client.sendall(b'very late')


def linger2_with_data(v, port):
    client, server, _ = pair(v, port)
    server.setsockopt(socket.IPPROTO_TCP, socket.TCP_LINGER2, -1)
    server.close()
    time.sleep(.1)
    quietly(client.sendall, b'late')


def linger2_in_fin_wait(v, port):
    client, server, _ = pair(v, port)
    server.setsockopt(socket.IPPROTO_TCP, socket.TCP_LINGER2, -1)
    server.shutdown(socket.SHUT_WR)
    time.sleep(.2)
    server.close()


def half_close_unread(v, port):
    client, server, _ = pair(v, port)
    client.sendall(b'request')
    client.shutdown(socket.SHUT_WR)
    time.sleep(.1)
    server.close()


def listener_closes(v, port):
    listener = listen(v, port)
    clients = [connect(v, port) for _ in range(2)]
    time.sleep(.1)
    listener.close()


def destroyed(v, port):
    client, server, _ = pair(v, port)
    destroy(SERVER, v, port)


def disconnected(v, port):
    client, server, _ = pair(v, port)
    LIBC.connect(client.fileno(), b'\0' * 16, 16)  # AF_UNSPEC


def connect_and_abort(v, port):
    listener = listen(v, port)
    client = connect(v, port)
    linger(client)
    client.close()
    time.sleep(.1)


def scanned(v, port):
    listener = listen(v, port)
    raw(CLIENT, v, 40000 + port % 1000, port, SYN)
    time.sleep(.3)


def stray_ack_to_listener(v, port):
    listener = listen(v, port)
    raw(CLIENT, v, 41000 + port % 1000, port, ACK, ack=1234)
    time.sleep(.3)


def stray_ack(v, port):
    raw(CLIENT, v, 42000 + port % 1000, port, ACK, ack=1234)


BOTH = [
    closed_port, linger_zero, client_linger_zero, close_unread, close_with_window_shut,
    answer_then_unread, tls_to_plain, killed_unread, killed_idle, write_after_close,
    write_after_shutdown, write_long_after_close, linger2_with_data, linger2_in_fin_wait,
    close_crosses_data, half_close_unread, listener_closes, overflow_resets, keepalive,
    keepalive_user_timeout, gave_up_sending, rejected_on_host, rejected_on_host_in_use,
    rejected_on_router, rejected_on_router_in_use, destroyed, disconnected, connect_and_abort,
    restarted, gone, half_open, overflow_ignores,
]
ONLY4 = [scanned, stray_ack_to_listener, stray_ack, translated, *programs.ALL]
AFTERWARDS = [overflow_ignores]


def main():
    failures, kept = [], [listen(4, 9998), listen(6, 9999)]
    cases = [(f, 4) for f in BOTH + ONLY4] + [(f, 6) for f in BOTH]

    def run(work, v, port):
        try:
            work(v, port)
        except Exception as failure:
            failures.append(f'{work.__name__}{v}: {failure!r}')

    def together(which):
        threads = [threading.Thread(target=run, args=case) for case in which]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

    numbered = [(work, v, 9000 + i) for i, (work, v) in enumerate(cases)]
    for work, v, port in numbered:
        print(work.__name__ + str(v), port)
    together([case for case in numbered if case[0] not in AFTERWARDS])
    on(SERVER, 'sysctl', '-q', 'net.ipv4.tcp_abort_on_overflow=0')
    together([case for case in numbered if case[0] in AFTERWARDS])
    for failure in failures:
        print('FAILED', failure)
    print('done', flush=True)


main()
