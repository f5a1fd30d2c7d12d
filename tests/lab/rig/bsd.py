"""Hosts that use timestamps, but not on resets, as 4.4BSD and its heirs did for long."""
import itertools
import struct
import threading

from rig.packets import ACK, PSH, RST, SYN
from rig.stack import Host


class Bsd(Host):
    """IP IDs come from `ids`, by default one counter for all that the host sends."""

    def __init__(self, lab, host="s", address="10.9.3.50", ttl=64, ids=None, **options):
        self.ids, self.clock, self.echo = ids or itertools.count(5000), itertools.count(90000), 0
        super().__init__(lab, host, address, ttl, **options)

    def hear(self, wanted=lambda t: True, wait=3):
        tcp = super().hear(wanted, wait)
        place = tcp.options.find(b"\x08\x0a")
        if place >= 0: self.echo, = struct.unpack("!I", tcp.options[place + 2:place + 6])
        return tcp

    def send(self, tcp):
        self.ip_id = next(self.ids) - 1
        if not tcp.has(RST):
            stamp = struct.pack("!BBII", 8, 10, next(self.clock), self.echo)
            tcp = tcp.but(options=b"\x02\x04\x05\xb4\x01\x03\x03\x06\x04\x02" + stamp
                          if tcp.has(SYN) else b"\x01\x01" + stamp)
        return super().send(tcp)

    def serve(self, requests, ending):
        """Answers some requests of one connection, then does `ending(last answer)`."""
        def play():
            last = self.accept()
            for _ in range(requests):
                if not last.payload: last = self.hear(lambda t: t.payload)
                said = self.say(last, ACK | PSH, b"hello")
                last = self.hear(lambda t: t.ack == said.end)
            ending(said)
        thread = threading.Thread(target=play, daemon=True)
        thread.start()
        return thread


def aborts(host, **fields):
    """An ending: RST|ACK at the next octet, no timestamps, the window kept."""
    def ending(said):
        host.send(said.but(seq=said.end, flags=RST | ACK, payload=b"", options=b"", **fields))
    return ending
