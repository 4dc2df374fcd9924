"""Contract of `admin`: who may look after the books, and what the site's own forms do to them."""

import re
import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit

import httpx2
import pytest

from fieldguide import serving
from tests.snippets.harness import Client, Output, Stage, payload
from tests.snippets.markup import Element, Page

FIELDS = ("title", "author", "year")
MIDDLEMARCH = {"title": "Middlemarch", "author": "George Eliot", "year": "1871"}
REDIRECTS = {302, 303}
ADD, CHANGE = r"book/(add|new|create)/?$", r"/(change|edit)(/|$)"
OTHER_SITES = [
    {"origin": "https://evil.example", "sec-fetch-site": "cross-site"},
    {"origin": "https://evil.example"},
    {"origin": "null"},
    {"sec-fetch-site": "cross-site"},
    {"sec-fetch-site": "same-site", "origin": "http://other.localhost"},
]


class AnyPage(Page):
    """A page that is not ours to mend: what it closes wrongly is read as a browser would."""

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        tags = [element.tag for element in self.open]
        if tag in tags:
            del self.open[len(tags) - 1 - tags[::-1].index(tag) :]

    def close(self) -> None:
        super().close()
        del self.open[1:]


@dataclass(frozen=True)
class Sent:
    """What a browser would send for a form or a button."""

    method: str
    url: str
    form: dict[str, str]

    def without_tokens(self) -> "Sent":
        form = {name: value for name, value in self.form.items() if "csrf" not in name}
        return Sent(self.method, self.url, form)

    def by(self, client: Client, headers: dict[str, str] | None = None) -> httpx2.Response:
        data = self.form if self.method == "POST" else None
        return client.request(self.method, self.url, data=data, headers=headers)


# ------------------------------------------------------------------------------ reading the pages


def page_of(answer: httpx2.Response, *statuses: int) -> Element:
    """Return the page of an answer that has one of these statuses."""
    assert answer.status_code in statuses, f"{answer.status_code}: {answer.text[:2000]}"
    assert answer.headers["content-type"].lower() == "text/html; charset=utf-8"
    return AnyPage(answer.text).root


def look(client: Client, url: str) -> Element:
    return page_of(client.get(url), 200)


def links(page: Element, pattern: str) -> list[str]:
    """Return where those links lead whose path matches."""
    found = [link.attributes.get("href", "") for link in page.find("a")]
    return [url for url in found if re.search(pattern, urlsplit(url).path)]


def controls(form: Element) -> dict[str, Element]:
    """Return the elements that a value can be typed into, by their names."""
    return {
        element.attributes["name"]: element
        for element in form.all()
        if element.tag in {"input", "select", "textarea"} and "name" in element.attributes
    }


def form_with(page: Element, name: str) -> Element:
    """Return the one form that has a field of this name."""
    (form,) = [form for form in page.find("form") if name in controls(form)]
    return form


def filled_in(page_url: str, form: Element, values: dict[str, str]) -> Sent:
    """Fill in a form, and press its first button."""
    kept = {
        name: control.attributes.get("value", "")
        for name, control in controls(form).items()
        if control.attributes.get("type") not in {"submit", "checkbox"}
    }
    buttons = [
        element
        for element in form.all()
        if element.tag in {"input", "button"}
        and element.attributes.get("type", "submit" if element.tag == "button" else "") == "submit"
        and "name" in element.attributes
    ]
    pressed = {b.attributes["name"]: b.attributes.get("value", "") for b in buttons[:1]}
    url = urljoin(page_url, form.attributes.get("action", ""))
    return Sent("POST", url, {**kept, **pressed, **values})


def tokens(page: Element) -> dict[str, str]:
    """Return what any form of a page holds against other sites."""
    return {
        name: control.attributes["value"]
        for form in page.find("form")
        for name, control in controls(form).items()
        if "csrf" in name
    }


