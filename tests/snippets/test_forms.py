"""Contract of `forms`: refused from other sites, shown again with errors, redirected when done."""

import re
import secrets

import httpx2
import pytest

from tests.snippets.harness import REFUSED, Client, Output
from tests.snippets.markup import Element, Page

FIELDS = ("title", "year", "review")
GOOD = {"title": "Middlemarch", "year": "1871", "review": ""}
CROSS_SITE = {"origin": "https://evil.example", "sec-fetch-site": "cross-site"}


def page_of(answer: httpx2.Response, *statuses: int) -> Element:
    """Return the page of an answer that has one of these statuses."""
    assert answer.status_code in statuses, f"{answer.status_code}: {answer.text[:2000]}"
    assert answer.headers["content-type"].lower() == "text/html; charset=utf-8"
    page = Page(answer.content.decode("utf-8"))
    assert page.doctype == "doctype html"
    assert page.root.only("html").attributes["lang"]
    return page.root


def look(client: Client) -> Element:
    return page_of(client.get("/books"), 200)


def books(client: Client) -> list[str]:
    """Return the books that the page lists, each as its one line."""
    return [item.text for item in look(client).only("main").find("ul")[0].find("li")]


def hidden(page: Element) -> dict[str, str]:
    """Return what the form would send along without showing it, such as a token."""
    return {
        control.attributes["name"]: control.attributes["value"]
        for control in page.only("form").find("input")
        if control.attributes.get("type") == "hidden"
    }


def submit(
    client: Client, form: dict[str, str], headers: dict[str, str] | None = None
) -> httpx2.Response:
    """Fill in the form as a browser would, and send it."""
    return client.post("/books", data={**hidden(look(client)), **form}, headers=headers)


def control(page: Element, name: str) -> Element:
    """Return the element that a reader types a value into."""
    (found,) = [
        element for element in page.only("form").all() if element.attributes.get("name") == name
    ]
    assert found.tag in {"input", "textarea"}
    return found


def value(page: Element, name: str) -> str:
    """Return what a browser would show in a field: it drops a text area's first line break."""
    element = control(page, name)
    if element.tag == "input":
        return element.attributes.get("value", "")
    return "".join(element.words).replace("\r\n", "\n").removeprefix("\n")


def errors(page: Element) -> dict[str, str]:
    """Return the messages beside the fields, as a screen reader would find them."""
    ids = {
        element.attributes["id"]: element for element in page.all() if "id" in element.attributes
    }
    found = {}
    for name in FIELDS:
        attributes = control(page, name).attributes
        assert attributes.get("aria-invalid", "false") in {"true", "false"}
        if attributes.get("aria-invalid") == "true":
            message = " ".join(ids[one].text for one in attributes["aria-describedby"].split())
            assert message
            found[name] = message
    return found


# ----------------------------------------------------------------------------------------- the form


def test_the_form_is_posted_and_its_fields_have_labels(client: Client) -> None:
    page = look(client)
    form = page.only("form")
    assert form.attributes["method"].lower() == "post"
    assert form.attributes.get("action", "") in {"", "/books"}
    assert len(form.find("button")) == 1
    labels = {label.attributes["for"]: label.text for label in form.find("label")}
    for name in FIELDS:
        assert name in labels[control(page, name).attributes["id"]].lower()
    assert errors(page) == {}


def test_the_browser_is_told_the_rules_as_well(client: Client) -> None:
    page = look(client)
    title, year, review = (control(page, name).attributes for name in FIELDS)
    assert "required" in title
    assert "required" in year
    assert "required" not in review
    assert (title["maxlength"], review["maxlength"]) == ("200", "2000")
    assert (year["type"], year["min"], year["max"]) == ("number", "1450", "2100")


def test_no_identifier_stands_twice(client: Client) -> None:
    wrong = submit(client, {"title": "", "year": "", "review": "x" * 2001})
    for page in (look(client), page_of(wrong, *REFUSED)):
        ids = [element.attributes["id"] for element in page.all() if "id" in element.attributes]
        assert len(ids) == len(set(ids))


# ------------------------------------------------------------------------------------------ success


def test_a_good_form_leads_on_to_the_list(client: Client) -> None:
    title = secrets.token_hex(8)
    answer = submit(client, {**GOOD, "title": title})
    assert answer.status_code in {302, 303}
    assert answer.headers["location"].removeprefix(client.url) == "/books"
    assert books(client).count(f"{title} (1871)") == 1
    assert books(client).count(f"{title} (1871)") == 1


@pytest.mark.parametrize(
    "form",
    [
        {"title": "x" * 200},
        {"year": "1450"},
        {"year": "2100"},
        {"review": "x" * 2000},
        {"title": "  padded  "},
        {"title": "O'Neill & Söhne, 源氏"},
    ],
    ids=str,
)
def test_what_is_within_the_bounds_is_taken(client: Client, form: dict[str, str]) -> None:
    before = len(books(client))
    assert submit(client, {**GOOD, **form}).status_code in {302, 303}
    assert len(books(client)) == before + 1


def test_a_title_arrives_escaped_in_the_list(client: Client) -> None:
    hostile = f"<script>alert('{secrets.token_hex(4)}')</script>"
    submit(client, {**GOOD, "title": hostile})
    assert f"{hostile} (1871)" in books(client)
    assert not look(client).find("script")


