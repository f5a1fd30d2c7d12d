"""TCP/IP packets read and made by hand (RFC 791, 8200, 9293)."""
import ipaddress
import random
import struct
from dataclasses import dataclass, replace

FIN, SYN, RST, PSH, ACK = 1, 2, 4, 8, 16
MSS_ONLY = b"\x02\x04\x05\xb4"
NO_TIMESTAMPS = b"\x02\x04\x05\xb4\x01\x03\x03\x08\x01\x01\x04\x02"


@dataclass(frozen=True)
class Tcp:
    """One TCP segment with the IP fields that tell hosts apart."""
    src: str
    dst: str
    sport: int
    dport: int
    seq: int = 0
    ack: int = 0
    flags: int = ACK
    window: int = 0
    options: bytes = b""
    payload: bytes = b""
    ttl: int = 64
    ip_id: int = 0
    tos: int = 0
    dont_fragment: bool = True
    flow_label: int = 0

    def has(self, flag): return bool(self.flags & flag)

    @property
    def length(self): return len(self.payload) + self.has(SYN) + self.has(FIN)

    @property
    def end(self): return (self.seq + self.length) & 0xffffffff

    @property
    def tuple(self): return self.src, self.sport, self.dst, self.dport

    def but(self, **fields): return replace(self, **fields)

    def answer(self, flags, **fields):
        """A segment the other way that continues where this one ends."""
        return Tcp(**{**dict(src=self.dst, dst=self.src, sport=self.dport, dport=self.sport,
                             seq=self.ack, ack=self.end, flags=flags), **fields})

    def octets(self):
        """The IP packet, checksums right."""
        options = self.options + b"\x00" * (-len(self.options) % 4)
        header = struct.pack("!HHIIBBHHH", self.sport, self.dport, self.seq & 0xffffffff,
                             self.ack & 0xffffffff, (5 + len(options) // 4) << 4, self.flags,
                             self.window, 0, 0) + options
        src, dst = (ipaddress.ip_address(a).packed for a in (self.src, self.dst))
        size = len(header) + len(self.payload)
        pseudo = src + dst + (struct.pack("!BBH", 0, 6, size) if len(src) == 4
                              else struct.pack("!II", size, 6))
        sum_ = checksum(pseudo + header + self.payload)
        segment = header[:16] + struct.pack("!H", sum_) + header[18:] + self.payload
        if len(src) == 16:
            first = 6 << 28 | self.tos << 20 | self.flow_label
            return struct.pack("!IHBB", first, size, 6, self.ttl) + src + dst + segment
        ip = struct.pack("!BBHHHBBH", 0x45, self.tos, 20 + size, self.ip_id,
                         0x4000 * self.dont_fragment, self.ttl, 6, 0) + src + dst
        return ip[:10] + struct.pack("!H", checksum(ip)) + ip[12:] + segment


def checksum(octets):
    octets += b"\x00" * (len(octets) % 2)
    total = sum(struct.unpack(f"!{len(octets) // 2}H", octets))
    while total >> 16:
        total = (total & 0xffff) + (total >> 16)
    return ~total & 0xffff


def parse(frame):
    """The Tcp in an Ethernet frame, or None where there is none."""
    kind = frame[12:14]
    if kind == b"\x08\x00" and frame[23] == 6:
        start = 14 + (frame[14] & 15) * 4
        src, dst = frame[26:30], frame[30:34]
        fields = dict(tos=frame[15], ip_id=struct.unpack("!H", frame[18:20])[0],
                      dont_fragment=bool(frame[20] & 0x40), ttl=frame[22])
        stop = 14 + struct.unpack("!H", frame[16:18])[0]
    elif kind == b"\x86\xdd" and frame[20] == 6:
        start, src, dst = 54, frame[22:38], frame[38:54]
        first, = struct.unpack("!I", frame[14:18])
        fields = dict(tos=first >> 20 & 255, flow_label=first & 0xfffff, ttl=frame[21])
        stop = 54 + struct.unpack("!H", frame[18:20])[0]
    else:
        return None
    sport, dport, seq, ack, offset, flags, window = struct.unpack("!HHIIBBH",
                                                                  frame[start:start + 16])
    data = start + (offset >> 4) * 4
    return Tcp(str(ipaddress.ip_address(src)), str(ipaddress.ip_address(dst)), sport, dport, seq,
               ack, flags, window, frame[start + 20:data], frame[data:stop], **fields)


def pcap_frames(path):
    """(number, seconds, frame) of each record of a pcap file in microseconds or nanoseconds."""
    with open(path, "rb") as file:
        magic = file.read(24)[:4]
        unit = 1e-9 if magic in (b"\x4d\x3c\xb2\xa1",) else 1e-6
        number = 0
        while len(record := file.read(16)) == 16:
            seconds, fraction, captured, _ = struct.unpack("<IIII", record)
            number += 1
            yield number, seconds + fraction * unit, file.read(captured)


def random_number(bits=32): return random.getrandbits(bits)
