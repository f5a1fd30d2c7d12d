"""Servers that everybody has, and how each of them resets."""
import os
import time

from hosts import *


def written(name, text):
    path = os.path.join(FOLDER, name)
    with open(path, 'w') as file:
        file.write(text)
    return path


def nginx(port, lines):
    """Starts nginx with these lines in its server's block."""
    path = written(f'nginx-{port}.conf', f'''
daemon off; pid {FOLDER}/nginx-{port}.pid; error_log {FOLDER}/nginx-{port}.log;
events {{ worker_connections 64; }}
http {{
    access_log off;
    client_body_temp_path {FOLDER}; proxy_temp_path {FOLDER}; fastcgi_temp_path {FOLDER};
    uwsgi_temp_path {FOLDER}; scgi_temp_path {FOLDER};
    server {{ listen {ADDRESS[4]}:{port}; {lines} }}
}}
''')
    process = start(SERVER, 'nginx', '-c', path)
    await_port(4, port)
    return process


def nginx_resets_the_slow(v, port):
    process = nginx(port, 'client_header_timeout 1s; reset_timedout_connection on;')
    client = connect(4, port)
    client.sendall(b'GET / HTTP/1.1\r\n')
    quietly(client.recv, 10)
    time.sleep(.2)
    kill(process)


def nginx_keepalive_ends(v, port):
    process = nginx(port, 'keepalive_timeout 1s; return 204;')
    client = connect(4, port)
    client.sendall(b'GET / HTTP/1.1\r\nHost: a\r\n\r\n')
    while client.recv(1000):
        pass
    quietly(client.sendall, b'GET / HTTP/1.1\r\nHost: a\r\n\r\n')
    time.sleep(.2)
    kill(process)


def haproxy(port, lines):
    """Starts HAProxy with these lines in its frontend."""
    path = written(f'haproxy-{port}.cfg', f'''
global
    maxconn 50
defaults
    mode tcp
    timeout connect 1s
    timeout client 1s
    timeout server 500ms
frontend f
    bind {ADDRESS[4]}:{port}
    {lines}
    default_backend b
backend b
    server s {ADDRESS[4]}:9998
''')
    process = start(SERVER, 'haproxy', '-db', '-f', path)
    await_port(4, port)
    return process


def haproxy_rejects(v, port):
    process = haproxy(port, 'tcp-request connection reject')
    client = quietly(connect, 4, port)
    time.sleep(.3)
    kill(process)


def haproxy_times_out(v, port):
    process = haproxy(port, '')
    client = connect(4, port)
    assert client.recv(10) == b''
    time.sleep(.8)  # until it has closed the other half too
    quietly(client.sendall, b'late')
    time.sleep(.3)
    kill(process)


def sshd_is_full(v, port):
    key = os.path.join(FOLDER, 'key')
    subprocess.run(['ssh-keygen', '-q', '-t', 'ed25519', '-N', '', '-f', key], check=True)
    path = written('sshd.conf', f'''
ListenAddress {ADDRESS[4]}:{port}
HostKey {key}
PidFile none
MaxStartups 1
UsePAM no
''')
    os.makedirs('/run/sshd', exist_ok=True)
    process = start(SERVER, '/usr/sbin/sshd', '-D', '-f', path)
    await_port(4, port)
    first = connect(4, port)
    first.recv(100)
    second = connect(4, port)
    second.sendall(b'SSH-2.0-test\r\n')
    quietly(second.recv, 100)
    time.sleep(.3)
    kill(process)


ALL = [
    nginx_resets_the_slow, nginx_keepalive_ends, haproxy_rejects, haproxy_times_out, sshd_is_full,
]
