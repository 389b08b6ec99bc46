"""Settings are checked at start: every problem at once, each naming its variable."""

from pathlib import Path

import pytest

from jianli_mediation.core import environment
from jianli_mediation.core.environment import EnvironmentProblemsError
from jianli_mediation.core.gateways import MailServer, SmsGateway

VARIABLES = (
    *("JIANLI_MODE", "JIANLI_HOST", "PORT", "JIANLI_DATA", "DATABASE_URL", "JIANLI_SECRETS"),
    *("JIANLI_ALLOWED_HOSTS", "JIANLI_TRUSTED_ORIGINS", "JIANLI_HTTPS", "JIANLI_LOG_LEVEL"),
)


@pytest.fixture(autouse=True)
def _nothing_set(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in VARIABLES:
        monkeypatch.delenv(name, raising=False)


def problems(base: Path) -> list[str]:
    with pytest.raises(EnvironmentProblemsError) as caught:
        environment.read(base)
    return caught.value.problems


def test_without_any_variable_it_is_the_demo(tmp_path: Path) -> None:
    found = environment.read(tmp_path)
    assert (found.mode, found.host, found.port, found.embedded) == ("demo", "127.0.0.1", 8000, "dev")
    assert found.data_dir == tmp_path / "var"
    assert (tmp_path / "var" / "secrets.json").exists()
    assert (tmp_path / "var").stat().st_mode & 0o777 == 0o700
    assert found.database["USER"] == "app"
    assert found.allowed_hosts == ["*"]
    assert found.https is False


def test_every_problem_is_reported_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").touch()
    for name, value in {
        "JIANLI_MODE": "live",
        "JIANLI_HOST": "localhost",
        "PORT": "80 80",
        "JIANLI_DATA": str(tmp_path / "file"),
        "DATABASE_URL": "mysql://root@db/court",
        "JIANLI_TRUSTED_ORIGINS": "court.example.cn",
        "JIANLI_HTTPS": "perhaps",
        "JIANLI_LOG_LEVEL": "LOUD",
    }.items():
        monkeypatch.setenv(name, value)
    found = problems(tmp_path)
    named = {problem.split("=")[0].split(":")[0] for problem in found}
    expected = {"JIANLI_MODE", "JIANLI_HOST", "PORT", "JIANLI_DATA", "DATABASE_URL", "JIANLI_TRUSTED_ORIGINS"}
    assert named == expected | {"JIANLI_HTTPS", "JIANLI_LOG_LEVEL"}
    assert not (tmp_path / "var").exists()


@pytest.mark.parametrize("port", ["0", "65536", "-1", "8000.5", "八千", "٣"])
def test_port_is_a_port(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, port: str) -> None:
    monkeypatch.setenv("PORT", port)
    assert [problem.split("=")[0] for problem in problems(tmp_path)] == ["PORT"]


def test_production_needs_hosts_and_secrets(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JIANLI_MODE", "production")
    assert [problem.split(":")[0] for problem in problems(tmp_path)] == ["JIANLI_ALLOWED_HOSTS", "JIANLI_SECRETS"]


def test_court_database_url_is_read_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://court:p%40ss%2Fword@db.court.cn:5433/jianli?sslmode=verify-full")
    found = environment.read(tmp_path)
    assert found.embedded is None
    assert found.database == {
        "NAME": "jianli",
        "USER": "court",
        "PASSWORD": "p@ss/word",
        "HOST": "db.court.cn",
        "PORT": "5433",
        "OPTIONS": {"sslmode": "verify-full"},
    }


def test_court_database_may_be_a_unix_socket(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgres:///jianli?host=/run/postgresql")
    assert environment.read(tmp_path).database["HOST"] == "/run/postgresql"
    assert environment.read(tmp_path).database["OPTIONS"] == {}


@pytest.mark.parametrize(
    "url",
    [
        "postgresql://court:topsecret@db:port/jianli",
        "postgresql://court:topsecret@db/",
        "postgresql://court:topsecret@db/jianli?shell=1",
        "mysql://court:topsecret@db/jianli",
        "postgresql://court:topsecret@[db/jianli",
    ],
)
def test_password_of_a_wrong_url_is_not_repeated(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, url: str) -> None:
    monkeypatch.setenv("DATABASE_URL", url)
    found = problems(tmp_path)
    assert [problem.split(":")[0] for problem in found] == ["DATABASE_URL"]
    assert "topsecret" not in "".join(found)


def test_relative_data_folder_lies_in_the_project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JIANLI_DATA", "elsewhere")
    assert environment.read(tmp_path).data_dir == tmp_path / "elsewhere"


def test_a_secrets_file_that_others_can_read_is_one_more_problem(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    environment.read(tmp_path)
    (tmp_path / "var" / "secrets.json").chmod(0o644)
    monkeypatch.setenv("JIANLI_SECRETS", str(tmp_path / "var" / "secrets.json"))
    monkeypatch.setenv("PORT", "0")
    assert [problem.split("=")[0].split(":")[0] for problem in problems(tmp_path)] == ["PORT", "JIANLI_SECRETS"]


def test_production_never_makes_its_own_secrets(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JIANLI_MODE", "production")
    monkeypatch.setenv("JIANLI_ALLOWED_HOSTS", "court.example.cn")
    monkeypatch.setenv("JIANLI_SECRETS", str(tmp_path / "secrets.json"))
    assert [problem.split(":")[0] for problem in problems(tmp_path)] == ["JIANLI_SECRETS"]
    assert not (tmp_path / "secrets.json").exists()


def test_papers_may_name_the_page_that_checks_them(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert environment.read(tmp_path).verify_url == ""
    monkeypatch.setenv("JIANLI_VERIFY_URL", "https://court.example.cn/verify/")
    assert environment.read(tmp_path).verify_url == "https://court.example.cn/verify/"


@pytest.mark.parametrize(
    "address", ["court.example.cn/verify", "ftp://court.example.cn", "https://", "https://court.example.cn/?a=1"]
)
def test_an_address_that_no_phone_would_open_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, address: str
) -> None:
    monkeypatch.setenv("JIANLI_VERIFY_URL", address)
    assert [problem.split("=")[0] for problem in problems(tmp_path)] == ["JIANLI_VERIFY_URL"]


def test_the_size_of_an_upload_has_a_default_and_bounds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert environment.read(tmp_path).upload_mb == 20
    for size, problem in (("50", []), ("0", ["JIANLI_UPLOAD_MB"]), ("201", ["JIANLI_UPLOAD_MB"])):
        monkeypatch.setenv("JIANLI_UPLOAD_MB", size)
        if problem:
            assert [each.split("=")[0] for each in problems(tmp_path)] == problem
        else:
            assert environment.read(tmp_path).upload_mb == int(size)


def test_hosts_and_networks_that_events_may_be_pushed_to(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("JIANLI_WEBHOOK_HOSTS", raising=False)
    assert environment.read(tmp_path).webhook_hosts == list(environment.PRIVATE_NETWORKS)
    monkeypatch.setenv("JIANLI_WEBHOOK_HOSTS", "10.1.2.3, 10.9.0.0/16,hook.court.example.cn, fd00::/8")
    found = environment.read(tmp_path).webhook_hosts
    assert found == ["10.1.2.3", "10.9.0.0/16", "hook.court.example.cn", "fd00::/8"]
    for wrong in ("10.1.2.300", "10.1.2.3/8", "http://hook", "-x.example", "主机"):
        monkeypatch.setenv("JIANLI_WEBHOOK_HOSTS", wrong)
        assert [problem.split(":")[0] for problem in problems(tmp_path)] == ["JIANLI_WEBHOOK_HOSTS"]


class TestWaysOut:
    """The SMS gateway and the mail server: neither is a must, each is checked."""

    def test_neither_is_a_must(self, tmp_path: Path) -> None:
        found = environment.read(tmp_path)
        assert (found.sms, found.mail) == (None, None)

    def test_both(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        for name, value in {
            "JIANLI_SMS_URL": "https://sms.court.example.cn/send",
            "JIANLI_SMS_SIGN": "监利法院",
            "JIANLI_SMS_TOKEN": "t0ken",
            "JIANLI_SMS_BODY": '{"to": ["{phone}"], "words": "{text}"}',
            "JIANLI_SMS_RECEIPT": "data.id",
            "JIANLI_SMTP_URL": "smtp+starttls://notice:p%40ss@mail.court.example.cn",
            "JIANLI_MAIL_FROM": "notice@court.example.cn",
        }.items():
            monkeypatch.setenv(name, value)
        found = environment.read(tmp_path)
        assert found.sms == SmsGateway(
            "https://sms.court.example.cn/send",
            sign="监利法院",
            body='{"to": ["{phone}"], "words": "{text}"}',
            receipt="data.id",
            token="t0ken",
        )
        assert found.mail == MailServer(
            "smtp+starttls", "mail.court.example.cn", 587, "notice@court.example.cn", "notice", "p@ss"
        )
        assert "t0ken" not in repr(found)
        assert "p@ss" not in repr(found)

    @pytest.mark.parametrize(
        ("name", "value", "also"),
        [
            ("JIANLI_SMS_URL", "sms.court.example.cn", {}),
            ("JIANLI_SMS_BODY", "to={phone}", {"JIANLI_SMS_URL": "http://sms.example.cn/"}),
            ("JIANLI_SMS_BODY", '{"to": "{phone}"}', {"JIANLI_SMS_URL": "http://sms.example.cn/"}),
            ("JIANLI_SMS_BODY", '["{phone}", "{text}"]', {"JIANLI_SMS_URL": "http://sms.example.cn/"}),
            ("JIANLI_SMTP_URL", "http://mail.example.cn", {"JIANLI_MAIL_FROM": "a@b.cn"}),
            ("JIANLI_SMTP_URL", "smtp://mail.example.cn:port", {"JIANLI_MAIL_FROM": "a@b.cn"}),
            ("JIANLI_MAIL_FROM", "notice", {"JIANLI_SMTP_URL": "smtp://mail.example.cn"}),
        ],
    )
    def test_what_is_wrong_is_named(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, value: str, also: dict[str, str]
    ) -> None:
        for each, given in ({name: value} | also).items():
            monkeypatch.setenv(each, given)
        assert [problem.split(":")[0] for problem in problems(tmp_path)] == [name]
