"""A window of the browser on the built site."""

from dataclasses import dataclass, field
from urllib.parse import urlsplit

from playwright.sync_api import Page


@dataclass
class Visit:
    """A page that is open in the browser, and what happened while it was."""

    page: Page
    origin: str
    requests: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    def go(self, path: str) -> Page:
        """Open a page of the site and wait until its scripts have run."""
        self.page.goto(self.origin + path)
        self.page.wait_for_function("document.querySelector('.js') && window.document$")
        return self.page

    @property
    def abroad(self) -> list[str]:
        """Return the requests that left the site."""
        return [
            url
            for url in self.requests
            if not url.startswith(self.origin) and urlsplit(url).scheme not in {"data", "blob"}
        ]
