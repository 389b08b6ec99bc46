"""The secrets file: made once, by whoever comes first, readable by nobody else."""

import base64
import json
from concurrent.futures import ThreadPoolExecutor
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from jianli_mediation.core import secrets
from jianli_mediation.core.secrets import SecretsError


def test_written_file_is_private_and_loads(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "secrets.json"
    secrets.write_new(path)
    assert path.stat().st_mode & 0o777 == 0o600
    found = secrets.load(path, create=False)
    assert len(found.field_key) == len(found.lookup_key) == 32
    assert found.field_key != found.lookup_key
    assert [entry.name for entry in path.parent.iterdir()] == ["secrets.json"]


def test_existing_file_is_never_overwritten(tmp_path: Path) -> None:
    path = tmp_path / "secrets.json"
    secrets.write_new(path)
    before = path.read_bytes()
    with pytest.raises(FileExistsError):
        secrets.write_new(path)
    with pytest.raises(CommandError):
        call_command("make_secrets", str(path), stdout=StringIO())
    assert path.read_bytes() == before
    assert len(list(tmp_path.iterdir())) == 1


def test_processes_that_start_together_agree(tmp_path: Path) -> None:
    path = tmp_path / "secrets.json"
    with ThreadPoolExecutor(16) as pool:
        found = list(pool.map(lambda _: secrets.load(path, create=True), range(64)))
    assert len({one.django_secret for one in found}) == 1


def test_missing_file_is_not_made_in_production(tmp_path: Path) -> None:
    with pytest.raises(SecretsError, match="JIANLI_SECRETS"):
        secrets.load(tmp_path / "secrets.json", create=False)
    assert list(tmp_path.iterdir()) == []


def test_file_that_others_can_read_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "secrets.json"
    secrets.write_new(path)
    path.chmod(0o640)
    with pytest.raises(SecretsError, match="chmod 600"):
        secrets.load(path, create=True)


GOOD = base64.b64encode(bytes(32)).decode()


@pytest.mark.parametrize(
    "content",
    [
        "",
        "[]",
        "{}",
        json.dumps({"django_secret": "x", "field_key": GOOD}),
        json.dumps({"django_secret": "x", "field_key": GOOD, "lookup_key": "not base64 !"}),
        json.dumps({"django_secret": "x", "field_key": GOOD, "lookup_key": base64.b64encode(bytes(31)).decode()}),
        json.dumps({"django_secret": "", "field_key": GOOD, "lookup_key": GOOD}),
    ],
)
def test_incomplete_file_is_refused(tmp_path: Path, content: str) -> None:
    path = tmp_path / "secrets.json"
    path.write_text(content)
    path.chmod(0o600)
    with pytest.raises(SecretsError, match="JIANLI_SECRETS"):
        secrets.load(path, create=False)


def test_secrets_do_not_show_in_a_representation(tmp_path: Path) -> None:
    path = tmp_path / "secrets.json"
    secrets.write_new(path)
    found = secrets.load(path, create=False)
    assert found.django_secret not in repr(found)
