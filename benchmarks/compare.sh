#!/usr/bin/env bash
# Times `rsttrace analyze`, as it is installed, side by side with tcpdump, tshark and tcptrace on
# generated captures, and holds it to goals (compare.jq). Exits 1 when one is missed or when the
# tools do not count the same resets.
#
#   benchmarks/compare.sh             all of it: benchmarks/runs/DATE, and the table in README.md
#   benchmarks/compare.sh --long      with 100 million frames besides: 11 GB of disk
#   benchmarks/compare.sh --frames N  a quick look with N frames instead of 10 million
#   benchmarks/compare.sh --only NAME a part: one of the works below
#
# Others: --flows N, --runs N, --clean. What is smaller than all of it changes no file of the
# project. Captures stay in ${TMPDIR:-/tmp} for the next time; --clean removes them and exits. They
# are IPv4 alone, because tcpdump's tcp[] filter does not look into IPv6.
set -euo pipefail
export LC_ALL=C

readonly works='one-worker all-cores many-flows full-size tshark tcptrace memory allocation start
growth'
readonly most_connections=1048576 # that the generator keeps open
readonly resets_only='tcp[tcpflags] & tcp-rst != 0'
readonly folder="${TMPDIR:-/tmp}/rsttrace-compare"
frames=10000000 flows='' runs=5 only='' long='' is_partial=''

fail() { echo "compare: $1" >&2; exit "${2:-1}"; }

read_options() {
    while (($#)); do
        case $1 in
            --frames | --flows | --runs)
                [[ ${2:-} =~ ^[1-9][0-9]*$ ]] || fail "$1 takes a number" 2
                printf -v "${1#--}" %s "$2"
                is_partial=yes
                shift 2 ;;
            --only)
                [[ " ${works//$'\n'/ } " == *" ${2:-none} "* ]] || fail "--only: one of $works" 2
                only=$2 is_partial=yes
                shift 2 ;;
            --long) long=yes; shift ;;
            --clean) rm -rf "$folder"; exit ;;
            *) fail "unknown: $1; try --frames, --flows, --runs, --only, --long or --clean" 2 ;;
        esac
    done
    ((frames >= 1000)) || fail '--frames: 1000 or more' 2
    flows=${flows:-$((frames / 200))}
}

need_tools() {
    for tool in dotnet hyperfine jq tcpdump tshark tcptrace /usr/bin/time; do
        command -v "$tool" > /dev/null ||
            fail "needs $tool: apt-get install hyperfine jq tcpdump tshark tcptrace time"
    done
}

# --- what is built ------------------------------------------------------------------------------

quietly() { "$@" > "$folder/build" 2>&1 || { cat "$folder/build" >&2; fail "$1 $2 failed"; }; }

build() {
    quietly dotnet publish -c Release --nologo src/RstTrace.Cli -o "$folder/published"
    quietly dotnet build -c Release --nologo benchmarks/RstTrace.Benchmarks
}

# --- captures, each made once -------------------------------------------------------------------

options_of() {
    local few=$flows many=$((flows * 21))
    case $1 in
        plain) echo --frames "$frames" --flows "$few" ;;
        half) echo --frames $((frames / 2)) --flows "$few" ;;
        short) echo --frames $((frames / 10)) --flows "$few" ;;
        long) echo --frames $((frames * 10)) --flows "$few" ;;
        full) echo --frames $((frames * 3 / 10)) --flows "$few" --full ;;
        crowded)
            ((many <= most_connections)) || many=$most_connections
            echo --frames "$frames" --flows "$many" ;;
        tiny) echo --frames 9 --flows 1 --reset-share 1 ;;
    esac
}

# By name and by all that it is made from, the generator's own code included.
capture_file() {
    local options
    options=$(options_of "$1" | tr -d ' ')
    echo "$1${options//--/-}.pcap"
}

