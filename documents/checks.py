"""Is what the papers need on this machine? Said in words before the first paper fails."""

import ctypes
from importlib.metadata import version
from typing import Any

from django.core import checks

from documents.glyphs import FAMILIES, FONTS
from documents.justify import KNOWN_VERSION

PANGO = ("libpango-1.0.so.0", "libpango-1.0.dylib", "libpango-1.0-0.dll")
PANGO_FT2 = ("libpangoft2-1.0.so.0", "libpangoft2-1.0.dylib", "libpangoft2-1.0-0.dll")
SUBSET = ("libharfbuzz-subset.so.0", "libharfbuzz-subset.0.dylib", "libharfbuzz-subset-0.dll")
INSTALL = "apt-get install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"


def papers_can_be_printed(app_configs: Any = None, **kwargs: Any) -> list[checks.CheckMessage]:
    found: list[checks.CheckMessage] = []
    for names in (PANGO, PANGO_FT2):
        if not any(_loads(name) for name in names):
            found.append(checks.Error(f"缺少系统库 {names[0]}，文书无法生成", hint=INSTALL, id="documents.E001"))
    if not any(_loads(name) for name in SUBSET):
        found.append(checks.Warning(f"缺少系统库 {SUBSET[0]}，个别文书要多用二十秒", hint=INSTALL, id="documents.W001"))
    if version("weasyprint") != KNOWN_VERSION:
        found.append(
            checks.Warning(
                f"WeasyPrint 是 {version('weasyprint')}，不是 {KNOWN_VERSION}：文书照常生成，但较慢，正文两端不对齐",
                hint=f"pip install weasyprint=={KNOWN_VERSION}",
                id="documents.W002",
            )
        )
    gone = [file for file in FAMILIES.values() if not (FONTS / file).is_file()]
    if gone:
        found.append(
            checks.Error(f"缺少字体文件：{'、'.join(gone)}", hint=f"请从安装包恢复到 {FONTS}", id="documents.E002")
        )
    return found


def _loads(name: str) -> bool:
    try:
        ctypes.CDLL(name)
    except OSError:
        return False
    return True
