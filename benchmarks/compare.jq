# From what compare.sh measured to goals and tables. Prints one object: met, table, summary.
# Given: $times (of hyperfine), $checks (a line a capture), $allocation (a line a step), $works,
# $has_workers, $machine, $date, $long.

def places(n): . * pow(10; n) | round / pow(10; n);
def big:
    if . >= 999500 then "\(. / 1e6 | places(2)) M"
    elif . >= 1000 then "\(. / 1e3 | places(0)) k"
    else "\(.)" end;
def timing($name): first($times[0].results[] | select(.command == $name)) // null;
def seconds($name): timing($name).median;
def capture($name): first($checks[] | select(.capture == $name)) // null;
def frames($name): capture($name).frames;
def traffic($name): capture($name) | "\(.frames | big) frames, \(.most_open | big) connections";
def row: "| \(join(" | ")) |";

# --- goals --------------------------------------------------------------------------------------

def at_most($limit; $unit): . + { $limit, $unit, sign: "≤", met: (.value <= $limit) };
def at_least($limit; $unit): . + { $limit, $unit, sign: "≥", met: (.value >= $limit) };
def times_of($timing; $other):
    { value: (seconds($timing) / seconds($other) | places(2)) };

def tracked: [.flows, .room] | min;
def megabytes: .kilobytes * 1024 / 1e6 | places(1);
def resident($name):
    capture($name) | { what: "resident: \(traffic($name)), \(tracked | big) flows tracked",
        value: megabytes } + (64 + 256 * tracked / 1e6 | places(1) | { limit: . })
    | at_most(.limit; "MB");
def longer($short; $long):
    { what: "resident: \(frames($long) | big) frames over \(frames($short) | big)",
      value: (capture($long).kilobytes / capture($short).kilobytes | places(2)) }
    | at_most(1.05; "×");

# Seconds a frame from one length of the same capture to another.
def slope($from; $to):
    (seconds("rsttrace@\($to)") - seconds("rsttrace@\($from)")) / (frames($to) - frames($from));
def linear($a; $b; $c):
    # Time that falls with the number of frames is another program's doing.
    ([slope($a; $b), slope($b; $c)] | min > 0) as $is_sound
    | { what: ("a frame from \(frames($b) | big) to \(frames($c) | big)"
        + " over one from \(frames($a) | big) to \(frames($b) | big)"),
      value: (if $is_sound then slope($b; $c) / slope($a; $b) | places(2) else infinite end) }
    | at_most(1.1; "×")
    | if $is_sound then . else (.value = "too noisy" | .unit = "to tell") end;

def allocated($unit): [$allocation[] | select(.unit == $unit)];

def goals_of($work):
    if $work == "one-worker" then
        times_of("one-worker@plain"; "tcpdump@plain")
        + { what: "\(traffic("plain")), one worker" }
        | at_most(0.9; "× tcpdump")
    elif $work == "all-cores" then
        times_of("rsttrace@plain"; "tcpdump@plain") + { what: "\(traffic("plain")), all cores" }
        | at_most(0.6; "× tcpdump")
    elif $work == "many-flows" then
        (times_of("rsttrace@crowded"; "tcpdump@crowded") + { what: traffic("crowded") }
        | at_most(1.0; "× tcpdump")),
        (times_of("rsttrace@crowded"; "rsttrace@plain")
        + { what: "\(traffic("crowded")), over \(capture("plain").most_open | big)" }
        | at_most(1.8; "× our own"))
    elif $work == "full-size" then
        times_of("rsttrace@full"; "tcpdump@full") + { what: "\(frames("full") | big) whole frames" }
        | at_most(1.0; "× tcpdump")
    elif $work == "tshark" then
        times_of("tshark@short"; "rsttrace@short") + { what: "\(traffic("short")), tshark" }
        | at_least(150; "× faster")
    elif $work == "tcptrace" then
        times_of("tcptrace@short"; "rsttrace@short") + { what: "\(traffic("short")), tcptrace" }
        | at_least(40; "× faster")
    elif $work == "memory" then
        resident("plain"), resident("crowded"), longer("half"; "plain"),
        (if $long != "" then longer("plain"; "long") else empty end)
    elif $work == "allocation" then
        ({ what: "allocated for a frame, at most", value: (allocated("frame") | map(.each) | max) }
        | at_most(0; "octets")),
        ({ what: "allocated for a reset event, in the whole pipe",
            value: (allocated("event") | map(select(.step == "whole pipe"))[0].each | round) }
        | at_most(4096; "octets"))
    elif $work == "start" then
        { what: "start to end on a file of 1 kB", value: (seconds("rsttrace@tiny") * 1e3 | round) }
        | at_most(60; "ms")
    else
        linear("short"; "half"; "plain"),
        (if $long != "" then linear("short"; "plain"; "long") else empty end)
    end;

# --- tables -------------------------------------------------------------------------------------

def goal_table:
    "| what | measured | goal | |", "| --- | --- | --- | --- |",
    (.[] | [.what, "\(.value) \(.unit)", "\(.sign) \(.limit)", if .met then "met" else "missed" end]
    | row);

def time_table:
    "| run | median | least | most | a frame | processor time |",
    "| --- | --- | --- | --- | --- | --- |",
    ($times[0].results[] | (.command | split("@")[1]) as $capture
    | ["\(.command)", "\(.median | places(3)) s", "\(.min | places(3)) s", "\(.max | places(3)) s",
        "\(.median / frames($capture) * 1e9 | places(0)) ns", "\(.user + .system | places(2)) s"]
    | row);

def capture_table:
    "| capture | frames | connections | open at most | evicted | RST frames | events | resident |",
    "| --- | --- | --- | --- | --- | --- | --- | --- |",
    ($checks[] | [.capture, (.frames | big), (.flows | big), (.most_open | big), .evicted,
        .resets.rsttrace, .events, "\(megabytes) MB"] | row);

def allocation_table:
    "| step | octets for each | test fails above |", "| --- | --- | --- |",
    ($allocation[] | [.step, "\(.each) a \(.unit)", .budget] | row);

def notes:
    "Medians. Processor time well below the median means that the machine was busy with other"
    + " things.", "",
    if $has_workers == "" then
        "This version has no --workers: one worker and all cores are the same program.", ""
    else empty end,
    if ($times[0].results | length) > 0 and capture("plain") and timing("rsttrace@short") then
        "A frame more takes \(slope("short"; "plain") * 1e9 | round) ns.", ""
    else empty end;

[$works | splits("\\s+") | goals_of(.)] as $goals
| { met: all($goals[]; .met),
    table: [
        "`benchmarks/compare.sh`, \($date), \($machine):", "", ($goals | goal_table)
    ] | join("\n"),
    summary: [
        "# \($date)", "", "\($machine).", "", "## Goals", "", ($goals | goal_table), "",
        "## Times", "", time_table, "", notes, "## Captures", "", capture_table, "",
        "## Allocation", "", allocation_table
    ] | join("\n") }