generate() {
    local file
    file=$(capture_file "$1")
    [[ -s $file.json ]] && return
    echo "generating $file" >&2
    # shellcheck disable=SC2046 # several words on purpose
    "$generator" generate $(options_of "$1") --seed 1 --ipv6-share 0 -o "$file" > "$file.part"
    mv "$file.part" "$file.json"
}

# --- what is run --------------------------------------------------------------------------------

captures_of() { # the work
    case $1 in
        one-worker | all-cores) echo plain ;;
        many-flows) echo plain crowded ;;
        full-size) echo full ;;
        tshark | tcptrace) echo short ;;
        memory) echo half plain crowded ${long:+long} ;;
        start) echo tiny ;;
        growth) echo short half plain ${long:+long} ;;
    esac
}

timings_of() { # the work; as tool@capture
    case $1 in
        one-worker) echo tcpdump@plain one-worker@plain ;;
        all-cores) echo tcpdump@plain rsttrace@plain ;;
        many-flows) echo tcpdump@crowded rsttrace@crowded rsttrace@plain ;;
        full-size) echo tcpdump@full rsttrace@full ;;
        tshark | tcptrace) echo "$1@short" rsttrace@short ;;
        start) echo rsttrace@tiny ;;
        growth) echo rsttrace@short rsttrace@half rsttrace@plain ${long:+rsttrace@long} ;;
    esac
}

# A table with room for all that is open, where that is more than usual.
room_for() { [[ $1 != crowded ]] || echo " --max-flows $((flows * 24))"; }

command_of() { # tool, capture
    local file quiet='--format ndjson -o /dev/null'
    file=$(capture_file "$2")
    case $1 in
        tcpdump) echo "tcpdump -nr $file -w /dev/null '$resets_only'" ;;
        tshark) echo "tshark -r $file -Y tcp.flags.reset==1" ;;
        # It asks things of its terminal, and is stopped for that where it runs in the background.
        tcptrace) echo "setsid --wait tcptrace -n $file" ;;
        one-worker) echo "rsttrace analyze $file$one_worker $quiet" ;;
        rsttrace) [[ $2 == tiny ]] && quiet='--format text'
            echo "rsttrace analyze $file$(room_for "$2") $quiet" ;;
    esac
}

# All that these works need, each once.
gather() {
    local of=$1 work
    for work in ${only:-$works}; do "$of" "$work"; done | tr ' ' '\n' | awk 'NF && !seen[$0]++'
}

# Counts what everybody finds in a capture, which also brings it into the page cache.
check() {
    local file ours theirs sharks=null room
    file=$(capture_file "$1")
    room=$(room_for "$1")
    room=${room:- --max-flows $usual_room}
    theirs=$(tcpdump -nr "$file" "$resets_only" 2> /dev/null | wc -l)
    if [[ $1 == short ]]; then
        sharks=$(tshark -r "$file" -Y tcp.flags.reset==1 2> /dev/null | wc -l)
    fi
    # shellcheck disable=SC2086 # several words on purpose
    /usr/bin/time -f '{"kilobytes":%M}' rsttrace analyze "$file" $room --format ndjson --stats \
        -o /dev/null 2> errors || fail "rsttrace failed: $(head -1 errors)"
    ours=$(grep -h '^{' errors | jq -s add)
    jq -nc --arg capture "$1" --argjson room "${room##* }" --argjson made "$(cat "$file.json")" \
        --argjson ours "$ours" --argjson tcpdump "$theirs" --argjson tshark "$sharks" '
        { $capture, $room, frames: $made.frames,
          flows: $made.flows, most_open: $made.most_open, evicted: $ours.flows_evicted,
          events: $ours.events, kilobytes: $ours.kilobytes,
          resets: { generated: $made.resets, rsttrace: $ours.resets, $tcpdump, $tshark } }'
}

check_all() {
    gather captures_of | while read -r capture; do check "$capture"; done > checks.ndjson
    jq -r '"\(.capture): RST frames: \(.resets | tojson), most open: \(.most_open)"' checks.ndjson
    jq -se 'all(.resets | map(values) | unique | length == 1)' checks.ndjson > /dev/null ||
        fail 'the counts differ'
}

