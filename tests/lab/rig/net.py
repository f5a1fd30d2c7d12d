"""Network namespaces, the veth pairs between them, and running things inside.

    c --- r1 --- w --- r2 --- s          c2, p (proxy), s2: more hosts on r1 or r2

w is the wire: no IP of its own, its frames are carried by rig.wire.
"""
import contextlib
import ctypes
import fcntl
import os
import socket
import struct
import subprocess
import threading

PREFIX = "rtl-"
CLONE_NEWNET = 0x40000000
LIBC = ctypes.CDLL(None, use_errno=True)
ADDRESS = {"c": "10.9.1.2", "c2": "10.9.1.3", "s": "10.9.3.2", "s2": "10.9.4.3", "p": "10.9.3.10"}
ADDRESS6 = {"c": "fd09:1::2", "s": "fd09:3::2"}
HOSTS = ("c", "s")
MAC = {host: bytes([2, 0, 0, 0, 0, n + 1]) for n, host in enumerate(ADDRESS)}


class Net:
    """The namespaces of one scenario. Extra hosts are made when asked for."""

    def __init__(self):
        self.hosts, self.processes, self.addresses = list(HOSTS), [], {}
        sweep()
        for name in ("c", "r1", "w", "r2", "s"):
            ip("netns", "add", PREFIX + name)
            self.sh(name, "ip link set lo up")
        for name in ("r1", "r2"):
            self.sh(name, "sysctl -qw net.ipv4.ip_forward=1 net.ipv6.conf.all.forwarding=1 "
                          "net.ipv4.conf.all.rp_filter=0 net.ipv4.conf.all.send_redirects=0")
        for name in ("r1", "r2", "w", "c", "s"):
            self.sh(name, "sysctl -qw net.ipv6.conf.default.accept_dad=0 "
                          "net.ipv6.conf.all.accept_dad=0 net.ipv6.conf.default.accept_ra=0")
        self.bridge("r1", "lan", "10.9.1.1/24", "fd09:1::1/64")
        self.bridge("r2", "lan", "10.9.3.1/24", "fd09:3::1/64")
        self.pair("r1", "wan", "w", "w1")
        self.pair("r2", "wan", "w", "w2")
        self.sh("w", "sysctl -qw net.ipv6.conf.all.disable_ipv6=1")
        self.sh("r1", "ip addr add 10.9.2.1/24 dev wan; ip -6 addr add fd09:2::1/64 dev wan;"
                      "ip route add default via 10.9.2.2; ip -6 route add default via fd09:2::2")
        self.sh("r2", "ip addr add 10.9.2.2/24 dev wan; ip -6 addr add fd09:2::2/64 dev wan;"
                      "ip route add 10.9.1.0/24 via 10.9.2.1;"
                      "ip -6 route add fd09:1::/64 via fd09:2::1")
        self.attach("c", "r1", ADDRESS["c"], "10.9.1.1", ADDRESS6["c"], "fd09:1::1")
        self.attach("s", "r2", ADDRESS["s"], "10.9.3.1", ADDRESS6["s"], "fd09:3::1")

    def bridge(self, where, name, address, address6):
        self.sh(where, f"ip link add {name} type bridge; ip link set dev {name} up;"
                       f"ip addr add {address} dev {name};"
                       f"ip -6 addr add {address6} dev {name} nodad")

    def pair(self, here, name, there, other):
        ip("link", "add", name, "netns", PREFIX + here, "type", "veth",
           "peer", "name", other, "netns", PREFIX + there)
        for where, device in ((here, name), (there, other)):
            self.sh(where, f"ip link set dev {device} up")
            with self.at(where):
                plain_frames(device)

    def attach(self, name, router, address, gateway, address6=None, gateway6=None):
        self.pair(name, "eth0", router, "l-" + name)
        self.sh(router, f"ip link set dev l-{name} master lan")
        self.sh(name, f"ip link set dev eth0 address {MAC[name].hex(':')};"
                      f"ip addr add {address}/24 dev eth0; ip route add default via {gateway}")
        if address6:
            self.sh(name, f"ip -6 addr add {address6}/64 dev eth0 nodad;"
                          f"ip -6 route add default via {gateway6}")
        self.addresses[address] = name
        if address6: self.addresses[address6] = name

    def host(self, name, router, gateway=None):
        """One more host on the LAN of a router; also captured, so that it can be believed."""
        ip("netns", "add", PREFIX + name)
        self.sh(name, "ip link set lo up")
        self.attach(name, router, ADDRESS[name],
                    gateway or {"r1": "10.9.1.1", "r2": "10.9.3.1"}[router])
        self.hosts.append(name)
        return ADDRESS[name]

    def far_host(self, name="s2"):
        """A server two hops behind r2: its packets reach the client with another TTL than s's."""
        for router in ("r3", "r4"):
            ip("netns", "add", PREFIX + router)
            self.sh(router, "ip link set lo up; sysctl -qw net.ipv4.ip_forward=1")
        ip("netns", "add", PREFIX + name)
        self.sh(name, "ip link set lo up")
        for near, far, subnet in (("r2", "r3", 5), ("r3", "r4", 6)):
            self.pair(near, "far", far, "wan")
            self.sh(near, f"ip addr add 10.9.{subnet}.1/24 dev far;"
                          f"ip route add 10.9.4.0/24 via 10.9.{subnet}.2")
            self.sh(far, f"ip addr add 10.9.{subnet}.2/24 dev wan;"
                         f"ip route add default via 10.9.{subnet}.1")
        self.bridge("r4", "lan", "10.9.4.1/24", "fd09:4::1/64")
        self.attach(name, "r4", ADDRESS[name], "10.9.4.1")
        self.hosts.append(name)
        return ADDRESS[name]

    @contextlib.contextmanager
    def at(self, name):
        """Sockets made inside belong to that host (namespaces are per thread)."""
        home = os.open("/proc/self/task/%d/ns/net" % threading.get_native_id(), os.O_RDONLY)
        there = os.open("/run/netns/" + PREFIX + name, os.O_RDONLY)
        setns(there)
        try: yield
        finally:
            setns(home)
            os.close(home); os.close(there)

    def sh(self, name, commands):
        """Shell commands inside a namespace; their output. Fails where they fail."""
        run = subprocess.run(["ip", "netns", "exec", PREFIX + name, "sh", "-ec", commands],
                             capture_output=True, text=True)
        if run.returncode: raise RuntimeError(f"{name}: {commands}: {run.stderr}")
        return run.stdout

    def nft(self, name, rules):
        subprocess.run(["ip", "netns", "exec", PREFIX + name, "nft", "-f", "-"],
                       input=rules, text=True, check=True)

    def start(self, name, *command, **options):
        """A process inside a namespace, ended with the scenario."""
        process = subprocess.Popen(["ip", "netns", "exec", PREFIX + name, *command],
                                   **{"stdin": subprocess.DEVNULL, "stdout": subprocess.DEVNULL,
                                      "stderr": subprocess.DEVNULL, **options})
        self.processes.append(process)
        return process

    def close(self):
        for process in self.processes:
            if process.poll() is None: process.terminate()
        for process in self.processes:
            try: process.wait(3)
            except subprocess.TimeoutExpired: process.kill()
        sweep()


def setns(fd):
    if LIBC.setns(fd, CLONE_NEWNET): raise OSError(ctypes.get_errno(), "setns")


def ip(*words): subprocess.run(["ip", *words], check=True, capture_output=True)


def sweep():
    """Ends what an earlier run left behind."""
    for line in subprocess.run(["ip", "netns", "list"], capture_output=True,
                               text=True).stdout.splitlines():
        if line.startswith(PREFIX): ip("netns", "del", line.split()[0])


def plain_frames(device):
    """No segmentation or checksum offload (SIOCETHTOOL): frames as a real wire has them."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as control:
        for command in (0x17, 0x1f, 0x24, 0x2c):  # ETHTOOL_STXCSUM, STSO, SGSO, SGRO
            value = ctypes.create_string_buffer(struct.pack("II", command, 0))
            request = struct.pack("16sP", device.encode(), ctypes.addressof(value))
            with contextlib.suppress(OSError): fcntl.ioctl(control, 0x8946, request)
