"""`mkdocs serve` shows each kind of edit, survives each bad one, and equals a clean build."""

import html
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path

import pytest

pytestmark = pytest.mark.xdist_group("serve")

ROOT = Path(__file__).parents[2]
PARTS = ["data", "docs", "fieldguide", "hooks", "snippets", "theme", "macros.py", "mkdocs.yml"]
LIVE = re.compile(rb"<script>\s*var livereload = .*?</script>", re.DOTALL)
PATIENCE = 90.0


@dataclass
class Site:
    """A copy of the project, and the server that watches it."""

    root: Path
    port: int
    output: Path
    process: subprocess.Popen[bytes]

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/"

    def ask(self, path: str) -> tuple[int, bytes]:
        """Return the status and the body that the server answers with; 0 if it does not."""
        connection = HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        try:
            connection.request("GET", f"/{path}")
            answer = connection.getresponse()
            return answer.status, answer.read()
        except OSError:
            return 0, b""
        finally:
            connection.close()

    def get(self, path: str) -> bytes:
        """Return a page as it is served, or nothing if there is none."""
        status, body = self.ask(path)
        return body if status == 200 else b""

    def until(self, what: str, path: str, *, holds: str = "", lacks: str = "") -> str:
        """Ask for a page until it has one text and not the other; print how long that took."""
        start = time.monotonic()
        while time.monotonic() < start + PATIENCE:
            page = html.unescape(self.get(path).decode())
            if page and holds in page and not (lacks and lacks in page):
                print(f"{what}: {time.monotonic() - start:.2f} s from save to page")
                return page
            time.sleep(0.02)
        raise AssertionError(f"{what}: /{path} not as expected after {PATIENCE} s\n{self.said()}")

    def said(self) -> str:
        """Return everything that the server has printed."""
        return self.output.read_text(encoding="utf-8")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def environment(**more: str) -> dict[str, str]:
    return {**os.environ, "NO_MKDOCS_2_WARNING": "1", "PYTHONUNBUFFERED": "1", **more}


def build(site: Site, folder: Path) -> subprocess.CompletedProcess[str]:
    """Build the copy once, from nothing, for the address at which it is served."""
    return subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--site-dir", str(folder)],
        cwd=site.root,
        env=environment(SITE_URL=site.url),
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """Serve a copy of the project in which one page shows a word from each kind of Python file."""
    root = tmp_path_factory.mktemp("project")
    for part in PARTS:
        source = ROOT / part
        if source.is_dir():
            shutil.copytree(source, root / part, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(source, root / part)
    (root / "fieldguide/probe.py").write_text('WORD = "fieldguide-first"\n', encoding="utf-8")
    with (root / "macros.py").open("a", encoding="utf-8") as file:
        file.write(
            "\n\nfrom fieldguide.probe import WORD\n\nplain_define_env = define_env\n\n"
            "def define_env(env):\n    plain_define_env(env)\n"
            '    env.macro(lambda: f"{WORD} and macros-first: both are read", "probe")\n'
        )
    with (root / "docs/how-to-read.md").open("a", encoding="utf-8") as file:
        file.write("\n\nAn author writes.\n\nThe probe says {@ probe() @}.\n")
    port, output, temporary = free_port(), root / "serve.log", root / "temporary"
    temporary.mkdir()
    with output.open("wb") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "mkdocs", "serve", "--dev-addr", f"127.0.0.1:{port}"],
            cwd=root,
            env=environment(TMPDIR=str(temporary)),
            stdout=log,
            stderr=subprocess.STDOUT,
        )
    site = Site(root, port, output, process)
    try:
        site.until("start", "how-to-read/", holds="both are read")
        yield site
    finally:
        process.send_signal(signal.SIGINT)
        try:
            process.wait(60)  # It finishes a build that has begun.
        finally:
            process.kill()
            process.wait()
    assert [path.name for path in temporary.iterdir()] == [], "rebuilds leave nothing behind"


def edit(path: Path, old: str, new: str) -> str:
    """Save a file with one text replaced; return what stood in it before."""
    before = path.read_text(encoding="utf-8")
    assert before.count(old)
    path.write_text(before.replace(old, new, 1), encoding="utf-8")
    return before


@contextmanager
def edited(path: Path, old: str, new: str) -> Iterator[None]:
    """Save a file with one text replaced, and as it was when the block ends."""
    before = edit(path, old, new)
    try:
        yield
    finally:
        path.write_text(before, encoding="utf-8")


