"""Ask a container how it is, for docker-compose.yml: `healthcheck.py web` or `healthcheck.py worker`."""

import http.client
import os
import sys
import time
from pathlib import Path

HEARTBEAT_GOES_STALE_AFTER = 150  # seconds; the worker looks for work every minute


def web_is_ready() -> bool:
    host = os.environ["ALLOWED_HOSTS"].split(",")[0].strip().lstrip(".*")
    connection = http.client.HTTPConnection("127.0.0.1", 8000, timeout=4)
    connection.request("GET", "/health/ready/", headers={"Host": host, "X-Forwarded-Proto": "https"})
    return connection.getresponse().status == 200


def worker_is_alive() -> bool:
    heartbeat = Path(os.environ.get("WORKER_HEARTBEAT", "/tmp/worker-heartbeat"))  # noqa: S108
    return time.time() - heartbeat.stat().st_mtime < HEARTBEAT_GOES_STALE_AFTER


if __name__ == "__main__":
    sys.exit(0 if {"web": web_is_ready, "worker": worker_is_alive}[sys.argv[1]]() else 1)
