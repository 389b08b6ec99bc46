import os
import shutil
import subprocess
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from jianli_mediation.core import clock, launch, postgres_paths, postgres_programs
from jianli_mediation.core.postgres import Cluster


class Command(BaseCommand):
    help = "Start, stop or look at the embedded database; dump the database in use."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("act", choices=["start", "stop", "status", "dump"])
        parser.add_argument("target", nargs="?", type=Path, help="dump: the file to write")

    def handle(self, *, act: str, target: Path | None, **options: object) -> None:
        embedded = launch.cluster()
        if act == "dump":
            self.dump(target or self.default_target(), embedded)
        elif embedded is None:
            self.stdout.write("DATABASE_URL is set: the database is the court's own server, not ours to start or stop.")
        elif act == "start":
            self.stdout.write("started" if embedded.start() else "was running already")
        elif act == "stop":
            self.stdout.write("stopped" if embedded.stop() else "was not running")
        else:
            self.status(embedded)

    def status(self, embedded: Cluster) -> None:
        found = embedded.status()
        self.stdout.write(f"state   {found.state}")
        self.stdout.write(f"version PostgreSQL {found.major}")
        self.stdout.write(f"folder  {found.home}")
        self.stdout.write(f"socket  {found.socket}")

    def default_target(self) -> Path:
        stamp = clock.now().strftime("%Y%m%d-%H%M%S")
        return Path(settings.JIANLI_DATA) / "dumps" / f"jianli-{stamp}.dump"

    def dump(self, target: Path, embedded: Cluster | None) -> None:
        """Write a pg_dump archive beside the target and rename it, so that a file of that name is complete."""
        if embedded:
            embedded.start()
        target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        unfinished = target.with_name(f".{target.name}.unfinished")
        os.close(postgres_paths.open_private(unfinished))
        done = subprocess.run(
            [self.dump_program(embedded), "--format=custom", "--compress=1", "--file", str(unfinished)],
            check=False,
            capture_output=True,
            text=True,
            env=self.connection_environment(),
        )
        if done.returncode:
            unfinished.unlink(missing_ok=True)
            raise CommandError(f"pg_dump failed: {done.stderr.strip()}")
        unfinished.rename(target)
        self.stdout.write(f"{target} ({target.stat().st_size // 1024} KB)")

    def dump_program(self, embedded: Cluster | None) -> str:
        """The wheel's, which is new enough for every server; but it has no TLS, so then the machine's own."""
        options = settings.DATABASES["default"]["OPTIONS"]
        with_tls = embedded is None and options.get("sslmode", "prefer") in ("require", "verify-ca", "verify-full")
        installed = shutil.which("pg_dump") if with_tls else None
        return installed or str(postgres_programs.newest_install() / "bin" / "pg_dump")

    def connection_environment(self) -> dict[str, str]:
        """By environment: a password on the command line is visible to every user of the machine."""
        database = settings.DATABASES["default"]
        names = {"NAME": "PGDATABASE", "USER": "PGUSER", "PASSWORD": "PGPASSWORD", "HOST": "PGHOST", "PORT": "PGPORT"}
        chosen = {variable: str(database[key]) for key, variable in names.items() if database.get(key)}
        options = database["OPTIONS"]
        chosen |= {f"PG{name.upper()}": str(value) for name, value in options.items() if name.startswith("ssl")}
        return {**os.environ, **chosen}