@pytest.mark.parametrize(
    ("path", "old", "new", "page"),
    [
        ("docs/how-to-read.md", "An author writes", "A seer speaks", "how-to-read/"),
        ("snippets/flask/hello.py", "Hello", "Freshly edited", "topics/hello/"),
        ("data/frameworks/flask.yml", "BSD-3-Clause", "Zero-Clause-Probe", "guides/flask/"),
        ("fieldguide/probe.py", "fieldguide-first", "fieldguide-later", "how-to-read/"),
        ("macros.py", "macros-first", "macros-later", "how-to-read/"),
    ],
    ids=["page", "snippet", "data", "helper module", "macros.py"],
)
def test_an_edit_is_seen(site: Site, path: str, old: str, new: str, page: str) -> None:
    edit(site.root / path, old, new)
    site.until(path, page, holds=new, lacks=old if page == "how-to-read/" else "")


@pytest.mark.parametrize(
    ("path", "old", "new", "message"),
    [
        pytest.param(
            "data/frameworks/flask.yml",
            "position: 3",
            "position: <b>third</b>",
            r"data/frameworks/flask\.yml:5:\d+: .*<b>third</b>",
            id="wrong value",
        ),
        pytest.param(
            "data/frameworks/flask.yml",
            "name: Flask",
            "name: [Flask",
            r"data/frameworks/flask\.yml:\d+:\d+: ",
            id="broken YAML",
        ),
        pytest.param(
            "docs/how-to-read.md",
            "{@ probe() @}",
            "{@ prob() @}",
            r'docs/how-to-read\.md:\d+:\d+: .*"prob".*did you mean .*probe',
            id="unknown macro",
        ),
        pytest.param(
            "docs/how-to-read.md",
            "The probe says",
            "[The probe](nowhere.md) says",
            r"docs/how-to-read\.md:\d+:\d+: .*nowhere\.md",
            id="dead link",
        ),
        pytest.param(
            "docs/how-to-read.md",
            "The probe says",
            '{@ snippet("flask/nowhere.py") @}\n\nThe probe says',
            r"docs/how-to-read\.md:\d+:\d+: snippets/flask/nowhere\.py does not exist",
            id="missing snippet",
        ),
        pytest.param(
            "fieldguide/probe.py",
            "WORD =",
            "WORD = =",
            r"fieldguide/probe\.py:1:\d+: SyntaxError",
            id="broken helper module",
        ),
        pytest.param(
            "macros.py",
            "plain_define_env(env)",
            "plain_define_env(environment)",
            r"macros\.py:\d+:\d+: NameError: .*environment",
            id="broken macros.py",
        ),
        pytest.param(
            "mkdocs.yml",
            "site_name:",
            "site_nome:",
            r"Config value 'site_name': ",
            id="broken configuration",
        ),
    ],
)
def test_a_bad_save_is_told_and_does_no_harm(
    site: Site, path: str, old: str, new: str, message: str
) -> None:
    said = len(site.said())
    with edited(site.root / path, old, new):
        page = site.until("error", "how-to-read/", holds='role="alert"')
        assert "both are read" in page, "the last good site is still there"
        banner = site.get("").decode().partition('role="alert"')[2].partition("</div>")[0]
        assert re.search(message, html.unescape(banner)), banner
        assert "<b>" not in banner
        told = [line for line in site.said()[said:].splitlines() if re.search(message, line)]
        assert len(told) == 1, told
        assert "Traceback" not in site.said()[said:]
        status, missing = site.ask("no/such/page/")
        assert status == 404
        assert b'role="alert"' in missing
        assert b"livereload" in missing
    site.until("mended", "how-to-read/", holds="both are read", lacks="alert")
    assert site.process.poll() is None


def test_a_page_that_is_asked_for_during_rebuilds_is_there_and_new(site: Site) -> None:
    page = site.root / "docs/how-to-read.md"
    answers: list[tuple[int, bytes]] = []
    for word in ("one", "two"):
        edit(page, "The probe says", f"Save {word}: The probe says")
        deadline = time.monotonic() + PATIENCE
        while f"Save {word}: The".encode() not in (answers or [(0, b"")])[-1][1]:
            assert time.monotonic() < deadline, site.said()
            answers.append(site.ask("how-to-read/"))
    assert {status for status, _ in answers} == {200}


def test_what_is_served_after_edits_is_what_a_clean_build_gives(site: Site, tmp_path: Path) -> None:
    edit(site.root / "docs/how-to-read.md", "The probe says", "The last word: The probe says")
    site.until("docs", "how-to-read/", holds="The last word: ")
    clean = tmp_path / "clean"
    assert build(site, clean).returncode == 0
    files = [path.relative_to(clean).as_posix() for path in clean.rglob("*") if path.is_file()]
    assert "topics/hello/index.html" in files
    differing = [
        name
        for name in files
        if not name.endswith(".gz") and LIVE.sub(b"", site.get(name)) != (clean / name).read_bytes()
    ]
    assert differing == []
