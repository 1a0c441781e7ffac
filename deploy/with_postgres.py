"""Run a command with DATABASE_URL naming a PostgreSQL: the one already set, else a throw-away server.

The throw-away server listens on a Unix socket in a private folder and nowhere else, keeps nothing on
disk that must survive a crash, and is stopped and removed however the command ends.
"""

import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
from pathlib import Path
from urllib.parse import quote

# A test server may lose everything in a power cut; not waiting for the disk makes the suite twice as fast.
SETTINGS = {
    "listen_addresses": "",
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "max_connections": "200",
    "shared_buffers": "128MB",
}
ADVICE = """\
No PostgreSQL server on this machine. Either
  install one:     apt-get install postgresql   (or: brew install postgresql@17)
  or name one:     DATABASE_URL=postgres://user:password@host:5432/name make test-postgres
                   (the role must be allowed to create databases)"""


def find_server_programs() -> Path | None:
    """The folder with the newest initdb and postgres: Debian keeps them off PATH."""
    installed = Path("/usr/lib/postgresql").glob("*/bin")
    newest_first = sorted(installed, key=lambda folder: float(folder.parent.name), reverse=True)
    on_path = [Path(folder) for folder in os.get_exec_path()]
    for folder in [*newest_first, *on_path]:
        if all((folder / name).exists() for name in ("initdb", "postgres", "pg_ctl")):
            return folder
    return None


def get_server_account() -> str | None:
    """PostgreSQL refuses to run as root; lend it the account its package made, else nobody."""
    if os.geteuid() != 0:
        return None
    accounts = {entry.pw_name for entry in pwd.getpwall()}
    return "postgres" if "postgres" in accounts else "nobody"


def run_command(command: list[str], environment: dict[str, str]) -> int:
    return subprocess.run(command, check=False, env=environment).returncode  # noqa: S603 - what the caller typed


def run_with_throwaway_server(command: list[str], programs: Path) -> int:
    account = get_server_account()
    group = pwd.getpwnam(account).pw_gid if account else None
    # Unix socket paths end at about 100 characters, so a long TMPDIR is not used.
    folder = Path(tempfile.mkdtemp(prefix="pharos-pg-", dir="/tmp"))
    cluster = folder / "data"
    log = folder / "log"

    def run_program(name: str, *arguments: str) -> None:
        as_account = {"user": account, "group": group, "extra_groups": []} if account else {}
        environment = {"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8"}
        subprocess.run(  # noqa: S603 - the server's own programs
            [str(programs / name), *arguments],
            check=True,
            cwd=folder,
            env=environment,
            stdout=subprocess.DEVNULL,
            stdin=subprocess.DEVNULL,
            **as_account,
        )

    try:
        if account:
            shutil.chown(folder, account)
        run_program("initdb", "-D", str(cluster), "-U", "pharos", "-A", "trust", "-E", "UTF8", "--no-sync")
        options = " ".join(f"-c {name}={value or chr(39) * 2}" for name, value in SETTINGS.items())
        options += f" -c unix_socket_directories={folder}"
        run_program("pg_ctl", "-D", str(cluster), "-l", str(log), "-o", options, "-w", "start")
        # The query form of a socket folder: libpq, psycopg and django-environ all read it.
        url = f"postgres://pharos@/postgres?host={quote(str(folder))}"
        return run_command(command, {**os.environ, "DATABASE_URL": url})
    except subprocess.CalledProcessError:
        if log.exists():
            sys.stderr.write(log.read_text())
        raise
    finally:
        if (cluster / "postmaster.pid").exists():
            run_program("pg_ctl", "-D", str(cluster), "-m", "immediate", "-w", "stop")
        shutil.rmtree(folder, ignore_errors=True)


def main() -> int:
    command = sys.argv[1:]
    # A signal must unwind through the finally above, not end the process where it stands.
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, lambda received, frame: sys.exit(128 + received))
    url = os.environ.get("DATABASE_URL", "")
    if url.startswith(("postgres://", "postgresql://", "psql://")):
        return run_command(command, dict(os.environ))
    programs = find_server_programs()
    if programs is None:
        sys.stderr.write(ADVICE + "\n")
        return 1
    return run_with_throwaway_server(command, programs)


if __name__ == "__main__":
    sys.exit(main())
