"""Who sent each RST of a capture: found by whether its host's own capture has it too."""
from dataclasses import dataclass, field

from rig.net import MAC
from rig.packets import ACK, RST, SYN, parse, pcap_frames


@dataclass
class Says:
    """What a scenario says of the RSTs that fit all that is given here.

    sender: who really sent it; name: in whose name; at: vantage; port: the server's port;
    nth: which RST of its flow and name at that vantage, from 0; echo: whether RSTs in the other's
    name were before it. `accept`: senders that are as good as the truth at this vantage.
    """
    causes: list = field(default_factory=list)
    sender: str = None
    name: str = None
    at: str = None
    port: int = None
    nth: int = None
    echo: bool = None
    flow: int = None
    stages: list = None
    accept: list = None
    truth: str = None

    def fits(self, rst):
        return all(getattr(self, key) in (None, getattr(rst, key))
                   for key in ("sender", "name", "at", "port", "nth", "echo", "flow"))


@dataclass
class Reset:
    """A RST frame of a capture and what is known of its origin."""
    at: str
    frame: int
    tcp: object
    name: str
    sender: str
    port: int
    nth: int
    echo: bool
    flow: int

    def __str__(self):
        t = self.tcp
        return (f"{self.at}:{self.frame} {t.src}:{t.sport}>{t.dst}:{t.dport} in the name of the "
                f"{self.name}, by the {self.sender}, no. {self.nth}"
                f"{', echo' if self.echo else ''}, flow {self.flow}, flags {t.flags:#x} "
                f"seq {t.seq} win {t.window} ttl {t.ttl} id {t.ip_id}")


def resets_of(captures, views):
    """The RSTs that the views (vantage -> path) hold. `captures`: host -> path, of all hosts."""
    sent = {host: {key(t) for t in own(path, host)} for host, path in captures.items()}
    found = []
    for at, view in views.items():
        flows, before, servers = {}, {}, {}
        for number, _, frame in pcap_frames(view):
            tcp = parse(frame)
            if not tcp: continue
            pair = frozenset([tcp.tuple[:2], tcp.tuple[2:]])
            if tcp.has(SYN): servers.setdefault(pair,
                                                tcp.tuple[:2] if tcp.has(ACK) else tcp.tuple[2:])
            if not tcp.has(RST): continue
            server = servers.get(pair) or min(pair, key=lambda end: end[1])
            name = "server" if tcp.tuple[:2] == server else "client"
            genuine = any(key(tcp) in each for each in sent.values())
            flow = flows.setdefault(pair, len(flows))
            names = before.setdefault(pair, [])
            found.append(Reset(at, number, tcp, name, name if genuine else "third-party", server[1],
                               names.count(name), any(n != name for n in names[:1]), flow))
            names.append(name)
    return found


def own(path, host):
    """The RSTs that left a host: those with its MAC as source."""
    for _, _, frame in pcap_frames(path):
        tcp = parse(frame)
        if tcp and tcp.has(RST) and frame[6:12] == MAC[host]: yield tcp


def key(tcp): return tcp.seq, tcp.ack, tcp.flags & ~8


def label(rst, rules):
    """The label of one RST, or None where no rule fits."""
    rule = next((r for r in rules if r.fits(rst)), None)
    if rule is None:
        if not rst.echo: return None
        rule = Says(causes=["after-reset"])
    made = {"frame": rst.frame, "sender": rule.truth or rst.sender}
    if rule.accept: made["accept"] = rule.accept
    if rule.stages: made["stages"] = rule.stages
    if rule.causes: made["causes"] = rule.causes
    return made
