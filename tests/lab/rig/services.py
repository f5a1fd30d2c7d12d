"""Servers and states that several scenarios need."""
from rig.lab import abort, pause


def proxy(lab, rules, host="s", capture=True):
    """HAProxy in tcp mode on a host."""
    config = f"{lab.folder}/haproxy.cfg"
    with open(config, "w") as file:
        file.write("defaults\n mode tcp\n timeout connect 2s\n timeout client 30s\n"
                   " timeout server 30s\n" + rules)
    lab.net.start(host, "haproxy", "-db", "-f", config)
    pause(0.5)
    if capture: lab.capture()


def nginx(lab, settings):
    """nginx on the server's port 8001."""
    config, f = f"{lab.folder}/nginx.conf", lab.folder
    with open(config, "w") as file:
        file.write(f"daemon off; worker_processes 1; pid {f}/pid; error_log stderr; events {{}}\n"
                   f"http {{ access_log off; client_body_temp_path {f}/b; proxy_temp_path {f}/p;\n"
                   f"fastcgi_temp_path {f}/f; uwsgi_temp_path {f}/u; scgi_temp_path {f}/s;\n"
                   "server { listen 8001; location / { return 200 'hello there'; }\n"
                   f"{settings} }} }}\n")
    lab.capture()
    lab.net.start("s", "nginx", "-c", config)
    pause(0.5)


def certificate(lab, name):
    lab.net.sh("s",
               f"cd {lab.folder}; openssl req -x509 -newkey rsa:2048 -nodes -keyout {name}.key "
                    f"-out {name}.pem -days 30 -subj /CN={name} 2>/dev/null")


def forget(lab, sock, host="s"):
    """Ends a socket without a word on the wire."""
    lab.net.nft(host, "table inet quiet { chain o { type filter hook output priority 0;\n"
                      "tcp flags & (rst|fin) != 0 drop\n }\n }\n")
    abort(sock)
    pause(0.1)
    lab.net.sh(host, "nft delete table inet quiet")


def drained(sock):
    """Reads what is there, so that close() sends FIN and not RST."""
    sock.setblocking(False)
    try:
        while sock.recv(65536): pass
    except OSError: pass
