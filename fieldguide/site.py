"""Where things are on the site and in the repository: the addresses that renderers link to."""

from dataclasses import dataclass

from fieldguide.catalogue import Catalogue
from fieldguide.model import Evidenced, Framework, Sourced, Topic
from fieldguide.problems import unknown
from fieldguide.text import escape, link


@dataclass(frozen=True)
class Site:
    """What a renderer needs: the data, and where the page stands that it renders for."""

    catalogue: Catalogue
    """All data."""
    repository: str
    """The address of the repository, without a slash at its end."""
    base: str = ""
    """The way from the page to the site's root: empty or a row of `../`."""

    def framework(self, framework: str) -> Framework:
        """Return a framework; LookupError names those that exist if it is unknown."""
        if framework not in self.catalogue.frameworks:
            raise unknown("framework", framework, self.catalogue.frameworks)
        return self.catalogue.frameworks[framework]

    def topic_row(self, topic: str) -> Topic:
        """Return a topic; LookupError names those that exist if it is unknown."""
        if topic not in self.catalogue.topics:
            raise unknown("topic", topic, self.catalogue.topics)
        return self.catalogue.topics[topic]

    def topic(self, topic: str, framework: str | None = None) -> str:
        """Return the address of a topic's page, with a framework's tab opened."""
        query = f"?framework={framework}" if framework else ""
        return f"{self.base}topics/{topic}/{query}"

    def guide(self, framework: str) -> str:
        """Return the address of a framework's guide."""
        return f"{self.base}guides/{framework}/"

    def edit(self, file: str, *location: str | int) -> str:
        """Return the address at which the line behind a row can be edited."""
        line = self.catalogue.line(file, *location)
        return f"{self.repository}/edit/main/{file}#L{line}"

    def view(self, file: str) -> str:
        """Return the address at which a file can be read."""
        return f"{self.repository}/blob/main/{file}"

    def evidence(self, row: Evidenced | Sourced, framework: str | None = None) -> str:
        """Return the small link behind a statement: its contract, its source, or `opinion`."""
        links: list[str] = []
        if isinstance(row, Evidenced):
            if row.opinion:
                return '<span class="opinion">opinion</span>'
            if row.proof:
                name = self.catalogue.topics[row.proof].name
                title = f"Proven by the contract “{name}”"
                href = self.topic(row.proof, framework)
                links.append(link(href, "contract", class_="evidence", title=title))
        if row.source:
            links.append(self.source(row.source, checked=f"{row.checked}"))
        return " ".join(links)

    def edit_link(self, name: str, file: str, *location: str | int) -> str:
        """Return the small link by which a reader corrects the line behind a row."""
        label = f"Edit the data behind: {name}"
        return f" {link(self.edit(file, *location), 'edit', class_='edit', aria_label=label)}"

    def source(self, source_id: str, checked: str = "") -> str:
        """Return the link to a source, or to the method of a measurement."""
        if source_id not in self.catalogue.sources:
            raise unknown("source", source_id, self.catalogue.sources)
        source = self.catalogue.sources[source_id]
        title = f"{source.publisher}: {source.title}" + (f" (checked {checked})" if checked else "")
        href = source.url or f"{self.base}how-to-read/#{source.id}"
        return link(href, escape("source"), class_="evidence", title=title)
