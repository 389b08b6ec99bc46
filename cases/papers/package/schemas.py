"""The two published schemas, and reading XML that somebody sent: no entities, no network, no surprises."""

import re
from functools import cache
from pathlib import Path
from typing import Any

from lxml import etree

VERSION = "1.0"
HANDOVER = f"urn:jianli:handover:{VERSION}"
ACKNOWLEDGEMENT = f"urn:jianli:acknowledgement:{VERSION}"
FILES = {HANDOVER: f"handover-{VERSION}.xsd", ACKNOWLEDGEMENT: f"acknowledgement-{VERSION}.xsd"}

_HERE = Path(__file__).resolve().parent
_ELEMENT = re.compile(r"^Element '(?:\{[^}]*\})?([^']+)'")
_NAMED = re.compile(r"(?:\( (?:\{[^}]*\})?|attribute ')([\w-]+)")
# What libxml2 found, by its own name for it.
_WORDS = {
    "SCHEMAV_CVC_PATTERN_VALID": "写法不对",
    "SCHEMAV_CVC_ENUMERATION_VALID": "不在可用的值里面",
    "SCHEMAV_CVC_DATATYPE_VALID_1_2_1": "值不合规定的类型",
    "SCHEMAV_CVC_MINLENGTH_VALID": "不能空着",
    "SCHEMAV_CVC_MAXLENGTH_VALID": "太长",
    "SCHEMAV_CVC_MININCLUSIVE_VALID": "太小",
    "SCHEMAV_CVC_COMPLEX_TYPE_4": "缺少属性",
    "SCHEMAV_CVC_COMPLEX_TYPE_3_2_1": "有多余的属性",
    "SCHEMAV_CVC_COMPLEX_TYPE_2_3": "不应有文字",
    "SCHEMAV_CVC_ELT_1": "不是本格式的文件",
}


class UnreadableError(Exception):
    """Not XML that can be taken at all; the message says why."""


def schema_file(namespace: str) -> bytes:
    """The schema as it is published and as it lies in every package."""
    return (_HERE / FILES[namespace]).read_bytes()


def read(content: bytes) -> Any:
    """The root element. Raises ``UnreadableError`` for other than plain UTF-8 XML without a document type."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as wrong:
        raise UnreadableError("文件须用 UTF-8 编码") from wrong
    if "<!DOCTYPE" in text or "<!ENTITY" in text:
        raise UnreadableError("文件不能带文档类型定义（DOCTYPE）和实体")
    try:
        return etree.fromstring(text.encode(), _parser())
    except etree.XMLSyntaxError as broken:
        line = broken.lineno or 1
        raise UnreadableError(f"不是合格的 XML，第 {line} 行读不下去") from broken


def faults(root: Any, namespace: str) -> list[str]:
    """Everything in which the document does not follow its schema, one sentence each, with the line."""
    schema = _schema(namespace)
    if schema.validate(root):
        return []
    return [_told(entry) for entry in schema.error_log]


def _parser() -> Any:
    return etree.XMLParser(
        encoding="utf-8", resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True
    )


@cache
def _schema(namespace: str) -> Any:
    return etree.XMLSchema(etree.fromstring(schema_file(namespace), _parser()))


def _told(entry: Any) -> str:
    name = _ELEMENT.search(entry.message)
    where = f"第 {entry.line} 行 {name[1] if name else ''}".strip()
    if entry.type_name == "SCHEMAV_ELEMENT_CONTENT":
        return f"{where}：{_content(entry.message)}"
    return f"{where}：{_WORDS.get(entry.type_name, '不合格式')}{_attribute(entry.message)}"


def _content(message: str) -> str:
    wanted = _NAMED.search(message)
    should = f"，这里应是 {wanted[1]}" if wanted else ""
    return f"{'内容不全' if 'Missing child' in message else '不应出现在这里'}{should}"


def _attribute(message: str) -> str:
    found = re.search(r"attribute '([^']+)'", message)
    return f"（{found[1]}）" if found else ""
