"""A built site on a local address, and a Chromium that looks at it."""

import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Error, sync_playwright

from tests.browser.visit import Visit

ROOT = Path(__file__).parents[2]
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
ARGUMENTS = [
    "--no-sandbox",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    # What is drawn is not looked at, so the least work for it will do.
    "--disable-gpu",
    "--disable-extensions",
]
SIZES = {"phone": (390, 844), "desktop": (1280, 900)}


class QuietHandler(SimpleHTTPRequestHandler):
    """Serve files, say nothing; an unknown address gets the site's own 404 page."""

    def log_message(self, *_: object) -> None:
        """Say nothing."""

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        """Answer 404 as a static host does."""
        content = Path(self.directory, "404.html").read_bytes()
        self.send_response(code)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Start the machine's Chromium, or Playwright's own; without one, skip (on CI: fail)."""
    installed = next(filter(None, map(shutil.which, NAMES)), None)
    with sync_playwright() as playwright:
        try:
            browser = playwright.chromium.launch(executable_path=installed, args=ARGUMENTS)
        except Error as error:
            message = (
                "No Chromium: install one from the distribution, or run "
                f"`playwright install chromium` ({str(error).splitlines()[0]})"
            )
            if os.environ.get("CI") == "true":
                pytest.fail(message)
            pytest.skip(message)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def origin(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Build the site for a free local address and serve it there."""
    folder = tmp_path_factory.mktemp("built") / "site"
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(QuietHandler, directory=str(folder)))
    address = f"http://127.0.0.1:{server.server_port}/"
    built = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--site-dir", str(folder)],
        cwd=ROOT,
        env={**os.environ, "SITE_URL": address, "NO_MKDOCS_2_WARNING": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    if built.returncode:
        pytest.fail(f"the site does not build:\n{built.stderr}")
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield address
    server.shutdown()
    server.server_close()


@pytest.fixture(params=["desktop"])
def size(request: pytest.FixtureRequest) -> str:
    """Return the kind of screen; a test may ask for others."""
    return str(request.param)


@pytest.fixture(params=["light"])
def scheme(request: pytest.FixtureRequest) -> str:
    """Return the colour scheme that the system asks for; a test may ask for others."""
    return str(request.param)


@contextmanager
def window(browser: Browser, origin: str, size: str, scheme: str) -> Iterator[Visit]:
    """Open an empty window, and note all that it asks for and complains of."""
    width, height = SIZES[size]
    phone = size == "phone"
    context = browser.new_context(
        viewport={"width": width, "height": height},
        color_scheme="dark" if scheme == "dark" else "light",
        is_mobile=phone,
        has_touch=phone,
    )
    context.set_default_timeout(10_000)
    visit = Visit(context.new_page(), origin)
    visit.page.on("request", lambda request: visit.requests.append(request.url))
    visit.page.on("pageerror", lambda error: visit.complaints.append(str(error)))
    visit.page.on(
        "console",
        lambda message: visit.complaints.append(message.text) if message.type == "error" else None,
    )
    yield visit
    context.close()


@pytest.fixture
def visit(browser: Browser, origin: str, size: str, scheme: str) -> Iterator[Visit]:
    """Open an empty window of its own for a test."""
    with window(browser, origin, size, scheme) as visit:
        yield visit
