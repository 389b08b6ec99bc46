"""Writing XML of our own: one element after another, blanks left out, every value in one notation."""

import re
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from lxml import etree

from jianli_mediation.core.clock import COURT_TIME

# What XML 1.0 cannot carry at all, whoever typed it.
_UNFIT = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def written(value: Any) -> str:
    """A value as the schema wants it: ISO days, moments of the court, amounts with two decimals, true and false."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Decimal):
        return f"{value:.2f}"
    if isinstance(value, datetime):
        return value.astimezone(COURT_TIME).isoformat(timespec="seconds")
    if isinstance(value, date):
        return value.isoformat()
    return _UNFIT.sub("�", str(value))


class Node:
    """One element that is being filled. Names are those of the schema."""

    def __init__(self, element: Any, namespace: str) -> None:
        self.element, self.namespace = element, namespace

    @classmethod
    def root(cls, namespace: str, name: str, /, **attributes: Any) -> "Node":
        node = cls(etree.Element(f"{{{namespace}}}{name}", nsmap={None: namespace}), namespace)
        return node._with(attributes)

    def group(self, name: str, /, **attributes: Any) -> "Node":
        """A child that holds others."""
        child = etree.SubElement(self.element, f"{{{self.namespace}}}{name}")
        return Node(child, self.namespace)._with(attributes)

    def put(self, name: str, value: Any, /, **attributes: Any) -> None:
        """A child with a value; none at all where the value is blank."""
        if value is not None and value != "":
            self.group(name, **attributes).element.text = written(value)

    def coded(self, name: str, code: str, label: Any) -> None:
        """A child with a code for programs and its word for people; none where there is no code."""
        if code:
            self.put(name, label, code=code)

    def text(self) -> bytes:
        """The document, with a declaration, indented, in UTF-8."""
        document: bytes = etree.tostring(self.element, xml_declaration=True, encoding="UTF-8", pretty_print=True)
        return document

    def _with(self, attributes: dict[str, Any]) -> "Node":
        for name, value in attributes.items():
            if value is not None and value != "":
                self.element.set(name.replace("_", "-"), written(value))
        return self
