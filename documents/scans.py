"""A file from outside, looked at before it is let in: type, pages, nothing that acts by itself."""

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

from django.conf import settings

from jianli_mediation.core.uploads import size_limit_words
from jianli_mediation.kernel.refusal import Blocker, refuse_if

# Beyond the program's own bound of processor time, for a machine that is busy with others.
_SECONDS = 40
_PROGRAM = Path(__file__).with_name("scan_check.py")
MEDIA_TYPES = {"pdf": "application/pdf", "jpg": "image/jpeg", "png": "image/png", "tif": "image/tiff"}
_UNSEEN = re.compile(r"[\x00-\x1f\x7f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff]")
_UNREADABLE = Blocker("scan_damaged", "文件读不出来，请重新扫描或重新导出")


class Scan(NamedTuple):
    """A file that was looked at: its bytes, the suffix its content says (a key of ``MEDIA_TYPES``), its pages."""

    data: bytes
    suffix: str
    pages: int


def inspect(data: bytes) -> Scan:
    """Look at a file's content; its name plays no part. Raises ``Refused`` with one reason.

    The bytes are stored as they came, metadata of a camera included: a scan is evidence, and its digest must be that
    of the file the court was given.
    """
    if not data:
        refuse_if([Blocker("scan_empty", "文件是空的")])
    if len(data) > settings.UPLOAD_MAX_BYTES:
        refuse_if([too_large()])
    try:
        run = subprocess.run(
            [sys.executable, "-I", str(_PROGRAM)], input=data, capture_output=True, timeout=_SECONDS, check=False
        )
        answer = json.loads(run.stdout) if run.returncode == 0 else {}
    except (subprocess.TimeoutExpired, ValueError):
        answer = {}
    if "suffix" not in answer:
        refuse_if([Blocker(answer["code"], answer["message"]) if answer else _UNREADABLE])
    return Scan(data, answer["suffix"], answer["pages"])


def too_large() -> Blocker:
    return Blocker("scan_too_large", f"文件超过 {size_limit_words()}，请分成几个，或者按 300 dpi 灰度重新扫描")


def readable(name: str) -> str:
    """A name from outside without characters that cannot be seen or that turn the line around."""
    return _UNSEEN.sub("", name).strip()
