namespace RstTrace.Host.Probes;

/// <summary>Numbers of Linux, by their names in its headers.</summary>
static class SocketNumbers
{
    public const int
        AF_INET = 2, AF_INET6 = 10,
        SOCK_STREAM = 1, SOCK_DGRAM = 2, SOCK_RAW = 3,
        SOCK_NONBLOCK = 0x800, SOCK_CLOEXEC = 0x80000,
        IPPROTO_IP = 0, IPPROTO_ICMP = 1, IPPROTO_TCP = 6, IPPROTO_UDP = 17, IPPROTO_IPV6 = 41,
        IPPROTO_ICMPV6 = 58,
        SOL_SOCKET = 1, SO_ERROR = 4;

    public const int
        IP_TOS = 1, IP_TTL = 2, IP_MTU_DISCOVER = 10, IP_RECVERR = 11, IP_RECVTTL = 12,
        IP_MTU = 14, IP_MINTTL = 21,
        IPV6_UNICAST_HOPS = 16, IPV6_MTU_DISCOVER = 23, IPV6_MTU = 24, IPV6_RECVERR = 25,
        IPV6_RECVHOPLIMIT = 51, IPV6_HOPLIMIT = 52, IPV6_TCLASS = 67, IPV6_MINHOPCOUNT = 73,
        IP_PMTUDISC_PROBE = 3;

    public const short POLLIN = 1, POLLOUT = 4, POLLERR = 8, POLLHUP = 16;

    public const int MSG_DONTWAIT = 0x40, MSG_ERRQUEUE = 0x2000, MSG_NOSIGNAL = 0x4000;

    public const int
        EINTR = 4, EAGAIN = 11, EACCES = 13, EPERM = 1, EMSGSIZE = 90, ENETUNREACH = 101,
        ECONNABORTED = 103, ECONNRESET = 104, ETIMEDOUT = 110, ECONNREFUSED = 111,
        EHOSTUNREACH = 113, EINPROGRESS = 115;
}