time_all() {
    local words=() timing
    : > commands.txt
    for timing in $(gather timings_of); do
        words+=(--command-name "$timing" "$(command_of "${timing%@*}" "${timing#*@}")")
        command_of "${timing%@*}" "${timing#*@}" >> commands.txt
    done
    if ((${#words[@]} == 0)); then echo '{"results":[]}' > times.json; return; fi
    hyperfine --shell none --warmup 1 --runs "$runs" --export-json times.json "${words[@]}"
}

measure_allocation() {
    : > allocation.ndjson
    if [[ " ${only:-$works} " == *allocation* ]]; then
        "$benchmarks" allocation > allocation.ndjson || [[ -s allocation.ndjson ]]
    fi
}

# --- what is written ----------------------------------------------------------------------------

machine() {
    lscpu | sed -n 's/^Model name: */cpu: /p'
    echo "cores: $(nproc)"
    awk '/^MemTotal/ { printf "memory: %.1f GiB\n", $2 / 1048576 }' /proc/meminfo
    echo "kernel: $(uname -sr)"
    echo "dotnet: $(dotnet --version)"
    rsttrace --version
    tcpdump --version 2>&1 | head -1
    tcpdump --version 2>&1 | grep -i libpcap
    tshark --version 2> /dev/null | head -1
    setsid --wait tcptrace -v 2>&1 | sed -n 's,^Version: ,,p'
    hyperfine --version
}

# The results lie beside the captures until all of them are there.
report() {
    machine > machine.txt
    local machine
    machine=$(sed -En '1,4 { s/^cores: (.*)/\1 cores/; s/^[a-z]*: //; p }' machine.txt |
        paste -sd , | sed 's/,/, /g')
    jq -n --slurpfile times times.json --slurpfile checks checks.ndjson \
        --slurpfile allocation allocation.ndjson --arg works "${only:-$works}" \
        --arg has_workers "$one_worker" --arg long "$long" --arg machine "$machine" \
        --arg date "$(date +%F)" -f "$project/benchmarks/compare.jq" > report.json
    jq -r .summary report.json > summary.md
    jq -r .table report.json > table.md
    cat table.md
}

publish() {
    local results
    results=$project/benchmarks/runs/$(date +%F)
    mkdir -p "$results"
    cp machine.txt commands.txt times.json checks.ndjson allocation.ndjson summary.md "$results/"
    awk -v table=table.md '
        /^<!-- speed -->$/ { print; while ((getline line < table) > 0) print line; skip = 1 }
        /^<!-- \/speed -->$/ { skip = 0 }
        !skip { if (!/^<!-- speed -->$/) print }' "$project/README.md" > readme.md
    cmp -s readme.md "$project/README.md" || cp readme.md "$project/README.md"
    echo "written: benchmarks/runs/$(date +%F), README.md"
}

read_options "$@"
need_tools
cd "$(dirname "$0")/.."
project=$PWD
built() { echo "$project/benchmarks/$1/bin/Release/net10.0/$1"; }
generator=$(built RstTrace.CaptureGenerator)
benchmarks=$(built RstTrace.Benchmarks)
readonly project generator benchmarks
version=$(cat benchmarks/RstTrace.CaptureGenerator/*.cs | sha256sum | cut -c1-8)
mkdir -p "$folder/$version"
build
cd "$folder/$version"
export PATH=$folder/published:$PATH

# Of a version that has no such option both are the same.
one_worker=''
if rsttrace analyze --help | grep -q -- '--workers'; then one_worker=' --workers 1'; fi
usual_room=$(rsttrace analyze --help | sed -n '/--max-flows/s/.*(\([0-9]*\))$/\1/p')
[[ $usual_room ]] || fail 'analyze --help does not say how many flows are held'
readonly one_worker usual_room

for capture in $(gather captures_of); do generate "$capture"; done
check_all
time_all
measure_allocation
report
[[ $is_partial ]] || publish
jq -e .met report.json > /dev/null
