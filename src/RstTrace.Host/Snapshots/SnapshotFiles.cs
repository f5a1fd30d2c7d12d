namespace RstTrace.Host.Snapshots;

/// <summary>What a snapshot holds of the proc file system: here, and in the script for hosts
/// without this program.</summary>
static class SnapshotFiles
{
    /// <summary>The most of a file that is kept, in octets.</summary>
    public const int MostOctets = 32_768;

    /// <summary>The most processes that are looked at.</summary>
    public const int MostProcesses = 32;

    /// <summary>The files.</summary>
    public static readonly string[] Paths =
    [
        "/proc/loadavg",
        "/proc/stat",
        "/proc/meminfo",
        "/proc/pressure/cpu",
        "/proc/pressure/memory",
        "/proc/pressure/io",
        "/proc/uptime",
        "/proc/net/snmp",
        "/proc/net/netstat",
        "/proc/net/sockstat",
        "/proc/net/sockstat6",
        "/proc/net/softnet_stat",
        "/proc/sys/kernel/hostname",
        "/proc/sys/kernel/osrelease",
        "/proc/sys/fs/file-nr",
        "/proc/sys/net/core/rmem_max",
        "/proc/sys/net/core/somaxconn",
        "/proc/sys/net/ipv4/ip_local_port_range",
        "/proc/sys/net/ipv4/tcp_abort_on_overflow",
        "/proc/sys/net/ipv4/tcp_fin_timeout",
        "/proc/sys/net/ipv4/tcp_keepalive_intvl",
        "/proc/sys/net/ipv4/tcp_keepalive_probes",
        "/proc/sys/net/ipv4/tcp_keepalive_time",
        "/proc/sys/net/ipv4/tcp_max_orphans",
        "/proc/sys/net/ipv4/tcp_max_syn_backlog",
        "/proc/sys/net/ipv4/tcp_mem",
        "/proc/sys/net/ipv4/tcp_mtu_probing",
        "/proc/sys/net/ipv4/tcp_retries2",
        "/proc/sys/net/ipv4/tcp_rfc1337",
        "/proc/sys/net/ipv4/tcp_syncookies",
        "/proc/sys/net/ipv4/tcp_tw_reuse",
        "/proc/sys/net/netfilter/nf_conntrack_count",
        "/proc/sys/net/netfilter/nf_conntrack_max",
        "/proc/sys/net/netfilter/nf_conntrack_tcp_be_liberal",
        "/proc/sys/net/netfilter/nf_conntrack_tcp_loose",
        "/proc/sys/net/netfilter/nf_conntrack_tcp_timeout_established",
    ];

    /// <summary>What of the kernel's log is kept: lines with one of these, the last
    /// ones.</summary>
    public static readonly string[] LogWords =
    [
        "Out of memory", "oom-kill", "SYN flooding", "too many orphaned", "table full",
        "segfault at", "NETDEV WATCHDOG", "Link is Down",
    ];

    /// <summary>The most lines of the log that are kept.</summary>
    public const int MostLogLines = 20;
}