def errors(page: Element) -> dict[str, str]:
    """Return the messages that stand where one field stands, and no other."""
    found = {}
    for name in FIELDS:
        around = form_with(page, "title")
        while set(controls(around)) & set(FIELDS) != {name}:
            (around,) = [child for child in around.children if name in controls(child)]
        messages = [
            element.text
            for element in around.all()
            if {"errorlist", "invalid-feedback"} & set(element.attributes.get("class", "").split())
        ]
        if any(messages):
            found[name] = " ".join(messages)
    return found


# ------------------------------------------------------------------------------- using the site


@dataclass(frozen=True)
class Site:
    """Where an editor finds things; it is looked up once for each server."""

    books: str
    search: str
    adding: str


sites: dict[str, Site] = {}


def site_of(client: Client) -> Site:
    """Find the list of books from the start page, and the rest from the list."""
    if client.url not in sites:
        start = f"{client.url}/admin/"
        (books, *_) = [
            urljoin(start, link.attributes["href"])
            for link in look(client, start).find("a")
            if link.text == "Books"
        ]
        page = look(client, books)
        (search,) = [
            field.attributes.get("name", "search")
            for field in page.find("input")
            if "search" in field.attributes.get("id", "") + field.attributes.get("name", "")
        ]
        (adding, *_) = links(page, ADD)
        sites[client.url] = Site(books, search, urljoin(books, adding))
    return sites[client.url]


def searched(client: Client, words: str) -> tuple[str, Element]:
    """Search the list; return the address and the page."""
    site = site_of(client)
    answer = client.get(site.books, params={site.search: words})
    return str(answer.url), page_of(answer, 200)


def rows(page: Element) -> list[str]:
    """Return what the list shows, a line for each book."""
    table = page.find("table")[-1]
    return [row.text for row in table.find("tr") if row.find("td") and row.find("input")]


def row_of(client: Client, title: str) -> tuple[str, Element]:
    url, page = searched(client, title)
    (row,) = [row for row in page.find("tr") if title in row.text]
    return url, row


def address_to_change(client: Client, title: str) -> str:
    url, row = row_of(client, title)
    (link, *_) = links(row, CHANGE)
    return urljoin(url, link)


def adding(client: Client, book: dict[str, str]) -> Sent:
    url = site_of(client).adding
    return filled_in(url, form_with(look(client, url), "title"), book)


def changing(client: Client, title: str, book: dict[str, str]) -> Sent:
    url = address_to_change(client, title)
    return filled_in(url, form_with(look(client, url), "title"), book)


def deleting(client: Client, title: str) -> Sent:
    """Return what deletes a book: a script's request, a form in the row, or one on a page."""
    url, row = row_of(client, title)
    for element in row.all():
        if "delete" in element.attributes.get("data-url", ""):
            return Sent("DELETE", urljoin(url, element.attributes["data-url"]), {})
        if element.tag == "form" and "delete" in element.attributes.get("action", ""):
            return filled_in(url, element, {})
    url = address_to_change(client, title)
    (link,) = links(look(client, url), r"/delete/")
    url = urljoin(url, link)
    (form,) = [form for form in look(client, url).find("form") if "post" in controls(form)]
    return filled_in(url, form, {})


def all_changes(client: Client, book: dict[str, str]) -> list[Sent]:
    """Return what adds a book, changes this one, and deletes it."""
    title = book["title"]
    return [
        adding(client, new_book()),
        changing(client, title, new_book()),
        deleting(client, title),
    ]


def shelf(client: Client) -> list[dict[str, str | int]]:
    """Return the books as everybody sees them."""
    with client.visitor() as visitor:
        books: list[dict[str, str | int]] = payload(visitor.get("/books"), 200)
        return books


def stored(book: dict[str, str]) -> dict[str, str | int]:
    return {**book, "year": int(book["year"])}


def new_book() -> dict[str, str]:
    return {**MIDDLEMARCH, "title": secrets.token_hex(8)}


def add(client: Client, book: dict[str, str]) -> None:
    assert adding(client, book).by(client).status_code in REDIRECTS
    assert stored(book) in shelf(client)


