"""Files that come in: none larger than the court's limit, and one that is only measured is never kept."""

import hashlib
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler, SkipFile
from django.http import HttpRequest

_SKIPPED = "skipped_uploads"
# What a request with one file may hold beside it: other fields, names, boundaries.
ROOM_FOR_FIELDS = 64 * 1024


def size_limit_words() -> str:
    """The limit as people read it: 20 MB."""
    return f"{settings.UPLOAD_MAX_BYTES // 1024 // 1024} MB"


def too_large(request: HttpRequest | None) -> frozenset[str]:
    """The fields whose file was beyond the limit and was not taken in."""
    return frozenset(getattr(request, _SKIPPED, ()))


class SizeLimit(FileUploadHandler):
    """First of the upload handlers: stops keeping a file as soon as it is too large, and notes its field."""

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        self.taken = 0

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        self.taken += len(raw_data)
        if self.taken > settings.UPLOAD_MAX_BYTES:
            setattr(self.request, _SKIPPED, {*too_large(self.request), str(self.field_name)})
            raise SkipFile
        return raw_data

    def file_complete(self, file_size: int) -> UploadedFile | None:
        return None


class Fingerprint(FileUploadHandler):
    """The only handler of a page that wants a file's SHA-256 and not the file: nothing is kept, in no place."""

    def __init__(self, request: HttpRequest | None = None) -> None:
        super().__init__(request)
        self.sha256 = ""
        self.oversize = False

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        self.taken = 0
        self.hash = hashlib.sha256()

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        self.taken += len(raw_data)
        if self.taken > settings.UPLOAD_MAX_BYTES:
            self.oversize = True
            raise SkipFile
        self.hash.update(raw_data)

    def file_complete(self, file_size: int) -> UploadedFile | None:
        if self.taken:
            self.sha256 = self.hash.hexdigest()
        return None