# ------------------------------------------------------------------------------------------- errors


@pytest.mark.parametrize(
    ("form", "fields"),
    [
        ({"title": ""}, {"title"}),
        ({"title": "   "}, {"title"}),
        ({"title": "x" * 201}, {"title"}),
        ({"year": ""}, {"year"}),
        ({"year": "soon"}, {"year"}),
        ({"year": "1449"}, {"year"}),
        ({"year": "2101"}, {"year"}),
        ({"year": "-1871"}, {"year"}),
        ({"year": "1871.5"}, {"year"}),
        ({"year": "9" * 5000}, {"year"}),
        ({"review": "x" * 2001}, {"review"}),
        ({"title": "", "year": "0", "review": "x" * 2001}, {"title", "year", "review"}),
    ],
    ids=lambda sent: str(sorted(sent))[:40],
)
def test_an_error_stands_beside_its_field(
    client: Client, form: dict[str, str], fields: set[str]
) -> None:
    before = books(client)
    page = page_of(submit(client, {**GOOD, **form}), *REFUSED)
    assert set(errors(page)) == fields
    assert page.only("title").text.startswith("Error")
    assert books(client) == before


def test_a_form_without_any_field_is_refused(client: Client) -> None:
    before = books(client)
    page = page_of(client.post("/books", data=hidden(look(client))), *REFUSED)
    assert set(errors(page)) == {"title", "year"}
    assert books(client) == before


@pytest.mark.parametrize(
    "form",
    [
        {"title": "Middlemarch", "year": "1200", "review": "Two\nlines"},
        {"title": "", "year": "1871", "review": "\n\nIt begins with empty lines."},
        {"title": '"><script>alert(1)</script>', "year": "", "review": ""},
        {"title": "' onfocus='alert(1)", "year": "1", "review": "</textarea><script>1</script>"},
        {"title": "x" * 201, "year": '1" onfocus="alert(1)', "review": "{{ 7 * 7 }} {% x %}"},
        {"title": "源氏 & Кысь", "year": "soon", "review": "&amp; &lt;"},
    ],
    ids=str,
)
def test_what_was_typed_is_kept_and_escaped(client: Client, form: dict[str, str]) -> None:
    page = page_of(submit(client, form), *REFUSED)
    assert {name: value(page, name) for name in FIELDS} == form
    assert not page.find("script")
    assert not any("onfocus" in element.attributes for element in page.all())


def test_the_form_can_be_mended_and_sent_again(client: Client) -> None:
    title = secrets.token_hex(8)
    page = page_of(submit(client, {**GOOD, "title": title, "year": "1200"}), *REFUSED)
    kept = {name: value(page, name) for name in FIELDS}
    answer = client.post("/books", data={**hidden(page), **kept, "year": "1871"})
    assert answer.status_code in {302, 303}
    assert f"{title} (1871)" in books(client)


def test_the_page_shows_its_errors(client: Client, output: Output) -> None:
    answer = submit(client, {"title": "", "year": "1200", "review": "Two\nlines"})
    form = re.search(r"<form.*</form>", answer.text, re.DOTALL)
    assert form
    output(
        "errors",
        re.sub(r"\n\s*\n+", "\n", form[0]),
        (r'((?:csrf|token)[^>]*value=")[^"]+', r"\1<the token>"),
    )


# -------------------------------------------------------------------------------------- other sites


def test_a_form_of_the_own_site_is_served(client: Client) -> None:
    headers = {"origin": client.url, "sec-fetch-site": "same-origin"}
    assert submit(client, GOOD, headers).status_code in {302, 303}
    older = {"origin": client.url, "referer": f"{client.url}/books"}
    assert submit(client, GOOD, older).status_code in {302, 303}


@pytest.mark.parametrize(
    "headers",
    [
        CROSS_SITE,
        {"origin": "https://evil.example"},
        {"origin": "null"},
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site", "origin": "http://other.localhost"},
    ],
    ids=str,
)
def test_a_form_of_another_site_is_refused(client: Client, headers: dict[str, str]) -> None:
    before = books(client)
    # The browser sends the reader's cookies along; the token the other site cannot read.
    assert client.post("/books", data=GOOD, headers=headers).status_code == 403
    assert books(client) == before


def test_the_token_of_somebody_else_helps_no_other_site(client: Client) -> None:
    before = books(client)
    with client.visitor() as attacker:
        stolen = hidden(look(attacker))
    answer = client.post("/books", data={**stolen, **GOOD}, headers=CROSS_SITE)
    assert answer.status_code == 403
    assert books(client) == before


@pytest.mark.parametrize("wrong", ["", "x", "0" * 64, None])
def test_where_there_is_a_token_it_has_to_be_right(client: Client, wrong: str | None) -> None:
    tokens = hidden(look(client))
    forged = {} if wrong is None else dict.fromkeys(tokens, wrong)
    answer = client.post("/books", data={**forged, **GOOD})
    if tokens:
        assert answer.status_code == 403
    else:
        # Without a token it is the browser's headers that count, and no browser leaves them out.
        assert answer.status_code in {302, 303}


def test_where_there_is_a_token_it_belongs_to_one_visitor(client: Client) -> None:
    with client.visitor() as other:
        others = hidden(look(other))
    mine = hidden(look(client))
    if others:
        assert others != mine
        assert client.post("/books", data={**others, **GOOD}).status_code == 403