def log_in(client: Client, username: str, password: str) -> httpx2.Response:
    """Come to the admin site, and fill in the form that stands in the way."""
    answer = client.get("/admin/", follow_redirects=True)
    form = form_with(page_of(answer, 200), "password")
    values = {"username": username, "password": password}
    sent = filled_in(str(answer.url), form, values)
    # The browser names its page, and so does this: what is refused must be for another reason.
    headers = {"origin": client.url, "sec-fetch-site": "same-origin"}
    return client.post(sent.url, data=sent.form, headers=headers)


def log_out(client: Client) -> None:
    page = look(client, "/admin/")
    forms = [form for form in page.find("form") if "logout" in form.attributes.get("action", "")]
    if forms:
        filled_in(f"{client.url}/admin/", forms[0], {}).by(client)
    else:
        (link,) = links(page, "/logout$")
        client.get(urljoin(client.url, link))


# ------------------------------------------------------------------------------------------ people


@dataclass(frozen=True)
class People:
    """Those who have an account; they share a password."""

    stage: Stage
    server: serving.Server
    password: str

    def give(self, username: str, role: str, **variables: str) -> None:
        done = self.stage.run("account", username, role, **variables)
        assert done.status == 0, done.err

    def welcome(self, username: str, role: str) -> None:
        self.give(username, role, PASSWORD=self.password)

    def cookies_of(self, username: str) -> httpx2.Cookies:
        """Log somebody in; return what their browser keeps."""
        with Client(self.stage, self.server) as client:
            assert log_in(client, username, self.password).status_code in REDIRECTS
            return client.cookies


@pytest.fixture(scope="module")
def people(stage: Stage, server: serving.Server) -> People:
    people = People(stage, server, secrets.token_urlsafe())
    people.welcome("ada", "editor")
    people.welcome("vera", "viewer")
    return people


@pytest.fixture(scope="module")
def editors_cookies(people: People) -> httpx2.Cookies:
    return people.cookies_of("ada")


@pytest.fixture
def editor(client: Client, editors_cookies: httpx2.Cookies) -> Client:
    """Somebody who may do everything, logged in."""
    client.cookies = httpx2.Cookies(editors_cookies)
    return client


@pytest.fixture
def viewer(client: Client, people: People) -> Iterator[Client]:
    """Somebody who may look, logged in."""
    with client.visitor() as viewer:
        viewer.cookies = people.cookies_of("vera")
        yield viewer


def gets_in_nowhere(visitor: Client, editor: Client) -> None:
    """Try all that an editor can, with the addresses and forms that an editor was given."""
    book = {**new_book(), "author": secrets.token_hex(8)}
    add(editor, book)
    before = shelf(editor)
    site = site_of(editor)
    change = address_to_change(editor, book["title"])
    for page in ("/admin/", site.books, site.adding, change):
        answer = visitor.get(page)
        assert answer.status_code in {*REDIRECTS, 401, 403}
        assert book["author"] not in visitor.get(page, follow_redirects=True).text
    for sent in all_changes(editor, book):
        assert sent.by(visitor).status_code in {*REDIRECTS, 400, 401, 403}
        own = tokens(page_of(visitor.get("/admin/", follow_redirects=True), 200, 403))
        tried = Sent(sent.method, sent.url, {**sent.form, **own})
        assert tried.by(visitor).status_code in {*REDIRECTS, 400, 401, 403}
    assert shelf(editor) == before


# ------------------------------------------------------------------------------------ who gets in


def test_nobody_gets_in_without_logging_in(editor: Client) -> None:
    with editor.visitor() as visitor:
        gets_in_nowhere(visitor, editor)


def test_a_wrong_password_does_not_log_in(editor: Client, people: People) -> None:
    for username, password in (("ada", "wrong"), ("nobody", people.password), ("ada", "")):
        with editor.visitor() as visitor:
            assert log_in(visitor, username, password).status_code not in REDIRECTS
            assert visitor.get("/admin/").status_code in REDIRECTS


def test_who_loses_the_right_is_out_at_the_next_request(editor: Client, people: People) -> None:
    people.welcome("lea", "editor")
    with editor.visitor() as leaver:
        leaver.cookies = people.cookies_of("lea")
        assert look(leaver, site_of(editor).books)
        people.give("lea", "nobody")
        gets_in_nowhere(leaver, editor)
    with editor.visitor() as leaver:
        log_in(leaver, "lea", people.password)
        gets_in_nowhere(leaver, editor)


