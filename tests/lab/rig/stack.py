"""A host whose TCP is ours: for stacks that are not Linux, played move by move."""
import queue
import socket
import threading

from rig.net import ADDRESS, MAC
from rig.packets import ACK, MSS_ONLY, SYN, Tcp, parse, random_number
from rig.wire import OUTGOING


class Host:
    """An IP address on a host's cable that its kernel does not know. Its packets share one TTL,
    one IP ID counter and one habit of options."""

    def __init__(self, lab, host, address, ttl=128, ip_id=1000, window=64240,
                 syn_options=b"\x02\x04\x05\xb4\x01\x03\x03\x08\x01\x01\x04\x02"):
        self.address, self.ttl, self.ip_id = address, ttl, ip_id
        self.window, self.syn_options = window, syn_options
        router = {"c": "r1", "s": "r2"}[host]
        lab.net.sh(router, f"ip neigh replace {address} lladdr {MAC[host].hex(':')} dev lan")
        lab.net.sh(host, "ip neigh flush all; sysctl -qw net.ipv4.ip_forward=0")
        with lab.at(host):
            self.cable = lab.keep(socket.socket(socket.AF_PACKET, socket.SOCK_RAW, socket.htons(3)))
            self.cable.bind(("eth0", 0))
        gateway = lab.net.sh(router, "cat /sys/class/net/lan/address").strip()
        self.header = bytes.fromhex(gateway.replace(":", "")) + MAC[host] + b"\x08\x00"
        self.heard = queue.Queue()
        threading.Thread(target=self.listen, daemon=True).start()

    def listen(self):
        while True:
            try: frame, address = self.cable.recvfrom(70000)
            except OSError: return
            tcp = parse(frame) if address[2] != OUTGOING else None
            if tcp and tcp.dst == self.address: self.heard.put(tcp)

    def send(self, tcp):
        self.ip_id += 1
        self.cable.send(self.header + tcp.but(ttl=self.ttl, ip_id=self.ip_id & 0xffff).octets())
        return tcp

    def hear(self, wanted=lambda t: True, wait=3):
        """The next packet that is wanted; queue.Empty where none comes."""
        while True:
            tcp = self.heard.get(timeout=wait)
            if wanted(tcp): return tcp

    def say(self, last, flags=ACK, payload=b"", **fields):
        """Answers `last`, as the next segment of the connection."""
        return self.send(last.answer(flags, payload=payload, **{"window": self.window, **fields}))

    def accept(self, wait=3):
        """The server's side of a handshake; the last segment heard."""
        syn = self.hear(lambda t: t.flags & SYN, wait)
        self.say(syn, SYN | ACK, seq=random_number(), options=self.syn_options)
        return self.hear(lambda t: not t.flags & SYN)

    def connect(self, to, port, source):
        """The client's side of a handshake; the server's SYN/ACK, acknowledged."""
        self.send(Tcp(self.address, to, source, port, random_number(), 0, SYN, self.window,
                  self.syn_options))
        synack = self.hear(lambda t: t.flags & SYN)
        self.say(synack)
        return synack


class Raw:
    """Sends and hears whole packets on a host, its kernel knowing nothing of them."""

    def __init__(self, lab, host):
        with lab.at(host):
            self.out = lab.keep(socket.socket(socket.AF_INET, socket.SOCK_RAW, socket.IPPROTO_RAW))

    def send(self, *packets):
        for packet in packets: self.out.sendto(packet.octets(), (packet.dst, 0))


def raw_syn(port, source, **fields):
    return Tcp(ADDRESS["c"], ADDRESS["s"], source, port, random_number(), 0, SYN,
               **{"window": 1024, "options": MSS_ONLY, "ttl": 47, "ip_id": random_number(16) | 1,
                  **fields})
