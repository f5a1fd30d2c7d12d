"""The wire between r1 and r2: delays every frame, and does to it what a scenario asks for."""
import heapq
import itertools
import select
import socket
import threading
import time

from rig.packets import parse

OUTGOING = 4  # PACKET_OUTGOING


class Wire:
    """Carries frames both ways after `delay` seconds. `rule(tcp, toward)` may look at each TCP
    segment ("c" or "s": the end it travels to) and return None to let it pass, or a list of
    (extra seconds, Tcp) to send instead: empty to drop it."""

    def __init__(self, net, delay=0.02):
        self.delay, self.rule, self.seen = delay, None, []
        with net.at("w"):
            self.ends = {"c": listen_on("w1"), "s": listen_on("w2")}
        self.queue, self.order, self.addresses = [], itertools.count(), {}
        self.lock, self.stop = threading.Lock(), False
        self.thread = threading.Thread(target=self.carry, daemon=True)
        self.thread.start()

    def inject(self, toward, tcp, after=0.0):
        """Puts a packet on the wire in the middle: the hop behind it takes one off its TTL."""
        frame = self.addresses[toward, ":" in tcp.src] + tcp.octets()
        with self.lock:
            heapq.heappush(self.queue, (time.monotonic() + after, next(self.order), toward, frame))

    def carry(self):
        sockets = {end.fileno(): (end, "s" if name == "c" else "c") for name,
                   end in self.ends.items()}
        while not self.stop:
            with self.lock:
                wait = self.queue[0][0] - time.monotonic() if self.queue else 0.002
            for fd in select.select(list(sockets), [], [], min(max(wait, 0), 0.002))[0]:
                end, toward = sockets[fd]
                frame, address = end.recvfrom(70000)
                if address[2] != OUTGOING: self.take(frame, toward)
            with self.lock:
                while self.queue and self.queue[0][0] <= time.monotonic():
                    _, _, toward, frame = heapq.heappop(self.queue)
                    try: self.ends[toward].send(frame)
                    except OSError: pass

    def take(self, frame, toward):
        tcp = parse(frame)
        sends = None
        if tcp:
            self.addresses[toward, frame[12] == 0x86] = frame[:14]
            self.seen.append((toward, tcp))
            if self.rule: sends = self.rule(tcp, toward)
        due = time.monotonic() + self.delay
        with self.lock:
            for extra, octets in ([(0, frame)] if sends is None
                                  else [(e, frame[:14] + t.octets()) for e, t in sends]):
                heapq.heappush(self.queue, (due + extra, next(self.order), toward, octets))

    def last(self, toward, wanted=lambda tcp: True):
        """The newest segment that travelled to an end."""
        return next(t for d, t in reversed(self.seen) if d == toward and wanted(t))

    def close(self):
        self.stop = True
        self.thread.join()
        for end in self.ends.values(): end.close()


def listen_on(device):
    end = socket.socket(socket.AF_PACKET, socket.SOCK_RAW, socket.htons(3))
    end.bind((device, 0))
    end.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4 << 20)
    return end
