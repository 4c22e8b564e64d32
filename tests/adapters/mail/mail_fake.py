"""A mail server that can be told to misbehave, and what letters need to be signed and encrypted."""

from __future__ import annotations

import base64
import ipaddress
import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat
from cryptography.x509.oid import NameOID

#: What the server says to a command line; None: the usual answer; "": the connection is closed without an answer.
Mood = Callable[[str], str | None]


@dataclass
class MailServer:
    """Answers as RFC 5321 asks, unless its mood says otherwise. `.` is asked for after the final dot."""

    port: int = 0
    mood: Mood = lambda line: None
    features: tuple[str, ...] = ("PIPELINING",)
    tls: ssl.SSLContext | None = None
    lines: list[str] = field(default_factory=list)
    letters: list[bytes] = field(default_factory=list)
    connections: int = 0
    #: (user, password) that AUTH PLAIN takes.
    login: str = ""


@contextmanager
def mail_server(server: MailServer, tls_at_once: bool = False) -> Iterator[MailServer]:
    listener = socket.create_server(("127.0.0.1", 0))
    server.port = listener.getsockname()[1]
    threads: list[threading.Thread] = []

    def accept() -> None:
        while True:
            try:
                connection, _ = listener.accept()
            except OSError:
                return
            server.connections += 1
            worker = threading.Thread(target=_serve, args=(server, connection, tls_at_once), daemon=True)
            threads.append(worker)
            worker.start()

    accepting = threading.Thread(target=accept, daemon=True)
    accepting.start()
    try:
        yield server
    finally:
        listener.shutdown(socket.SHUT_RDWR)
        listener.close()
        accepting.join(5)
        for worker in threads:
            worker.join(5)


def _serve(server: MailServer, connection: socket.socket, tls_at_once: bool) -> None:
    connection.settimeout(5)
    connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    try:
        if tls_at_once and server.tls:
            connection = server.tls.wrap_socket(connection, server_side=True)
        _talk(server, connection)
    except OSError:
        pass
    finally:
        connection.close()


def _talk(server: MailServer, connection: socket.socket, greets: bool = True) -> None:
    stream = connection.makefile("rwb")

    def say(line: str) -> None:
        stream.write(line.encode() + b"\r\n")
        stream.flush()

    if greets:
        say(server.mood("connect") or "220 fake ESMTP")
    while raw := stream.readline():
        line = raw.decode("utf-8", "replace").strip()
        server.lines.append(line)
        verb = line.split(" ")[0].split(":")[0].upper()
        told = server.mood(line)
        if told == "":
            stream.close()
            return
        if told is not None:
            say(told)
            if told.startswith("421"):
                stream.close()
                return
        elif verb == "EHLO":
            offered = ["fake", *server.features]
            say("\r\n".join(f"250{' ' if name is offered[-1] else '-'}{name}" for name in offered))
        elif verb == "STARTTLS" and server.tls:
            say("220 go ahead")
            stream.close()
            with server.tls.wrap_socket(connection, server_side=True) as encrypted:
                _talk(server, encrypted, greets=False)
            return
        elif verb == "AUTH":
            say("235 2.7.0 welcome" if line == server.login else "535 5.7.8 no")
        elif verb == "DATA":
            say("354 go on")
            if not _take_letter(server, stream, say):
                return
        elif verb == "QUIT":
            say("221 bye")
            return
        else:
            say("250 2.0.0 fine")


def _take_letter(server: MailServer, stream: object, say: Callable[[str], None]) -> bool:
    """False where the connection ends."""
    letter = b""
    while (part := stream.readline()) not in (b".\r\n", b""):  # type: ignore[attr-defined]
        letter += part[1:] if part.startswith(b".") else part
    told = server.mood(".")
    if told == "":
        stream.close()  # type: ignore[attr-defined]
        return False
    if told is None or told.startswith("2"):
        server.letters += [letter] if letter else []
    say(told or "250 2.0.0 queued")
    return True


@cache
def rsa_key() -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(public_exponent=65_537, key_size=2_048)


def rsa_pem() -> bytes:
    return rsa_key().private_bytes(Encoding.PEM, PrivateFormat.TraditionalOpenSSL, NoEncryption())


def dkim_record(name: bytes, timeout: float = 5) -> bytes:
    """What the DNS would say."""
    der = rsa_key().public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)

    return b"v=DKIM1; k=rsa; p=" + base64.b64encode(der)


def certificate(folder: Path, host: str = "127.0.0.1") -> tuple[ssl.SSLContext, ssl.SSLContext]:
    """(the server's context, a client's context that trusts it)."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "fake")])
    now = datetime.now(UTC)

    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address(host))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, SHA256())
    )
    file = folder / "fake.pem"
    file.write_bytes(
        made.public_bytes(Encoding.PEM) + key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    )
    server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server.load_cert_chain(file)
    client = ssl.create_default_context(cafile=str(file))
    return server, client
