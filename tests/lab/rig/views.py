"""What a capture shows that was not made at an end, or not made well."""
import struct


def records(path):
    """The records of a pcap file of microseconds: [microseconds, length on the wire, octets]."""
    with open(path, "rb") as file:
        file.read(24)
        while len(head := file.read(16)) == 16:
            seconds, micros, captured, length = struct.unpack("<IIII", head)
            yield [seconds * 1000000 + micros, length, file.read(captured)]


def save(path, kept):
    with open(path, "wb") as file:
        file.write(struct.pack("<IHHiIII", 0xa1b2c3d4, 2, 4, 0, 0, 262144, 1))
        for micros, length, octets in kept:
            file.write(struct.pack("<IIII", micros // 1000000, micros % 1000000, len(octets),
                                   length) + octets)


def merged(*paths):
    """Several captures of one clock as one, as `tcpdump -i any` would have it."""
    return sorted((r for p in paths for r in records(p)), key=lambda r: r[0])


def cut_at(octets):
    """A capture with a snap length."""
    return lambda kept: [[t, n, o[:octets]] for t, n, o in kept]


def twice(micros):
    """A mirror of both directions of two ports: every frame comes twice."""
    return lambda kept: sorted((r for t, n, o in kept for r in ([t, n, o], [t + micros, n, o])),
                               key=lambda r: r[0])


def clock_steps(at, micros):
    """NTP steps the clock after the frame that is first to fit `at`."""
    def change(kept):
        step = 0
        for r in kept:
            r[0] += step
            if not step and at(r[2]): step = micros
        return kept
    return change


def swapped(fits):
    """A NIC of several queues: each frame that fits is read before the one in front of it. They
    keep the order of the file, and the times are those of reading."""
    def change(kept):
        for n in range(1, len(kept)):
            if fits(kept[n][2]):
                kept[n - 1], kept[n] = kept[n], kept[n - 1]
                kept[n - 1][0], kept[n][0] = kept[n][0], kept[n - 1][0]
        return kept
    return change