def test_a_logout_ends_the_session_for_good(editor: Client, viewer: Client) -> None:
    with editor.visitor() as thief:
        thief.cookies = httpx2.Cookies(viewer.cookies)
        assert look(thief, site_of(editor).books)
        log_out(viewer)
        gets_in_nowhere(viewer, editor)
        gets_in_nowhere(thief, editor)


def test_a_viewer_sees_the_list_and_no_button(editor: Client, viewer: Client) -> None:
    book = new_book()
    add(editor, book)
    url, row = row_of(viewer, book["title"])
    assert book["author"] in row.text
    assert not links(look(viewer, url), ADD)
    assert not any("delete" in "".join(element.attributes.values()) for element in row.all())
    for link in links(row, CHANGE):
        page = look(viewer, urljoin(url, link))
        assert not any("title" in controls(form) for form in page.find("form"))


def test_a_viewer_changes_nothing_by_an_address(editor: Client, viewer: Client) -> None:
    book = new_book()
    add(editor, book)
    before = shelf(editor)
    changes = all_changes(editor, book)
    own = tokens(look(viewer, site_of(editor).books))
    for change in changes:
        tried = Sent(change.method, change.url, {**change.form, **own})
        assert tried.by(viewer).status_code in {*REDIRECTS, 403}
    assert shelf(editor) == before


# ----------------------------------------------------------------------------------- what they do


def test_the_list_shows_the_books(editor: Client) -> None:
    book = {**new_book(), "title": f"!{secrets.token_hex(8)}"}  # The first in the alphabet.
    add(editor, book)
    first = rows(look(editor, site_of(editor).books))[0]
    assert all(value in first for value in book.values())


def test_a_book_is_found_by_its_title_and_its_author(editor: Client) -> None:
    book, other = new_book(), new_book()
    book["author"] = secrets.token_hex(8)
    add(editor, book)
    add(editor, other)
    for words in (book["title"], book["title"][2:-2].upper(), book["author"]):
        (found,) = rows(searched(editor, words)[1])
        assert book["title"] in found


def test_a_book_is_changed(editor: Client) -> None:
    book, changed = new_book(), {**new_book(), "author": "Mary Ann Evans", "year": "1872"}
    add(editor, book)
    number = len(shelf(editor))
    form = form_with(look(editor, address_to_change(editor, book["title"])), "title")
    assert {name: controls(form)[name].attributes["value"] for name in FIELDS} == book
    assert changing(editor, book["title"], changed).by(editor).status_code in REDIRECTS
    assert stored(changed) in shelf(editor)
    assert stored(book) not in shelf(editor)
    assert len(shelf(editor)) == number


def test_a_book_is_deleted_and_no_other(editor: Client) -> None:
    book, other = new_book(), new_book()
    add(editor, book)
    add(editor, other)
    before = shelf(editor)
    assert deleting(editor, book["title"]).by(editor).status_code in {*REDIRECTS, 200}
    before.remove(stored(book))
    assert shelf(editor) == before


@pytest.mark.parametrize("year", ["1450", "2100"])
def test_what_is_within_the_bounds_is_taken(editor: Client, year: str) -> None:
    title = secrets.token_hex(100)
    add(editor, {"title": title, "author": "O'Neill & Söhne, 源氏", "year": year})


@pytest.mark.parametrize(
    ("wrong", "fields"),
    [
        ({"title": ""}, {"title"}),
        ({"title": "   "}, {"title"}),
        ({"title": "x" * 201}, {"title"}),
        ({"author": ""}, {"author"}),
        ({"year": ""}, {"year"}),
        ({"year": "soon"}, {"year"}),
        ({"year": "1449"}, {"year"}),
        ({"year": "2101"}, {"year"}),
        ({"title": "", "year": "0"}, {"title", "year"}),
    ],
    ids=lambda sent: str(sorted(sent))[:40],
)
def test_a_wrong_value_is_named_beside_its_field(
    editor: Client, wrong: dict[str, str], fields: set[str]
) -> None:
    before = shelf(editor)
    page = page_of(adding(editor, {**new_book(), **wrong}).by(editor), 200, 400, 422)
    assert set(errors(page)) == fields
    assert shelf(editor) == before


