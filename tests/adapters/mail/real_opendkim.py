"""OpenDKIM of Debian's, the filter that many receivers run, asked about letters without a mail server or DNS."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path

from tests.adapters.mail.mail_fake import dkim_record

_PROGRAM = shutil.which("opendkim", path=os.environ.get("PATH", "") + os.pathsep + "/usr/sbin")
IS_HERE = _PROGRAM is not None


def verified(folder: Path, letters: Mapping[str, bytes], record: str = "anpi._domainkey.example.jp") -> set[str]:
    """Names of those letters whose signature holds; `record` is where the DNS would have our test key.

    AssertionError where the program has no opinion of a letter.
    """
    assert _PROGRAM is not None
    (folder / "keys").write_bytes(f"{record} ".encode() + dkim_record(b"") + b"\n")
    # TestPublicKeys takes the place of the DNS: nothing leaves this machine.
    (folder / "opendkim.conf").write_text(f"TestPublicKeys {folder / 'keys'}\nMode v\nSyslog no\n")
    files = {name: folder / f"{number}.eml" for number, name in enumerate(letters)}
    for name, file in files.items():
        file.write_bytes(letters[name])
    asked = ",".join(str(file) for file in files.values())
    words = [_PROGRAM, "-x", str(folder / "opendkim.conf"), "-v", "-t", asked]
    said = subprocess.run(words, capture_output=True, text=True, timeout=60).stdout
    verdicts = {name: re.findall(_verdict(file), said) for name, file in files.items()}
    assert all(len(found) == 1 for found in verdicts.values()), said
    return {name for name, [verdict] in verdicts.items() if verdict.endswith("succeeded")}


def _verdict(file: Path) -> str:
    return rf"{re.escape(str(file))}: (verification \(.*\) (?:succeeded|failed: .*)|message not signed|syntax error.*)"
