"""What a scenario works with: hosts, sockets, the wire, and what it says about the resets."""
import shutil
import socket
import struct
import subprocess
import tempfile
import threading
import time

from rig import net as network
from rig import views
from rig.net import Net
from rig.wire import Wire
from rig.truth import Says

C, S = network.ADDRESS["c"], network.ADDRESS["s"]
C6, S6 = network.ADDRESS6["c"], network.ADDRESS6["s"]
SCENARIOS = {}


def scenario(function):
    """A scenario's name is its function's, its meaning the docstring."""
    SCENARIOS[function.__name__.replace("_", "-")] = function
    return function


class Lab:
    def __init__(self):
        self.folder = tempfile.mkdtemp(prefix="rtl-")
        self.net = Net()
        self.wire = Wire(self.net)
        self.captures, self.rules, self.sockets = [], [], []
        self.idle, self.filter = 30, "tcp or ip6 proto 6"
        self.changes, self.devices = {}, []

    # What the scenario says.

    def says(self, *causes, **where):
        """Labels the RSTs that `where` fits (see rig.truth.Says); the first fitting rule counts."""
        self.rules.append(Says(causes=list(causes), **where))

    def says_forgotten(self, victim):
        """Labels the RSTs of a side that was reset by somebody else and now denies the connection:
        where the first reset was seen they come after it, at the other end it never was."""
        other = {"client": "server", "server": "client"}[victim]
        self.says("after-reset", sender=victim, at=victim)
        self.says("peer-lost-state", sender=victim, at=other)

    def idle_after(self, seconds): self.idle = seconds

    # Hosts.

    def at(self, host): return self.net.at(host)

    def sysctl(self, host, *settings):
        for setting in settings: self.net.sh(host, f"sysctl -qw net.ipv4.{setting}")

    def capture(self):
        """Starts tcpdump on every host; a scenario calls it once its hosts stand."""
        if self.captures: return
        self.greet()
        for host, device in [(h, "eth0") for h in self.net.hosts] + self.devices:
            name = host if device == "eth0" else f"{host}-{device}"
            process = self.net.start(
                host, "tcpdump", "-i", device, "-U", "-s", "0", "--immediate-mode", "-Z", "root",
                "-w", f"{self.folder}/{name}.pcap", self.filter, stderr=subprocess.PIPE, text=True)
            self.captures.append((name, process))
        for _, process in self.captures: process.stderr.readline()
        time.sleep(0.05)

    def capture_at(self, at, *devices):
        """Vantage `at` is a router that captures on all of these (name, device) instead of an
        end."""
        self.changes[at] = lambda _: views.merged(*(f"{self.folder}/{n}-{d}.pcap"
                                                    for n, d in devices))
        self.devices += devices

    def change(self, at, *changes):
        """Spoils the capture of a vantage (see rig.views)."""
        def change(kept):
            for each in changes: kept = each(kept)
            return kept
        self.changes[at] = change

    def greet(self):
        """A datagram each way, so that no SYN waits for its neighbours' addresses."""
        for host, address in (("c", S), ("s", C), ("c", S6), ("s", C6)):
            with self.at(host), socket.socket(socket.AF_INET6 if ":" in address else socket.AF_INET,
                                              socket.SOCK_DGRAM) as greeting:
                try: greeting.sendto(b"", (address, 9))
                except OSError: pass
        time.sleep(0.1 + 4 * self.wire.delay)

    # Sockets.

    def listen(self, host="s", port=8001, backlog=64, address=None, **options):
        with self.at(host):
            family = socket.AF_INET6 if address and ":" in address else socket.AF_INET
            server = self.keep(socket.socket(family))
            server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            self.set(server, **options)
            server.bind((address or "0.0.0.0", port))
            server.listen(backlog)
            server.settimeout(10)
            return server

    def connect(self, port=8001, host="c", address=S, source=0, wait=8, **options):
        """A connected socket. `source` fixes its port."""
        with self.at(host):
            family = socket.AF_INET6 if ":" in address else socket.AF_INET
            client = self.keep(socket.socket(family))
            client.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            self.set(client, **options)
            if source: client.bind(("::" if ":" in address else "0.0.0.0", source))
            client.settimeout(wait)
            client.connect((address, port))
            return client

    def pair(self, port=8001, address=S, host="c", on="s", **options):
        """A connection and both its ends: (client, server)."""
        server = self.listen(on, port, address="::" if ":" in address else None)
        client = self.connect(port, host, address, **options)
        accepted = self.accept(server)
        server.close()
        return client, accepted

    def accept(self, server):
        accepted = self.keep(server.accept()[0])
        accepted.settimeout(8)
        return accepted

    def set(self, sock, linger=None, ttl=None, nodelay=True, rcvbuf=None, keepalive=None,
            user_timeout=None, mss=None, linger2=None):
        tcp = socket.IPPROTO_TCP
        if nodelay: sock.setsockopt(tcp, socket.TCP_NODELAY, 1)
        if linger is not None: lingering(sock, linger)
        if ttl: sock.setsockopt(socket.IPPROTO_IP, socket.IP_TTL, ttl)
        if rcvbuf: sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, rcvbuf)
        if user_timeout: sock.setsockopt(tcp, socket.TCP_USER_TIMEOUT, user_timeout)
        if mss: sock.setsockopt(tcp, socket.TCP_MAXSEG, mss)
        if linger2 is not None: sock.setsockopt(tcp, socket.TCP_LINGER2, linger2)
        if keepalive:
            idle, interval, count = keepalive
            sock.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
            sock.setsockopt(tcp, socket.TCP_KEEPIDLE, idle)
            sock.setsockopt(tcp, socket.TCP_KEEPINTVL, interval)
            sock.setsockopt(tcp, socket.TCP_KEEPCNT, count)

    def keep(self, sock):
        self.sockets.append(sock)
        return sock

    def serve(self, server, answer):
        """Answers every connection of a listener in threads of their own."""
        def loop():
            while True:
                try: sock = self.accept(server)
                except OSError: return
                threading.Thread(target=quietly, args=(answer, sock), daemon=True).start()
        threading.Thread(target=loop, daemon=True).start()

    def chat(self, client, server, times=2, size=200):
        """A few requests and responses, so that both ends are well known."""
        for _ in range(times):
            client.sendall(b"GET /%d" % size + b"." * 40)
            read(server, 1)
            server.sendall(b"." * size)
            read(client, size)
        time.sleep(0.05 + 2 * self.wire.delay)  # the last delayed acknowledgment

    def python(self, host, program, *arguments):
        """A Python process of its own, for what must be killed."""
        return self.net.start(host, shutil.which("python3"), "-c", program, *map(str, arguments))

    def finish(self):
        """Ends the captures first, so that what the clean-up does is not in them."""
        time.sleep(0.15 + 3 * self.wire.delay)
        for _, process in self.captures:
            process.terminate()
            process.wait()
        self.wire.close()
        for sock in self.sockets: sock.close()
        self.net.close()
        return {host: f"{self.folder}/{host}.pcap" for host, _ in self.captures if "-" not in host}

    def views(self, captures):
        """The captures of the two vantages, client and server, as they are to be shown."""
        shown = {"client": captures["c"], "server": captures["s"]}
        for at, change in self.changes.items():
            kept = change(list(views.records(shown[at])))
            shown[at] = f"{self.folder}/{at}-view.pcap"
            views.save(shown[at], kept)
        return shown


def lingering(sock, seconds):
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, seconds))


def abort(sock):
    """close() that discards: SO_LINGER {1, 0}."""
    lingering(sock, 0)
    sock.close()


def read(sock, octets=65536):
    """At least one octet and up to `octets`, or b"" at the end, at a reset and after a time-out."""
    got = b""
    try:
        while len(got) < octets:
            some = sock.recv(65536)
            if not some: break
            got += some
    except OSError: pass
    return got


def read_some(sock):
    try: return sock.recv(65536)
    except OSError: return b""


def write(sock, octets):
    """Whether it could be written."""
    try: return sock.sendall(octets) is None
    except OSError: return False


def quietly(function, *arguments):
    try: function(*arguments)
    except OSError: pass


pause = time.sleep
