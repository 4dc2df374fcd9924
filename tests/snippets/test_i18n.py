"""Contract of `i18n`: each reader is answered in a language that the browser asked for."""

from collections.abc import Iterator

import httpx2
import pytest

from fieldguide import serving
from tests.snippets.harness import Client, Output, Stage, at_once, payload

GREETINGS = {
    "en": "Welcome to your reading list!",
    "de": "Willkommen in Ihrer Leseliste!",
    "fr": "Bienvenue dans votre liste de lecture !",
    "pl": "Witaj na swojej liście lektur!",
}


@pytest.fixture(scope="module")
def server(stage: Stage) -> Iterator[serving.Server]:
    """The server, started once its catalogues are compiled to where it looks for them."""
    folder = {"LOCALE_DIR": str(stage.temporary_dir / "locale")}
    finished = stage.run("compile", **folder)
    assert finished.status == 0, finished.err
    with stage.start(LOCALE_DIR=folder["LOCALE_DIR"]) as server:
        yield server


def greet(client: Client, language: str | None, books: int = 2) -> httpx2.Response:
    headers = {} if language is None else {"accept-language": language}
    return client.get(f"/greeting/{books}", headers=headers)


def texts(client: Client, language: str | None, books: int = 2) -> dict[str, str]:
    """Return the texts of an answer, with plain spaces where a line must not break."""
    body = payload(greet(client, language, books), 200)
    assert set(body) == {"greeting", "books", "since", "pages"}
    return {
        name: body[name]
        .replace("\N{NO-BREAK SPACE}", " ")
        .replace("\N{NARROW NO-BREAK SPACE}", " ")
        for name in ("greeting", "books", "since", "pages")
    }


@pytest.mark.parametrize(
    ("header", "language"),
    [
        ("de", "de"),
        ("fr", "fr"),
        ("pl", "pl"),
        ("en", "en"),
        ("DE", "de"),
        ("de-AT", "de"),
        ("fr-CH, fr;q=0.9, en;q=0.8, de;q=0.7, *;q=0.5", "fr"),
        ("de;q=0.1, pl;q=0.9", "pl"),
        ("en;q=0.2, de;q=0.7", "de"),
        ("en-US,en;q=0.5,de;q=0.3", "en"),
        ("ja, fr;q=0.5", "fr"),
        ("pl, *;q=0.5", "pl"),
        ("fr; q=0.4, pl; q=0.6", "pl"),
        ("de;q=0, fr;q=0.1", "fr"),
        ("de;q=0, en;q=0.1", "en"),
    ],
)
def test_the_reader_is_answered_in_the_best_language(
    client: Client, header: str, language: str
) -> None:
    assert texts(client, header)["greeting"] == GREETINGS[language]


@pytest.mark.parametrize(
    "header",
    [
        None,
        "",
        "*",
        "ja",
        "tlh-Latn",
        "x",
        ";;,,;q=",
        "q=0.5",
        "de;q=abc",
        "../../de",
        "ja," * 1000,
    ],
    ids=lambda header: repr(header)[:12],
)
def test_whoever_asks_for_nothing_we_have_is_answered_in_english(
    client: Client, header: str | None
) -> None:
    answer = greet(client, header)
    assert payload(answer, 200)["greeting"] == GREETINGS["en"]
    assert answer.headers["content-language"] == "en"


@pytest.mark.parametrize("language", GREETINGS)
def test_the_answer_names_its_language(client: Client, language: str) -> None:
    assert greet(client, language).headers.get_list("content-language") == [language]


@pytest.mark.parametrize("language", [None, "de", "ja"])
def test_caches_are_told_that_the_language_matters(client: Client, language: str | None) -> None:
    vary = ",".join(greet(client, language).headers.get_list("vary")).lower().split(",")
    assert [name.strip() for name in vary].count("accept-language") == 1


@pytest.mark.parametrize(
    ("language", "books", "text"),
    [
        ("en", 0, "You have 0 books."),
        ("en", 1, "You have 1 book."),
        ("en", 2, "You have 2 books."),
        ("de", 0, "Sie haben 0 Bücher."),
        ("de", 1, "Sie haben 1 Buch."),
        ("de", 2, "Sie haben 2 Bücher."),
        ("fr", 0, "Vous avez 0 livre."),
        ("fr", 1, "Vous avez 1 livre."),
        ("fr", 2, "Vous avez 2 livres."),
        ("pl", 0, "Masz 0 książek."),
        ("pl", 1, "Masz 1 książkę."),
        ("pl", 2, "Masz 2 książki."),
        ("pl", 5, "Masz 5 książek."),
        ("pl", 12, "Masz 12 książek."),
        ("pl", 22, "Masz 22 książki."),
        ("pl", 25, "Masz 25 książek."),
    ],
)
def test_numbers_take_the_right_plural(
    client: Client, language: str, books: int, text: str
) -> None:
    assert texts(client, language, books)["books"] == text


@pytest.mark.parametrize(
    ("language", "dates", "number"),
    [
        ("en", {"November 21, 2026", "Nov. 21, 2026"}, "1,234,567.5"),
        ("de", {"21. November 2026"}, "1.234.567,5"),
        ("fr", {"21 novembre 2026"}, "1 234 567,5"),
        ("pl", {"21 listopada 2026"}, "1 234 567,5"),
    ],
)
def test_dates_and_numbers_follow_the_language(
    client: Client, language: str, dates: set[str], number: str
) -> None:
    found = texts(client, language)
    assert found["since"] in dates
    assert found["pages"] == number


def test_readers_at_the_same_time_keep_their_languages(client: Client) -> None:
    languages = list(GREETINGS) * 6
    found = at_once(len(languages), lambda number: texts(client, languages[number])["greeting"])
    assert found == [GREETINGS[language] for language in languages]


def test_the_next_reader_of_a_thread_does_not_inherit_a_language(client: Client) -> None:
    for _ in range(8):
        assert texts(client, "pl")["greeting"] == GREETINGS["pl"]
    for _ in range(8):
        assert texts(client, None)["greeting"] == GREETINGS["en"]


def test_a_page_can_show_the_four_answers(client: Client, output: Output) -> None:
    blocks = [
        "\n".join([f"Accept-Language: {language}", *texts(client, language, 5).values()])
        for language in GREETINGS
    ]
    output("answers", "\n\n".join(blocks))
