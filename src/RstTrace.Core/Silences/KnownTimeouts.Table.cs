using System.Collections.Generic;
using RstTrace.Core.Wire;
using static RstTrace.Core.Silences.TimeoutExpiry;

namespace RstTrace.Core.Silences;

public static partial class KnownTimeouts
{
    /// <summary>The table. To add a product is to add a row, in its place, with its
    /// source.</summary>
    public static IReadOnlyList<KnownTimeout> All { get; } =
    [
        Row(5, "Apache httpd (KeepAliveTimeout)", Fin, true,
            "CIS Apache HTTP Server 2.4 Benchmark §9.4, default value"),
        Row(5, "Node.js http.Server (keepAliveTimeout)", Fin, true,
            "github.com/nodejs/node doc/api/http.md, server.keepAliveTimeout, before pull 62782"),
        Row(5, "uvicorn (--timeout-keep-alive)", Fin, true,
            "github.com/alibaba/OpenSandbox pull 667") with { IsVerified = false },
        Row(60, "AWS Application Load Balancer", Fin, true,
            "docs.aws.amazon.com/elasticloadbalancing/latest/application/"
                + "edit-load-balancer-attributes.html"),
        Row(65, "Node.js http.Server since pull 62782 (keepAliveTimeout)", Fin, true,
            "github.com/nodejs/node doc/api/http.md, server.keepAliveTimeout"),
        Row(75, "nginx (keepalive_timeout)", Fin, true,
            "nginx.org ngx_http_core_module, keepalive_timeout"),
        Row(130, "ASP.NET Core Kestrel (KeepAliveTimeout)", Fin, true,
            "learn.microsoft.com KestrelServerLimits.KeepAliveTimeout"),
        Row(230, "Azure App Service front end", Unstated, false,
            "azure-advice.com 2024-08-26, the 230-second timeout") with { IsVerified = false },
        Row(240, "Azure Firewall, to and from the internet", Unstated, true,
            "learn.microsoft.com/azure/firewall/tcp-session-behavior"),
        Row(240, "Azure Load Balancer", SilentDrop, true,
            "learn.microsoft.com/azure/load-balancer/load-balancer-tcp-reset and "
                + "load-balancer-tcp-idle-timeout"),
        Row(240, "Azure Load Balancer with TCP reset enabled", ResetToBoth, true,
            "learn.microsoft.com/azure/load-balancer/load-balancer-tcp-reset"),
        Row(240, "Azure NAT Gateway", ResetOnNextSegment, true,
            "learn.microsoft.com/azure/nat-gateway/nat-gateway-resource, TCP reset and idle "
                + "timeout timers"),
        Row(300, "Azure Firewall, between private networks", Unstated, false,
            "learn.microsoft.com/azure/firewall/tcp-session-behavior"),
        Row(300, "F5 BIG-IP Fast L4", ResetToBoth, true,
            "clouddocs.f5.com AS3 L4_Profile, idleTimeout and resetOnTimeout"),
        Row(300, "SonicWall access rules", Unstated, true,
            "help.sonicwall.com, Firewall > Access Rules, TCP Connection Inactivity Timeout"),
        Row(350, "AWS Gateway Load Balancer", SilentDrop, true,
            "docs.aws.amazon.com/elasticloadbalancing/latest/gateway/gateway-listeners.html"),
        Row(350, "AWS NAT gateway", ResetOnNextSegment, false,
            "docs.aws.amazon.com/vpc/latest/userguide/nat-gateway-troubleshooting.html and "
                + "vpc-nat-comparison.html"),
        Row(350, "AWS Network Firewall", SilentDrop, true,
            "docs.aws.amazon.com/network-firewall/latest/APIReference/API_FlowTimeouts.html"),
        Row(350, "AWS Network Load Balancer", ResetOnNextSegment, true,
            "docs.aws.amazon.com/elasticloadbalancing/latest/network/update-idle-timeout.html "
                + "and load-balancer-troubleshooting.html"),
        Row(600, "Google Cloud VPC connection tracking", SilentDrop, false,
            "cloud.google.com/compute/docs/troubleshooting, idle connections"),
        Row(900, "Linux IPVS (LVS, Docker Swarm, kube-proxy in ipvs mode)", SilentDrop, true,
            "Linux net/netfilter/ipvs/ip_vs_proto_tcp.c, tcp_timeouts"),
        Row(1_200, "Google Cloud NAT", SilentDrop, true,
            "registry.terraform.io google_compute_router_nat, tcp_established_idle_timeout_sec"),
        Row(1_800, "Forcepoint NGFW (Stonesoft)", SilentDrop, true,
            "help.stonesoft.com SMC 6.9, Idle Timeouts"),
        Row(1_800, "Juniper SRX", SilentDrop, true,
            "juniper.net, Flow-Based Sessions, Understanding Session Characteristics"),
        Row(3_600, "Cisco ASA", SilentDrop, true,
            "cisco.com ASA Firewall CLI Configuration Guide, Connection Settings, timeout conn"),
        Row(3_600, "Envoy and Istio, TCP proxy and HTTP connections", Fin, true,
            "envoyproxy.io FAQ, How do I configure timeouts?"),
        Row(3_600, "FortiGate (session-ttl)", SilentDrop, true,
            "community.fortinet.com technical tips 194357 and 196264"),
        Row(3_600, "Palo Alto Networks firewalls", Unstated, true,
            "docs.paloaltonetworks.com, Configure Session Timeouts"),
        Row(3_600, "Check Point gateways", Unstated, true,
            "khairul.org 2023-01-30; ipv4security.com tcp_timeout.txt") with
        {
            IsVerified = false,
        },
        Row(28_800, "MySQL and MariaDB (wait_timeout)", Fin, true,
            "mariadb.com and dev.mysql.com, server system variables, wait_timeout"),
        Row(432_000, "AWS EC2 security groups", SilentDrop, true,
            "docs.aws.amazon.com/AWSEC2/latest/APIReference/"
                + "API_ConnectionTrackingSpecificationRequest.html"),
        Row(432_000, "Linux conntrack", SilentDrop, true,
            "docs.kernel.org/networking/nf_conntrack-sysctl.html, "
                + "nf_conntrack_tcp_timeout_established"),
    ];

    static KnownTimeout Row(
        int seconds, string product, TimeoutExpiry expiry, bool isConfigurable, string source)
        => new(product, Duration.FromSeconds(seconds), expiry, isConfigurable, source);
}
