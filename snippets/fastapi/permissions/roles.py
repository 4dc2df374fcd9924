"""Which role may do what. A request brings no role along: it is read from the database."""

from enum import StrEnum


class Role(StrEnum):
    READER = "reader"
    EDITOR = "editor"
    ADMIN = "admin"


class Permission(StrEnum):
    SEE_DRAFTS = "see_drafts"
    PUBLISH = "publish"
    DELETE = "delete"
    SET_ROLES = "set_roles"


PERMISSIONS: dict[Role, frozenset[Permission]] = {
    Role.READER: frozenset(),
    Role.EDITOR: frozenset({Permission.SEE_DRAFTS, Permission.PUBLISH}),
    Role.ADMIN: frozenset(Permission),
}
