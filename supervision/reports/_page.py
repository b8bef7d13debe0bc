"""The page: what each reader gets, and how it is written."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Callable, Iterator, Mapping
from hashlib import sha256

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from supervision.reports._page_actions import actions_section
from supervision.reports._page_agreements import agreements_section
from supervision.reports._page_ask import Ask, PageFor
from supervision.reports._page_drift import drift_sections
from supervision.reports._page_hours import hours_section
from supervision.reports._page_left_out import left_out_section
from supervision.reports._page_months import said_minutes
from supervision.reports._page_needs import needs_section
from supervision.reports._page_parts import Section
from supervision.reports._page_service import service_sections
from supervision.reports._page_themes import themes_section
from supervision.reports._page_words import day_name


def _whole(ask: Ask) -> Iterator[Section]:
    yield hours_section(ask)
    yield themes_section(ask)
    yield from drift_sections(ask)
    yield needs_section(ask)
    yield actions_section(ask)
    yield agreements_section(ask)


def _hours_alone(ask: Ask) -> Iterator[Section]:
    yield hours_section(ask)


_SECTIONS: Mapping[PageFor, Callable[[Ask], Iterator[Section]]] = {
    "supervisor": _whole,
    "supervisee": _whole,
    "service": service_sections,
    "body": _hours_alone,
}
_FOR = {
    "supervisor": "For the supervisor",
    "supervisee": "For the supervisee",
    "service": "For the service",
    "body": "For the professional body",
}


def page(ask: Ask) -> str:
    """Return the page that is asked for, as one document of HTML."""
    environment = _environment()
    style, sections = _style(environment), tuple(_sections(ask))
    return environment.get_template("report.html").render(
        style=Markup(style),  # noqa: S704 - a file of ours
        policy=_policy(style),
        title=_title(ask),
        lead=_lead(ask),
        made=day_name(ask.today),
        glance=(*_glance(ask), *(figure for section in sections for figure in section.glance)),
        sections=sections,
    )


_FILES = PackageLoader("supervision.reports", "_templates")


def _environment() -> Environment:
    environment = Environment(
        loader=_FILES,
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["drawing"] = _drawing
    return environment


def _style(environment: Environment) -> str:
    source, _, _ = _FILES.get_source(environment, "report.css")
    return source


def _drawing(svg: str) -> Markup:
    # Made by an XML writer, which escapes every text in it.
    return Markup(svg)  # noqa: S704 - see above


def _policy(style: str) -> str:
    """Return a policy that lets a browser use this style, and nothing else from anywhere."""
    digest = b64encode(sha256(style.encode()).digest()).decode()
    return f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"


def _sections(ask: Ask) -> Iterator[Section]:
    yield from _SECTIONS[ask.reader](ask)
    yield left_out_section(ask)


def _title(ask: Ask) -> str:
    about = "" if ask.person is None else f" of {ask.person}"
    return f"Supervision{about}"


def _lead(ask: Ask) -> str:
    return f"{day_name(ask.since)} to {day_name(ask.until)}. {_FOR[ask.reader]}."


def _glance(ask: Ask) -> Iterator[tuple[str, str]]:
    """Yield a few figures and what they are of."""
    if ask.reader == "service":
        return
    sessions = ask.sessions
    yield str(len(sessions)), "sessions held" if len(sessions) != 1 else "session held"
    yield said_minutes(sum(line.minutes for line in sessions)), "together"
