"""One HTTP request to a receiver that was looked up, bounded in time however slowly the answer drips in."""

import http.client
import socket
import ssl
from dataclasses import dataclass
from functools import cache
from threading import Timer

from jianli_mediation.core.webhook_targets import PORTS, Target

CONNECT, READ = 3.0, 5.0  # seconds
WHOLE = 10.0  # however slowly the answer drips in


@dataclass(frozen=True)
class Answer:
    """What became of one try. ``status``: None where no answer came, and then ``problem`` says why."""

    status: int | None
    problem: str = ""
    body: bytes = b""

    @property
    def arrived(self) -> bool:
        return self.status is not None and 200 <= self.status < 300

    @property
    def refused(self) -> bool:
        """The receiver has read it and will not have it; asking again soon is all that may help."""
        return self.status is not None and 400 <= self.status < 500 and self.status not in (408, 425, 429)


def exchange(target: Target, body: bytes, headers: dict[str, str], most: int = 0) -> Answer:
    """Send JSON once, and read ``most`` bytes of the answer; a redirect is an answer like any other."""
    connection = _Secure(target) if target.scheme == "https" else _Plain(target)
    deadline = Timer(WHOLE, connection.cut)
    deadline.start()
    try:
        connection.request("POST", target.path, body, {"Content-Type": "application/json", **headers})
        with connection.getresponse() as response:
            status = response.status
            told = response.read(most) if most else b""
    except TimeoutError:
        return Answer(None, f"{CONNECT:.0f} 秒内没有接通，或 {READ:.0f} 秒内没有应答")
    except ssl.SSLError as error:
        return Answer(None, f"加密连接没有建立：{error.reason or type(error).__name__}")
    except (OSError, http.client.HTTPException) as error:
        return Answer(None, f"连接失败：{type(error).__name__}")
    finally:
        deadline.cancel()
        connection.close()
    return Answer(status, "" if 200 <= status < 300 else f"应答 {status}", told)


class _Plain(http.client.HTTPConnection):
    """Asks for the host, at the address that was checked."""

    def __init__(self, target: Target) -> None:
        super().__init__(target.host, target.port)
        self.target = target

    def connect(self) -> None:
        self.sock = socket.create_connection((self.target.address, self.target.port), CONNECT)
        self.sock.settimeout(READ)

    def cut(self) -> None:
        """End it from another thread: whoever reads gets an error."""
        if self.sock is not None:
            try:
                self.sock.shutdown(socket.SHUT_RDWR)
            except OSError:
                return


class _Secure(_Plain):
    """The same with TLS; the certificate must be the host's."""

    default_port = PORTS["https"]

    def connect(self) -> None:
        super().connect()
        self.sock = _trust().wrap_socket(self.sock, server_hostname=self.target.host)


@cache
def _trust() -> ssl.SSLContext:
    return ssl.create_default_context()
