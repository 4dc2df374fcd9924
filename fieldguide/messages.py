"""Turns what the model refuses into a line for the person who can mend it."""

import types
import typing
from typing import Any

from pydantic import BaseModel
from pydantic_core import ErrorDetails

from fieldguide.model import Vocabulary
from fieldguide.problems import Problem, nearest, printable, shown
from fieldguide.strict_yaml import Document, Location, Place, dotted


def problem(document: Document, location: Location, message: str) -> Problem:
    """Return a problem with the value at `location`."""
    place = document.place(location)
    name = dotted(location, document.value)
    return Problem(document.file, place.line, place.column, name, message)


def key_problem(document: Document, location: Location, message: str) -> Problem:
    """Return a problem with the key that leads to `location`."""
    place = document.keys.get(location) or document.place(location)
    name = dotted(location, document.value)
    return Problem(document.file, place.line, place.column, name, message)


def explain(document: Document, annotation: Any, detail: ErrorDetails) -> Problem:
    """Return one of Pydantic's errors as a problem.

    Args:
        document: the file that was validated.
        annotation: the type it was validated against.
        detail: the error.
    """
    on_key = "[key]" in detail["loc"]
    location = tuple(step for step in detail["loc"] if step != "[key]")
    message = _message(document.place(location), annotation, location, detail, on_key=on_key)
    put = key_problem if on_key or detail["type"] == "extra_forbidden" else problem
    return put(document, location, message)


def _message(
    place: Place, annotation: Any, location: Location, detail: ErrorDetails, *, on_key: bool
) -> str:
    context = detail.get("ctx", {})
    value = detail["input"]
    found = f"(found {shown(value)})" if on_key else _found(value, place)
    described = _description(annotation, location)
    match detail["type"]:
        case "missing":
            return f"is missing; it says: {described} Add `{location[-1]}:` to this row"
        case "extra_forbidden":
            known = _fields(annotation, location[:-1])
            word = str(location[-1])
            return (
                f"is not a field of this row (found {shown(word)}); allowed: {', '.join(known)}; "
                f"{nearest(word, known)}rename or delete it"
            )
        case "vocabulary":
            words: type[Vocabulary] = context["words"]
            allowed = ", ".join(f"{word.value} ({word.meaning})" for word in words)
            hint = nearest(str(value), [word.value for word in words])
            return f"is not a known word {found}; allowed: {allowed}; {hint}write one of these"
        case "text":
            spelling = printable(place.spelling or "")
            mend = (
                "write it out"
                if value is None or not spelling
                else f'put it in quotes: "{spelling}"'
            )
            return f"has to be text {found}; it says: {described} Mend: {mend}"
        case "empty":
            return f"is empty {found}; it says: {described} Write it, or delete an optional field"
        case "long":
            return (
                f"is too long (found {context['size']} characters); "
                f"allowed: {context['limit']}; shorten it"
            )
        case "unprintable":
            return (
                f"holds a line break or control character (found {context['code']}); "
                "allowed: printable text on one line; delete it"
            )
        case "slug":
            return (
                f"is not a plain identifier {found}; allowed: lower-case letters, digits and "
                "single hyphens or underscores, a letter first; rewrite it so"
            )
        case "module":
            return (
                f"cannot name a snippet's module {found}; allowed: words joined by underscores "
                "that no module of Python's standard library is called; choose another"
            )
        case "command":
            return (
                f"is not a command that can be run {found}; allowed: quotes in pairs, and braces "
                "only around port, module or topic, as in {port}; correct it"
            )
        case "variable":
            return (
                f"is not the name of an environment variable {found}; allowed: capital letters, "
                "digits and underscores, a letter first; rename it"
            )
        case "url":
            return (
                f"is not an address this site may link to {found}; allowed: https:// and a host, "
                "without blanks, quotes or brackets; copy it from the address bar"
            )
        case "day":
            return (
                f"has to be a day {found}; allowed: YYYY-MM-DD without quotes, "
                "such as 2026-11-20; rewrite it so"
            )
        case "future":
            return f"lies in the future {found}; allowed: today or earlier; correct the date"
        case "month":
            return (
                f"has to be a day or a month {found}; allowed: YYYY-MM-DD or YYYY-MM, "
                "such as 2028-04; rewrite it so"
            )
        case "python":
            return f'has to be a Python version {found}; allowed: such as "3.11", in quotes'
        case "evidence" | "reason" | "order":
            return f"{detail['msg']}; {_MEND[detail['msg']]}"
        case "bool_type":
            return f"has to be true or false {found}; write one of the two, without quotes"
        case "int_type" | "int_from_float":
            return f"has to be a whole number {found}; write digits only, without quotes"
        case "float_type":
            return f"has to be a number {found}; write it without quotes, with a point: 2.3"
        case "greater_than" | "greater_than_equal" | "less_than" | "less_than_equal":
            return f"is out of range {found}; allowed: {_bound(context)}; correct it"
        case "list_type" if not location:
            return f"has to be a list of rows {found}; write `- id: …` before each row"
        case "list_type":
            return f"has to be a list {found}; write `- ` before each entry, or [one, two]"
        case "too_short":
            count, least = context["actual_length"], context["min_length"]
            return f"is too short (found {count} entries); allowed: at least {least}; add to it"
        case "too_long":
            most = context["max_length"]
            return f"is too long (found more entries); allowed: at most {most}; shorten it"
        case "dict_type" | "model_type" | "model_attributes_type":
            names = ", ".join(_fields(annotation, location))
            allowed = f"allowed: {names}; write" if names else f"it says: {described} Write"
            return f"has to be a mapping {found}; {allowed} `name: value` lines"
    return f"{detail['msg']} {found}; it says: {described} Correct it"


