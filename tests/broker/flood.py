"""A client that says as much as it can, and comes back when it is thrown out: a program of its own,
so that it disturbs the broker and not the one who measures. Arguments: host, port, principal, token,
seconds. Prints how often it was let in.
"""
import sys
import time

from tests.broker import raw


def main():
    host, port, name, token, seconds = sys.argv[1:]
    deadline = time.monotonic() + float(seconds)
    packets = raw.publish_packet(f"arena/v1/{name}/all/noise", b"x" * 100) * 500
    logins = 0
    while time.monotonic() < deadline:
        client = raw.Raw(host, int(port))
        try:
            if client.login(name, name, token) == 0:
                logins += 1
                while time.monotonic() < deadline:
                    client.send(packets)
        except (OSError, raw.Closed):
            pass
        client.close()
        time.sleep(0.01)
    print(logins)


if __name__ == "__main__":
    main()
