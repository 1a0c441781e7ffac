"""A service elsewhere, as a real server on this machine that answers what a test tells it to."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread
from typing import Any


class Endpoint:
    """`answers` are given in turn, the last for ever: a status, (status, headers), "slow", "hang", "drip" or
    "garbage"."""

    def __init__(self, *answers: Any) -> None:
        self.answers = list(answers)
        self.calls: list[dict[str, Any]] = []  # method, path, headers, body
        self.is_over = Event()
        self.url = ""

    @property
    def batches(self) -> list[list[str]]:
        """The addresses of each call, as IndexNow has them."""
        return [json.loads(call["body"])["urlList"] for call in self.calls]

    def next_answer(self) -> Any:
        return self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]


@contextmanager
def endpoint(*answers: Any) -> Iterator[Endpoint]:
    served = Endpoint(*answers)

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            served.calls.append(
                {"method": self.command, "path": self.path, "headers": dict(self.headers), "body": body}
            )
            answer = served.next_answer()
            if answer == "hang":
                served.is_over.wait(30)
            elif answer == "drip":
                while not served.is_over.wait(0.02):
                    self.wfile.write(b"x")
                    self.wfile.flush()
            elif answer == "garbage":
                self.wfile.write(b"\x00\x01 no http\r\n\r\n")
            else:
                if answer == "slow":
                    served.is_over.wait(0.3)
                    answer = 200
                status, headers = answer if isinstance(answer, tuple) else (answer, {})
                self.send_response(status)
                for name, value in headers.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(b"So says the endpoint.")

        do_PURGE = do_POST

        def handle(self) -> None:
            try:
                super().handle()
            except OSError:
                self.close_connection = True  # the asker has gone

        def log_message(self, *args: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    served.url = f"http://127.0.0.1:{server.server_port}/indexnow"
    try:
        yield served
    finally:
        served.is_over.set()
        server.shutdown()
        server.server_close()
