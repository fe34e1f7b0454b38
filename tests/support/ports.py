"""TCP ports of the loopback interface for the servers that a test starts.

The kernel's own choice (bind to 0, close, hand the number on) is not used: such a port lies in the
range of outgoing connections, and between the probe and the server's start any connection on the
machine may take it. Ours lie below that range, and each is locked for as long as this process
lives, so that tests which run beside each other never choose the same. The C tests that start a
broker (tests/client/broker_fixture.c) follow the same rule with the same locks.
"""

import fcntl
import os
import random
import socket

FIRST, LAST = 20000, 31999  # below net.ipv4.ip_local_port_range, and none that browsers refuse
_locks = {}


def _lock(port):
    directory = f"/tmp/arena-ports.{os.getuid()}"
    os.makedirs(directory, mode=0o700, exist_ok=True)
    fd = os.open(f"{directory}/{port}", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        os.close(fd)
        return False
    _locks[port] = fd
    return True


def _is_free(port):
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
            return True
        except OSError:
            return False


def free_port():
    """A port nobody uses, this process's own until it ends."""
    for _attempt in range(1000):
        port = random.SystemRandom().randint(FIRST, LAST)
        if port not in _locks and _lock(port):
            if _is_free(port):
                return port
            os.close(_locks.pop(port))
    raise AssertionError(f"no free port between {FIRST} and {LAST}")