def test_a_wrong_change_is_not_saved(editor: Client) -> None:
    book = new_book()
    add(editor, book)
    before = shelf(editor)
    sent = changing(editor, book["title"], {"title": "", "year": "1200"})
    assert set(errors(page_of(sent.by(editor), 200, 400, 422))) == {"title", "year"}
    assert shelf(editor) == before


def test_the_form_says_what_is_wrong(editor: Client, output: Output) -> None:
    wrong = {"title": "", "author": "", "year": "1200"}
    found = errors(page_of(adding(editor, wrong).by(editor), 200, 400, 422))
    output("messages", "\n".join(f"{name}: {message}" for name, message in found.items()))


def test_a_hostile_title_stays_text(editor: Client) -> None:
    mark = secrets.token_hex(8)
    hostile = f"<script>alert('{mark}')</script>\"><b id={mark}>"
    add(editor, {**new_book(), "title": hostile})
    url, row = row_of(editor, mark)
    form = form_with(look(editor, address_to_change(editor, mark)), "title")
    assert hostile in row.text
    assert controls(form)["title"].attributes["value"] == hostile
    deletion = deleting(editor, mark)
    for page in (url, address_to_change(editor, mark)):
        elements = list(look(editor, page).all())
        assert not any(mark in element.text for element in elements if element.tag == "script")
        assert not any(element.attributes.get("id") == mark for element in elements)
    assert deletion.by(editor).status_code in {*REDIRECTS, 200}


# ------------------------------------------------------------------------------------- other sites


def test_what_another_site_sends_is_refused(editor: Client) -> None:
    book = new_book()
    add(editor, book)
    before = shelf(editor)
    for change in all_changes(editor, book):
        for headers in OTHER_SITES:
            # The browser sends the editor's cookies along; the token the other site cannot read.
            assert change.without_tokens().by(editor, headers).status_code in {400, 403}
    assert shelf(editor) == before


def test_where_there_is_a_token_it_is_asked_for(editor: Client) -> None:
    book = new_book()
    add(editor, book)
    before = shelf(editor)
    for change in all_changes(editor, book):
        if change.without_tokens() != change:
            assert change.without_tokens().by(editor).status_code in {400, 403}
            assert shelf(editor) == before


def test_the_cookie_stays_at_home(editor: Client, people: People) -> None:
    with editor.visitor() as visitor:
        answer = log_in(visitor, "ada", people.password)
        (session,) = [
            header for header in answer.headers.get_list("set-cookie") if "session" in header
        ]
        assert re.search("samesite=(lax|strict)", session, re.IGNORECASE)
        assert "httponly" in session.lower()


@pytest.mark.parametrize("password", ["password123", "4815162342", "short"])
def test_a_weak_password_is_refused(editor: Client, people: People, password: str) -> None:
    pages = links(look(editor, "/admin/"), "password_change")
    if not pages:
        assert editor.framework != "django"
        pytest.skip("This admin site knows no password, and none can be changed in it.")
    url = urljoin(editor.url, pages[0])
    form = form_with(look(editor, url), "new_password1")
    again = {"new_password1": password, "new_password2": password}
    answer = filled_in(url, form, {"old_password": people.password, **again}).by(editor)
    assert "This password is" in page_of(answer, 200).text
    assert people.cookies_of("ada")


# ------------------------------------------------------------------------------------------- looks


def test_the_style_sheets_are_there(editor: Client) -> None:
    url = site_of(editor).books
    sheets = [
        urljoin(url, link.attributes["href"])
        for link in look(editor, url).find("link")
        if link.attributes.get("rel") == "stylesheet"
    ]
    assert sheets
    for sheet in sheets:
        assert sheet.startswith(editor.url)
        answer = editor.get(sheet)
        assert answer.status_code == 200
        assert answer.headers["content-type"].startswith("text/css")
