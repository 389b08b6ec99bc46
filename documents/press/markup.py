"""A page of ours as WeasyPrint's input: read by the XML parser, styled without the rules for what no paper has.

Our pages are well-formed (a test holds it), so the forgiving parser is not needed; and the standard sheet gives each
element five pseudo-elements for footnotes and list marks, which cost more than the whole page. Both ways give the same
bytes; a test over all forms holds that too. A page that is not well-formed goes the ordinary way.
"""

import re
from functools import cache
from typing import Any
from xml.etree.ElementTree import ParseError, XMLParser

import structlog
import tinycss2
from cssselect2 import ElementWrapper
from weasyprint import CSS, HTML
from weasyprint.css.tokens import split_on_comma
from weasyprint.html import UA

log = structlog.get_logger(__name__)

_COSTLY = re.compile(r"::|\[|:is\(")
_KEPT_PSEUDO = {"br::before"}


@cache
def lean_sheet() -> Any:
    """The standard sheet without attribute selectors, and with pseudo-elements for line breaks and list items only."""
    kept = []
    for rule in tinycss2.parse_stylesheet(UA, skip_comments=True, skip_whitespace=True):
        if rule.type == "qualified-rule":
            kept += _lean(rule)
        elif rule.lower_at_keyword == "page":
            kept.append(rule.serialize())
    return CSS(string="\n".join(kept))


def _lean(rule: Any) -> list[str]:
    selectors = [tinycss2.serialize(tokens).strip() for tokens in split_on_comma(rule.prelude)]
    plain = [each for each in selectors if each in _KEPT_PSEUDO or not _COSTLY.search(each)]
    if "::marker" in selectors:
        plain.append("li::marker")
    return [f"{', '.join(plain)} {{{tinycss2.serialize(rule.content)}}}"] if plain else []


class Page(HTML):
    """``weasyprint.HTML`` of a page that is well-formed XML."""

    def __init__(self, page: str, url_fetcher: Any) -> None:
        try:
            parser = XMLParser()  # noqa: S314 - our own template; expat expands no outside entity
            parser.feed(page)
            root = parser.close()
        except ParseError as problem:
            log.warning("paper_not_well_formed", problem=str(problem))
            super().__init__(string=page, url_fetcher=url_fetcher)
            self.well_formed = False
            return
        self.well_formed = True
        self.base_url = None
        self.url_fetcher = url_fetcher
        self.media_type = "print"
        self.wrapper_element = ElementWrapper.from_html_root(root, content_language=None)
        self.etree_element = self.wrapper_element.etree_element

    def _ua_stylesheets(self, forms: bool = False) -> list[Any]:
        if self.well_formed and not forms:
            return [lean_sheet()]
        standard: list[Any] = super()._ua_stylesheets(forms)
        return standard
