"""Sockets on the hosts of a small network, from one process: a thread that enters a namespace
makes the socket, and the socket stays there."""
import ctypes
import os
import signal
import socket
import struct
import subprocess
import sys
import threading
import time

CLIENT, ROUTER, SERVER, FOLDER = sys.argv[1:5]
ADDRESS = {4: '10.81.2.2', 6: 'fd81:2::2'}
OWN = {4: '10.81.1.2', 6: 'fd81:1::2'}
FAMILY = {4: socket.AF_INET, 6: socket.AF_INET6}
KEPT = []  # what no scenario closes stays open, so that none is closed by chance
LIBC = ctypes.CDLL(None, use_errno=True)


def inside(host, work):
    """Does something in a host's namespace."""
    done = []

    def run():
        with open('/run/netns/' + host) as place:
            entered = LIBC.setns(place.fileno(), 0x40000000)
        try:
            assert entered == 0, host
            done.append((work(), None))
        except Exception as failure:
            done.append((None, failure))

    thread = threading.Thread(target=run)
    thread.start()
    thread.join()
    if done[0][1]:
        raise done[0][1]
    return done[0][0]


def on(host, *words, **how):
    """Runs a program on a host, to its end."""
    return subprocess.run(
        ['ip', 'netns', 'exec', host, *words], check=True, capture_output=True, text=True, **how)


def start(host, *words):
    return subprocess.Popen(
        ['ip', 'netns', 'exec', host, *words],
        stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)


def listen(v, port, backlog=16):
    def make():
        s = socket.socket(FAMILY[v])
        s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        s.bind((ADDRESS[v] if port % 3 else '', port))
        s.listen(backlog)
        return s
    KEPT.append(inside(SERVER, make))
    return KEPT[-1]


def accept(listener):
    server, _ = listener.accept()
    KEPT.append(server)
    return server


def new_client(v, own_port=0, blocking=True):
    def make():
        s = socket.socket(FAMILY[v])
        s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        s.settimeout(10)
        s.bind((OWN[v], own_port))
        s.setblocking(blocking)
        if blocking:
            s.settimeout(10)
        return s
    s = inside(CLIENT, make)
    KEPT.append(s)
    return s


def connect(v, port, own_port=0, address=None):
    s = new_client(v, own_port)
    s.connect((address or ADDRESS[v], port))
    return s


def pair(v, port):
    """A connection: client's socket, server's socket, the one that listens."""
    listener = listen(v, port)
    client = connect(v, port)
    server = accept(listener)
    client.sendall(b'hello ')
    assert server.recv(10) == b'hello '
    server.sendall(b'welcome ')
    assert client.recv(10) == b'welcome '
    return client, server, listener


def is_closed(s):
    return s.getsockopt(socket.IPPROTO_TCP, socket.TCP_INFO, 1)[0] == 7


def await_closed(*sockets, seconds=40):
    """Returns when the kernel has given up one of these."""
    end = time.time() + seconds
    while not any(is_closed(s) for s in sockets):
        assert time.time() < end, 'still open'
        time.sleep(.1)


def linger(s, seconds=0):
    s.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack('ii', 1, seconds))


def quietly(work, *arguments):
    """What the kernel says to a program is not what is tested."""
    try:
        return work(*arguments)
    except OSError:
        return None


def rule(host, what, group, port):
    """Adds a port to a group of the packet filter, or takes it out."""
    on(host, 'nft', what, 'element', 'inet', 'filter', group, '{', str(port), '}')


class Cut:
    """While it lasts, the router drops what belongs to a port."""

    def __init__(self, port, group='cut'):
        self.port, self.group = port, group

    def __enter__(self):
        rule(ROUTER, 'add', self.group, self.port)

    def __exit__(self, *_):
        rule(ROUTER, 'delete', self.group, self.port)


def destroy(host, v, port, side='sport'):
    on(host, 'ss', '-K', f'-{v}', 'state', 'connected', side, '=', f':{port}')


def raw(host, v, source, port, flags, ack=0):
    """A segment without a socket, as scanners send it (IPv4)."""
    assert v == 4

    def send():
        here, there = OWN[4], ADDRESS[4]
        tcp = struct.pack('!HHIIBBHHH', source, port, 4711, ack, 5 << 4, flags, 1024, 0, 0)
        pseudo = socket.inet_aton(here) + socket.inet_aton(there) + struct.pack('!BBH', 0, 6, 20)
        total = sum(struct.unpack('!16H', pseudo + tcp))
        total = (total >> 16) + (total & 0xffff)
        total += total >> 16
        tcp = tcp[:16] + struct.pack('!H', ~total & 0xffff) + tcp[18:]
        with socket.socket(socket.AF_INET, socket.SOCK_RAW, socket.IPPROTO_TCP) as s:
            s.sendto(tcp, (there, 0))
    inside(host, send)


def kill(process):
    """Ends a program at once, with all it started."""
    for child in subprocess.run(
            ['pgrep', '-P', str(process.pid)], capture_output=True, text=True).stdout.split():
        quietly(os.kill, int(child), signal.SIGKILL)
    process.kill()
    process.wait()


def await_port(v, port, seconds=20):
    """Returns when somebody listens there."""
    for _ in range(seconds * 10):
        if f':{port} ' in on(SERVER, 'ss', '-ltnH').stdout:
            return
        time.sleep(.1)
    raise TimeoutError(port)
