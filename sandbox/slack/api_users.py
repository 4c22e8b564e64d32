"""users.*: the workspace's people."""

from __future__ import annotations

from typing import Any

from sandbox.slack.arguments import flag, text
from sandbox.slack.errors import ApiError
from sandbox.slack.methods import Answer, Method
from sandbox.slack.paging import page
from sandbox.slack.world import User, World

#: Asia/Tokyo; the stand-in's people all live there.
_TZ_OFFSET = 32_400


def user_json(world: World, user: User, with_locale: bool, with_email: bool) -> dict[str, Any]:
    """A member as answers show it."""
    team_id = user.team_id or world.team_id
    profile = {"real_name": user.real_name, "display_name": user.name, "team": team_id}
    if with_email and user.email:
        profile["email"] = user.email
    shown: dict[str, Any] = {
        "id": user.id,
        "team_id": team_id,
        "name": user.name,
        "deleted": user.deleted,
        "is_bot": user.is_bot,
        "profile": profile,
        "updated": 0,
    }
    if not user.deleted:
        shown |= {
            "real_name": user.real_name,
            "tz": user.tz,
            "tz_offset": _TZ_OFFSET,
            "is_admin": False,
            "is_owner": False,
            "is_restricted": user.restricted,
            "is_ultra_restricted": False,
            "is_app_user": False,
        }
        if user.team_id:
            shown["is_stranger"] = user.stranger
        if with_locale:
            shown["locale"] = user.locale
    return shown


def info(world: World, arguments: dict[str, Any]) -> Answer:
    """users.info."""
    user = world.users.get(text(arguments, "user"))
    if user is None:
        raise ApiError("user_not_found")
    return {"user": user_json(world, user, flag(arguments, "include_locale"), _may_see_emails(world))}


def list_(world: World, arguments: dict[str, Any]) -> Answer:
    """users.list, paged; the deactivated are in it."""
    rows, metadata = page(list(world.users.values()), arguments)
    with_locale, with_email = flag(arguments, "include_locale"), _may_see_emails(world)
    members = [user_json(world, one, with_locale, with_email) for one in rows]
    return {"members": members, "cache_ts": int(world.clock().timestamp()), "response_metadata": metadata}


def lookup_by_email(world: World, arguments: dict[str, Any]) -> Answer:
    """users.lookupByEmail: the deactivated are not found."""
    wanted = text(arguments, "email").lower()
    for user in world.users.values():
        if wanted and user.email.lower() == wanted and not user.deleted:
            return {"user": user_json(world, user, with_locale=False, with_email=True)}
    raise ApiError("users_not_found")


def _may_see_emails(world: World) -> bool:
    return "users:read.email" in world.scopes


METHODS = {
    "users.info": Method(info, ("users:read",), takes_json=False),
    "users.list": Method(list_, ("users:read",), takes_json=False),
    "users.lookupByEmail": Method(lookup_by_email, ("users:read.email",), takes_json=False),
}
