"""The sample company's people, as far as their phones and mailboxes are concerned."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

COMPANY = Path(__file__).parent / "company"
PEOPLE = COMPANY / "people.csv"
INFO = COMPANY / "info.toml"


@dataclass(frozen=True, slots=True)
class Resident:
    """One person; `slack_id`, `line_id` and `mails` may be empty. `role` as in the people file."""

    number: str
    name: str
    unit: str = ""
    locale: str = "ja"
    slack_id: str = ""
    line_id: str = ""
    mails: tuple[str, ...] = ()
    role: str = ""
    active: bool = True

    @property
    def manages(self) -> bool:
        """A safety admin or a unit manager."""
        return bool(self.role)


def read_residents(path: Path = PEOPLE) -> list[Resident]:
    """Everybody in a people file with English headers."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        return [_resident(row) for row in csv.DictReader(file)]


def managers_first(residents: Sequence[Resident]) -> list[Resident]:
    """Safety admins, unit managers, then everybody in the order of the file."""
    order = {"safety_admin": 0, "unit_manager": 1}
    return sorted(residents, key=lambda one: order.get(one.role, 2))


def _resident(row: dict[str, str | None]) -> Resident:
    def value(name: str) -> str:
        return (row.get(name) or "").strip()

    mails = value("emergency_emails") or value("email")
    return Resident(
        number=value("employee_no"),
        name=value("name"),
        unit=value("units").partition(";")[0],
        locale=value("locale") or "ja",
        slack_id=value("slack_id"),
        line_id=value("line_id"),
        mails=tuple(one.strip() for one in mails.split(";") if one.strip()),
        role=value("role"),
        active=value("active").lower() not in ("0", "no", "false", "n"),
    )
