"""The names a page may use, between `{@` and `@}`; what they do stands in `fieldguide`."""

import sys
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent
if str(ROOT) not in sys.path:  # The macros plugin loads this file by its path alone.
    sys.path.insert(0, str(ROOT))

from fieldguide import (  # noqa: E402 - needs the path above
    catalogue,
    charts,
    claim_pages,
    code,
    facts,
    findings,
    measured,
    result_details,
    results,
    run_pages,
    runs,
    tables,
)
from fieldguide.site import Site  # noqa: E402


class Macros:
    """What a page can ask for. Framework, topic and source names are the ids of `data/`."""

    def __init__(self, env: Any) -> None:
        self._env = env

    @cached_property
    def _catalogue(self) -> catalogue.Catalogue:
        return catalogue.load(ROOT)

    @cached_property
    def _measured(self) -> measured.Measurements:
        return measured.published(ROOT)

    @cached_property
    def _runs(self) -> runs.Runs:
        return runs.read(ROOT)

    @property
    def _site(self) -> Site:
        page = self._env.page.url
        return Site(self._catalogue, self._env.conf["repo_url"], "../" * page.count("/"))

    def snippet(self, reference: str) -> str:
        """Show a tested file, or a section of it: `snippet("flask/hello.py:app")`."""
        return code.snippet(self._site, reference)

    def side_by_side(self, topic: str) -> str:
        """Show a topic in every framework, in linked tabs: `side_by_side("login")`."""
        return code.side_by_side(self._site, topic)

    def trap(self, framework: str, name: str) -> str:
        """Show a mistake and the way around it: `trap("flask", "swallowed_404")`."""
        return code.trap(self._site, framework, name)

    def since(self, framework: str, release: str) -> str:
        """Show code that needs a release: `since("django", "6.0")`."""
        return code.since(self._site, framework, release)

    def contract(self, topic: str) -> str:
        """Say what the contract of a topic proves: `contract("login")`."""
        return code.contract(self._site, topic)

    def sizes(self, topic: str) -> str:
        """Show how much code and which packages a topic takes: `sizes("login")`."""
        return tables.sizes(self._site, topic)

    def topic_list(self) -> str:
        """Show topics × frameworks, with a reason for each empty cell: `topic_list()`."""
        return tables.topic_list(self._site)

    def matrix(self, group: str | None = None, only: Sequence[str] | None = None) -> str:
        """Show capabilities, all or some: `matrix("data", only=["django", "flask"])`."""
        return tables.matrix(self._site, group, only)

    def traits(self, only: Sequence[str] | None = None) -> str:
        """Show the descriptive rows of the comparison: `traits()`."""
        return tables.traits(self._site, only)

    def guide_list(self) -> str:
        """List the guides, with a sentence each: `guide_list()`."""
        return tables.guide_list(self._site)

    def at_a_glance(self, framework: str) -> str:
        """Show the facts of a framework: `at_a_glance("flask")`."""
        return facts.at_a_glance(self._site, framework)

    def support_timeline(self, framework: str) -> str:
        """Show how long its releases are supported: `support_timeline("django")`."""
        return charts.support_timeline(self._site, framework)

    def request_path(self, framework: str) -> str:
        """Draw how a request travels through a framework: `request_path("flask")`."""
        return charts.request_path(self._site, framework)

    def install_sizes(self) -> str:
        """Show how large a minimal install of each framework is: `install_sizes()`."""
        return charts.install_sizes(self._site)

    def tested_on(self, framework: str) -> str:
        """Say which versions its code was run on: `tested_on("flask")`."""
        return facts.tested_on(self._site, framework)

    def all_tested_on(self) -> str:
        """Say which versions the code of every framework was run on: `all_tested_on()`."""
        return facts.all_tested_on(self._site)

    def words(self) -> str:
        """List the words that a data file may use: `words()`."""
        return tables.words()

    def measurements(self) -> str:
        """List how each figure that was measured here was made: `measurements()`."""
        return facts.measurements(self._site)

    def speed_overview(self) -> str:
        """Show what frameworks cost from light work to heavy: `speed_overview()`."""
        return results.overview(self._site, self._runs.published)

    def speed_scenarios(self) -> str:
        """Show every scenario of the published run, with a heading each: `speed_scenarios()`."""
        return results.scenarios(self._site, self._runs.published)

    def speed_latency(self) -> str:
        """Show latency at rates that nothing holds up: `speed_latency()`."""
        return result_details.latency(self._site, self._runs.published)

    def speed_users(self) -> str:
        """Show what users who pause meet, and how busy they keep a server: `speed_users()`."""
        return result_details.users(self._site, self._runs.with_scenario("users"))

    def speed_footprint(self) -> str:
        """Show memory, start-up and size on the disk: `speed_footprint()`."""
        return result_details.footprint(self._site, self._runs.published)

    def speed_factors(self) -> str:
        """Show what each factor that was changed alone costs: `speed_factors()`."""
        return result_details.ablations(self._site, self._runs.published)

    def speed_ratio(
        self, scenario: str, row: str, than: str, *, between: tuple[float, float], **what: str
    ) -> str:
        """Say how two rows compare, `speed_ratio("json", "sanic", "tornado", between=(0.3, 0.5))`.

        Rows that the published run lacks are looked for in others of ours, the newest first. The
        build fails when a run is published whose interval leaves the bounds of the sentence.
        `metric="p99_ms"` compares something else than processor time, `load="fixed"` under another
        load than saturation.
        """
        found = self._runs.with_scenario(scenario, row, than) or self._runs.published
        return findings.ratio(self._site, found, scenario, row, than, between, **what)

    def speed_value(
        self, scenario: str, row: str, *, between: tuple[float, float], **what: str
    ) -> str:
        """Say a row's own value, `speed_value("json", "sanic", between=(50, 70))`, in µs."""
        found = self._runs.with_scenario(scenario, row) or self._runs.published
        return findings.value(self._site, found, scenario, row, between, **what)

    def speed_provenance(self) -> str:
        """Say on what the published run was made, and how: `speed_provenance()`."""
        return run_pages.provenance(self._site, self._runs.published)

    def speed_runs(self) -> str:
        """List all runs, ours by method and contributed ones apart: `speed_runs()`."""
        return run_pages.run_list(self._site, self._runs)

    def speed_method(self) -> str:
        """List the versions of the method with what changed: `speed_method()`."""
        return run_pages.versions()

    def claims_overview(self) -> str:
        """Count the verdicts on published figures, by document: `claims_overview()`."""
        return claim_pages.overview(self._site, self._measured)

    def claims_chart(self, publication: str | None = None) -> str:
        """Draw published rates against measured ones: `claims_chart("covetpy")`, or of all."""
        return claim_pages.chart(self._site, self._measured, publication)

    def claims_of(self, publication: str) -> str:
        """Show a document's figures with the arithmetic: `claims_of("covetpy")`."""
        return claim_pages.of_publication(self._site, self._measured, publication)

    def claims_rules(self) -> str:
        """Show what is checked of a claim, and how a verdict follows: `claims_rules()`."""
        return claim_pages.rules()

    def cite(self, source: str) -> str:
        """Link the source of the sentence before it: `cite("flask-changes")`."""
        return self._site.source(source)


def define_env(env: Any) -> None:
    """Register the macros; mkdocs-macros calls this before each build."""
    macros = Macros(env)
    for name in vars(Macros):
        if not name.startswith("_"):
            env.macro(getattr(macros, name), name)
