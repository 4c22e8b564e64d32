"""A Postfix of Debian's, in a folder of its own on ports of its own, as a company's relay that hands reports to us."""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import tempfile
import threading
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from tests.adapters.mail.mail_fake import MailServer, mail_server

#: Its parts change their user, so only root can start it.
IS_HERE = shutil.which("postfix") is not None and os.geteuid() == 0
_INSTALLED = Path("/etc/postfix")
#: No server listens there.
NOBODY = "nobody"


@dataclass(frozen=True)
class RealPostfix:
    """`door`: where it hands over what comes to anpi.test, by LMTP. `far_ends`: the servers of the domains."""

    port: int
    door: int
    far_ends: dict[str, MailServer] = field(default_factory=dict)


@contextmanager
def real_postfix(refusals: Mapping[str, str]) -> Iterator[RealPostfix]:
    """`refusals`: domain → what its server says to RCPT, after the final dot where it begins with one, or NOBODY.

    Where nothing is said it takes the letter. Whatever is put off is given up at once.
    """
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="anpi-postfix-")))
        folder.chmod(0o755)
        place = RealPostfix(_free_port(), _free_port())
        ways = [f"anpi.test lmtp:inet:127.0.0.1:{place.door}"]
        for domain, refusal in refusals.items():
            far_end = place.far_ends[domain] = stack.enter_context(mail_server(_refusing(refusal)))
            if refusal == NOBODY:
                far_end.port = stack.enter_context(_refused_port())
            ways.append(f"{domain} smtp:[127.0.0.1]:{far_end.port}")
        _configure(folder, place.port, ways)
        _postfix(folder, "start")
        stack.callback(_postfix, folder, "stop")
        _wait_for(place.port)
        yield place


def _refusing(refusal: str) -> MailServer:
    if refusal.startswith("."):
        return MailServer(mood=lambda line: refusal[1:] if line == "." else None)
    return MailServer(mood=lambda line: refusal or None if line.upper().startswith("RCPT") else None)


def _configure(folder: Path, port: int, ways: list[str]) -> None:
    for name in ("etc", "queue", "data"):
        (folder / name).mkdir()
    shutil.chown(folder / "data", "postfix")
    (folder / "etc" / "transport").write_text("\n".join(ways) + "\n")
    installed = next(path for path in (_INSTALLED / "master.cf.proto", _INSTALLED / "master.cf") if path.exists())
    services = re.sub(r"(?m)^smtp +inet .*$", f"127.0.0.1:{port} inet n - n - - smtpd", installed.read_text())
    # Not in a cage that would have to be furnished.
    services = re.sub(r"(?m)^(\S+\s+(?:unix|inet)\s+\S+\s+\S+\s+)y", r"\1n", services)
    (folder / "etc" / "master.cf").write_text(services)
    settings = {
        "compatibility_level": "3.6",
        "queue_directory": folder / "queue",
        "data_directory": folder / "data",
        "mail_owner": "postfix",
        "setgid_group": "postdrop",
        "myhostname": "relay.test",
        "mydestination": "",
        # Nothing ever leaves this machine.
        "default_transport": "discard:",
        "relay_domains": "anpi.test",
        "mynetworks": "127.0.0.0/8",
        "inet_interfaces": "127.0.0.1",
        "inet_protocols": "ipv4",
        "transport_maps": f"texthash:{folder}/etc/transport",
        "relay_recipient_maps": "",
        "recipient_delimiter": "+",
        # Tried once: nobody waits five days for what a server puts off.
        "maximal_queue_lifetime": "0",
        "maillog_file": folder / "mail.log",
        "maillog_file_prefixes": folder,
    }
    (folder / "etc" / "main.cf").write_text("".join(f"{name} = {value}\n" for name, value in settings.items()))


def _postfix(folder: Path, command: str) -> None:
    subprocess.run(["postfix", "-c", str(folder / "etc"), command], check=True, capture_output=True, timeout=60)


@contextmanager
def _refused_port() -> Iterator[int]:
    """Bound, so that no other test takes it meanwhile, and never listening."""
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))
        yield nobody.getsockname()[1]


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port: int = taken.getsockname()[1]
        return port


def _wait_for(port: int) -> None:
    for _ in range(100):
        try:
            with socket.create_connection(("127.0.0.1", port), 5) as connection:
                if connection.recv(3) == b"220":
                    return
        except OSError:
            pass
        threading.Event().wait(0.1)
    raise TimeoutError("Postfix does not answer")
