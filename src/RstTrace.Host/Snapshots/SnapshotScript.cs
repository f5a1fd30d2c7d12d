using System;
using System.Globalization;
using System.IO;

namespace RstTrace.Host.Snapshots;

/// <summary>A script for hosts without this program that prints the same as
/// <see cref="Snapshot.WriteTo"/>: POSIX sh, with no more than what busybox has.</summary>
public static class SnapshotScript
{
    /// <summary>Writes it.</summary>
    public static void Write(TextWriter output)
        => output.Write(Template
            .Replace(
                "@FILES@", string.Join(" \\\n    ", SnapshotFiles.Paths),
                StringComparison.Ordinal)
            .Replace(
                "@WORDS@", string.Join('|', SnapshotFiles.LogWords), StringComparison.Ordinal)
            .Replace("@OCTETS@", Number(SnapshotFiles.MostOctets), StringComparison.Ordinal)
            .Replace("@LINES@", Number(SnapshotFiles.MostLogLines), StringComparison.Ordinal)
            .Replace("@PROCESSES@", Number(SnapshotFiles.MostProcesses), StringComparison.Ordinal));

    static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);

    // In sed's words a backslash is two of them.
    const string Template = """
        #!/bin/sh
        # Prints what a host says of itself, as JSON for: rsttrace check HOST:PORT --remote FILE
        # It reads and changes nothing. Run it as root to see whose the listening sockets are.
        LC_ALL=C
        PATH=$PATH:/usr/sbin:/sbin
        export LC_ALL PATH
        tab=$(printf '\t')

        # Standard input as a JSON string.
        text() {
            printf '"'
            tr -d '\000-\010\013-\037\177-\377' |
                sed -e 's/\\/\\\\/g' -e 's/"/\\"/g' -e "s/$tab/\\\\t/g" |
                awk 'NR > 1 { printf "%s", "\\n" } { printf "%s", $0 }'
            printf '"'
        }

        # A file as a JSON string, or null.
        file() {
            if [ -r "$1" ]; then head -c @OCTETS@ "$1" 2>/dev/null | text; else printf null; fi
        }

        printf '{\n  "schema": "rsttrace.snapshot/1",\n  "time": %s,\n  "files": {' "$(date +%s)"
        comma=
        for path in @FILES@; do
            cat "$path" >/dev/null 2>&1 || continue
            printf '%s\n    "%s": ' "$comma" "$path"
            file "$path"
            comma=,
        done

        printf '\n  },\n  "listeners": '
        if listeners=$(ss -Hltnp 2>/dev/null); then
            printf '%s\n' "$listeners" | text
        else
            printf null
        fi

        printf ',\n  "processes": ['
        comma=
        for pid in $(printf '%s\n' "$listeners" | tr ',' '\n' | sed -n 's/.*pid=\([0-9]*\).*/\1/p' |
            awk '!seen[$1]++' | head -n @PROCESSES@); do
            [ -r "/proc/$pid/stat" ] || continue
            printf '%s\n    { "pid": %s, "stat": ' "$comma" "$pid"
            file "/proc/$pid/stat"
            printf ', "limits": '
            file "/proc/$pid/limits"
            open=null
            if [ -r "/proc/$pid/fd" ]; then
                open=0
                for one in "/proc/$pid/fd"/*; do
                    [ -L "$one" ] && open=$((open + 1))
                done
            fi
            printf ', "files_open": %s }' "$open"
            comma=,
        done

        printf '\n  ],\n  "kernel_log": '
        if log=$(dmesg 2>/dev/null); then
            printf '%s\n' "$log" | grep -E '@WORDS@' | tail -n @LINES@ | text
        else
            printf null
        fi
        printf '\n}\n'

        """;
}
