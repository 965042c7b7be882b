"""A mail server and a webhook on this machine, that alerts are sent to."""

import asyncio
import json
import socket
import threading
from collections.abc import Iterator
from contextlib import suppress
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import pytest
from aiosmtpd.controller import Controller


class Mails:
    """A mail server's ear: what came, and to whom."""

    def __init__(self) -> None:
        self.came: list[tuple[list[str], EmailMessage]] = []

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802 (aiosmtpd's name)
        raw = envelope.original_content or envelope.content
        self.came.append((envelope.rcpt_tos, message_from_bytes(raw, EmailMessage, policy=default)))
        return "250 OK"


class MailServer(Controller):
    """On a port that was free."""

    def _trigger_server(self) -> None:
        assert isinstance(self.server, asyncio.Server)
        self.port = self.server.sockets[0].getsockname()[1]
        super()._trigger_server()  # type: ignore[no-untyped-call]  # aiosmtpd has no types


@pytest.fixture(scope="module", name="mail_server")
def a_mail_server() -> Iterator[MailServer]:
    controller = MailServer(Mails(), hostname="127.0.0.1", port=0)
    controller.start()
    yield controller
    controller.stop()


@pytest.fixture(name="mails")
def the_mails(mail_server: MailServer) -> Mails:
    ear = mail_server.handler
    assert isinstance(ear, Mails)
    ear.came.clear()
    return ear


@pytest.fixture(name="hook")
def a_hook() -> Iterator[tuple[str, list[dict[str, Any]]]]:
    came: list[dict[str, Any]] = []

    class Hook(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            came.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
            self.send_response(200)
            self.end_headers()

        def log_message(self, *_: Any) -> None:
            """Say nothing."""

    server = HTTPServer(("127.0.0.1", 0), Hook)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    yield f"json://127.0.0.1:{server.server_port}/cases", came
    server.shutdown()
    thread.join()
    server.server_close()


def by_mail(server: MailServer, to: str) -> str:
    return f"mailto://127.0.0.1:{server.port}?from=hailong@tinh.example&to={to}&mode=insecure"


def written(message: EmailMessage) -> str:
    return "\n".join(
        str(part.get_content()) for part in message.walk() if part.get_content_type() == "text/plain"
    )


class Dripping:
    """A web server that says that all is well, and then a byte of its answer now and then, for long."""

    def __init__(self) -> None:
        self.asked = 0
        self.stopping = threading.Event()
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.url = f"json://127.0.0.1:{self._socket.getsockname()[1]}/"
        self._thread = threading.Thread(target=self._serve)
        self._thread.start()

    def _serve(self) -> None:
        with suppress(OSError):  # how it is ended
            while True:
                asking, _ = self._socket.accept()
                self.asked += 1
                with asking:
                    asking.recv(65_536)
                    asking.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n")
                    while not self.stopping.wait(0.05):
                        asking.sendall(b" ")

    def end(self) -> None:
        self.stopping.set()
        self._socket.shutdown(socket.SHUT_RDWR)
        self._thread.join()
        self._socket.close()


@pytest.fixture(name="dripping")
def a_dripping_server() -> Iterator[Dripping]:
    server = Dripping()
    yield server
    server.end()
