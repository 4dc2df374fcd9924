"""While serving, compile each template once and list the theme's thousands of icons once."""

from functools import lru_cache
from typing import Any

from jinja2 import BytecodeCache, Environment, FileSystemLoader
from jinja2.bccache import Bucket

_create, _list = Environment.__init__, FileSystemLoader.list_templates
_compiled: dict[str, bytes] = {}


class Memory(BytecodeCache):
    """Compiled templates of this process; Jinja compares the source before it uses one."""

    def get_cache_key(self, name: str, filename: str | None = None) -> str:
        """Return what tells this template from every other."""
        return f"{name}|{filename}"

    def load_bytecode(self, bucket: Bucket) -> None:
        """Give back what was compiled, if it was."""
        if bucket.key in _compiled:
            bucket.bytecode_from_string(_compiled[bucket.key])

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep what was compiled."""
        _compiled[bucket.key] = bucket.bytecode_to_string()


def on_startup(command: str, **_: object) -> None:
    """Take part in `mkdocs serve` only: a single build compiles each template once anyway."""
    if command == "serve":
        for owner, name, function in (
            (Environment, "__init__", create),
            (FileSystemLoader, "list_templates", list_templates),
        ):
            setattr(owner, name, function)


def create(environment: Environment, *args: Any, **options: Any) -> None:
    """Give every environment the same memory."""
    _create(environment, *args, **options)
    environment.bytecode_cache = environment.bytecode_cache or Memory()


def list_templates(loader: FileSystemLoader) -> list[str]:
    """List templates; those of installed packages do not change while one edits."""
    found: set[str] = set()
    for path in loader.searchpath:
        found.update(installed(path) if "site-packages" in path else _list(FileSystemLoader(path)))
    return sorted(found)


@lru_cache
def installed(path: str) -> frozenset[str]:
    """Return the templates of one installed folder."""
    return frozenset(_list(FileSystemLoader(path)))