_MEND = {
    "names a source but not when it was checked": "add `checked: YYYY-MM-DD`, the day you read it",
    "says when it was checked but names no source": "add `source:`, an id of data/sources.yml",
    "names no evidence": (
        "allowed: `proof:` (an id of data/topics.yml), `source:` with `checked:`, "
        "or `opinion: true`; add one"
    ),
    "says opinion although it names evidence": "delete `opinion`, or the evidence",
    "is a measurement without a method": "add `method:`, how anyone can repeat it",
    "has no address to read it at": "add `url:`",
    "points to another framework without a reason": "add `reason:`, why there is no snippet",
    "gives a reason for having no snippet, and packages or commands": "delete `reason`, or these",
    "has dates out of order": (
        "allowed: released, then fixes_until, then security_until; compare them with the source"
    ),
}


def _found(value: object, place: Place) -> str:
    if isinstance(value, dict):
        return "(found a mapping)"
    if isinstance(value, list):
        return "(found a list)" if value else "(found an empty list)"
    if place.spelling is not None:
        return f"(found {printable(place.spelling) or 'nothing'})"
    return f"(found {shown(value)})"


def _bound(context: dict[str, Any]) -> str:
    signs = {"gt": "more than", "ge": "at least", "lt": "less than", "le": "at most"}
    return ", ".join(f"{signs[key]} {value}" for key, value in context.items() if key in signs)


def _inner(annotation: Any, step: str | int) -> tuple[Any, str]:
    """Follow one step of a location through a type; return the type there and its description."""
    while True:
        origin = typing.get_origin(annotation)
        arguments = typing.get_args(annotation)
        if origin is typing.Annotated:
            annotation = arguments[0]
        elif origin in {typing.Union, types.UnionType}:
            annotation = next(a for a in arguments if a is not type(None))
        elif origin is list:
            return arguments[0], ""
        elif origin is dict:
            return arguments[1], ""
        elif isinstance(annotation, type) and issubclass(annotation, BaseModel):
            info = annotation.model_fields.get(str(step))
            return (info.annotation, info.description or "") if info else (None, "")
        else:
            return None, ""


def _at(annotation: Any, location: Location) -> tuple[Any, str]:
    description = ""
    for step in location:
        annotation, text = _inner(annotation, step)
        description = text or description
    return annotation, description


def _description(annotation: Any, location: Location) -> str:
    return " ".join(_at(annotation, location)[1].split())


def _fields(annotation: Any, location: Location) -> list[str]:
    annotation, _ = _at(annotation, location)
    return list(annotation.model_fields) if hasattr(annotation, "model_fields") else []
