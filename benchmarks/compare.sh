#!/usr/bin/env bash
# Times `rsttrace analyze`, as it is installed, against tcpdump on one large generated capture, and
# holds it to two limits: at most 3 times tcpdump's time, at most 120 MB resident. Exits 1 past
# either, or when the two do not count the same resets.
#
#   benchmarks/compare.sh [--frames N] [--flows N] [--runs N] [--clean]
#
# The capture stays in ${TMPDIR:-/tmp} for the next time; --clean removes such captures and exits.
# It is IPv4 alone, because tcpdump's tcp[] filter does not look into IPv6.
set -euo pipefail

frames=10000000
flows=10000
runs=5
readonly snap=96 seed=1
readonly most_times=3 most_megabytes=120
readonly resets_only='tcp[tcpflags] & tcp-rst != 0'
readonly folder="${TMPDIR:-/tmp}/rsttrace-compare"

fail() { echo "compare: $1" >&2; exit "${2:-1}"; }

while (($#)); do
    case $1 in
        --frames | --flows | --runs)
            [[ ${2:-} =~ ^[1-9][0-9]*$ ]] || fail "$1 takes a number" 2
            printf -v "${1#--}" %s "$2"
            shift 2 ;;
        --clean) rm -rf "$folder"; exit ;;
        *) fail "unknown: $1; try --frames, --flows, --runs or --clean" 2 ;;
    esac
done

for tool in dotnet hyperfine jq tcpdump /usr/bin/time; do
    command -v "$tool" > /dev/null || fail "needs $tool: apt-get install hyperfine jq tcpdump time"
done

cd "$(dirname "$0")/.."
readonly rsttrace=$folder/published/rsttrace
readonly generator=benchmarks/RstTrace.CaptureGenerator/bin/Release/net10.0/RstTrace.CaptureGenerator
mkdir -p "$folder"
make() { "$@" > "$folder/build" || { cat "$folder/build" >&2; fail "$1 $2 failed"; }; }
make dotnet publish -c Release --nologo src/RstTrace.Cli -o "$folder/published"
make dotnet build -c Release --nologo benchmarks/RstTrace.CaptureGenerator

# A capture is named by all that it is made from, the generator's own code included.
version=$(cat benchmarks/RstTrace.CaptureGenerator/*.cs | sha256sum | cut -c1-8)
capture=$folder/frames$frames-flows$flows-snap$snap-seed$seed-ipv4-$version.pcap
if [[ ! -s $capture ]]; then
    "$generator" generate --frames "$frames" --flows "$flows" --snap "$snap" --seed "$seed" \
        --ipv6-share 0 -o "$capture.part" > "$capture.json"
    mv "$capture.part" "$capture"
fi

# Both read the file once before they are timed, so both find it in memory.
generated=$(jq .resets "$capture.json")
theirs=$(tcpdump -nr "$capture" "$resets_only" 2> /dev/null | wc -l)
/usr/bin/time -v "$rsttrace" analyze "$capture" --format ndjson --stats -o /dev/null \
    2> "$folder/errors" || fail "rsttrace failed: $(head -1 "$folder/errors")"
ours=$(grep '^{' "$folder/errors" | jq .resets) || fail 'rsttrace printed no --stats'
kilobytes=$(sed -n 's/.*Maximum resident set size (kbytes): //p' "$folder/errors")
echo "RST frames: generated $generated, tcpdump $theirs, rsttrace $ours"
((ours == theirs && ours == generated)) || fail 'the counts differ'

hyperfine --warmup 1 --runs "$runs" --export-json "$folder/times.json" \
    --command-name tcpdump "tcpdump -nr '$capture' -w /dev/null '$resets_only'" \
    --command-name rsttrace "'$rsttrace' analyze '$capture' --format ndjson -o /dev/null"

jq -r --argjson kilobytes "$kilobytes" --argjson times "$most_times" \
    --argjson megabytes "$most_megabytes" --argjson frames "$frames" '
    (.results | map({(.command): .median}) | add) as $seconds
    | (.results | map({(.command): (.user + .system)}) | add) as $busy
    | ($seconds.rsttrace / $seconds.tcpdump) as $ratio
    | ($kilobytes * 1024 / 1e6) as $resident
    | def round(places): . * pow(10; places) | . + 0.5 | floor / pow(10; places);
    "\nmedian: tcpdump \($seconds.tcpdump | round(2)) s, rsttrace \($seconds.rsttrace | round(2)) s"
    + " (\($seconds.rsttrace / $frames * 1e9 | round(0)) ns a frame)",
    "ratio: \($ratio | round(2)), at most \($times)",
    "processor time: tcpdump \($busy.tcpdump | round(2)) s, rsttrace \($busy.rsttrace | round(2)) s"
    + "; well below the above means that the machine was busy with other things",
    "resident: \($resident | round(1)) MB, at most \($megabytes)",
    (if $ratio > $times then "too slow" else empty end),
    (if $resident > $megabytes then "too large" else empty end)
    ' "$folder/times.json" | tee "$folder/result"
! grep -q '^too ' "$folder/result"
