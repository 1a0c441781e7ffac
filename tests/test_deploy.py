"""What stands around the application keeps its word: names are described, CI counts honestly."""

import importlib.util
import re
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parent.parent


def load_script(path: str) -> ModuleType:
    """Scripts beside the application are not packages; load one by its file."""
    spec = importlib.util.spec_from_file_location(Path(path).stem, ROOT / path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def names_in_settings() -> set[str]:
    return set(
        re.findall(r"\benv(?:\.\w+)?\(\s*\"([A-Z_]+)\"", (ROOT / "site/config/settings.py").read_text())
    )


def names_in_compose() -> set[str]:
    files = [ROOT / "docker-compose.yml", *ROOT.glob("deploy/nginx/*.template")]
    return {name for file in files for name in re.findall(r"\$\{([A-Z_]+)[:}]", file.read_text())} - {"NAME"}


@pytest.mark.parametrize("name", sorted(names_in_settings() | names_in_compose()))
def test_every_environment_name_is_described(name: str) -> None:
    assert re.search(rf"^#?{name}=", (ROOT / ".env.example").read_text(), re.MULTILINE), "not in .env.example"
    assert f"`{name}`" in (ROOT / "docs/deploy.md").read_text(), "not in docs/deploy.md"


def test_settings_names_are_found_at_all() -> None:
    assert {"SECRET_KEY", "DATABASE_URL", "ALLOWED_HOSTS", "PUBLIC_URL"} <= names_in_settings()


@pytest.mark.parametrize(
    ("log", "status", "expected"),
    [
        ("===== 12 passed in 3.20s =====", 0, (12, 0)),
        ("===== 1 failed, 12 passed, 2 errors in 83.20s (0:01:23) =====", 1, (12, 3)),
        ("===== 12 passed, 1 skipped in 3.20s =====", 0, (12, 1)),
        ("===== 12 passed in 3.20s =====\nkilled", 137, (12, 1)),
        ("no tests ran in 0.01s", 5, (0, 1)),
        ("anything else", 0, (1, 0)),
        ("anything else", 2, (0, 1)),
    ],
)
def test_ci_counts_every_kind_of_failure(log: str, status: int, expected: tuple[int, int]) -> None:
    assert load_script(".ci/count.py").count(log, status) == expected


def test_static_text_is_compressed_and_small_files_are_left(tmp_path: Path) -> None:
    (tmp_path / "site.css").write_text("body { color: navy }\n" * 200)
    (tmp_path / "tiny.css").write_text("a{}")
    (tmp_path / "photo.jpg").write_bytes(b"\xff\xd8" * 2000)

    assert load_script("deploy/compress_static.py").compress_tree(tmp_path) == 1
    assert sorted(file.name for file in tmp_path.iterdir()) == [
        "photo.jpg",
        "site.css",
        "site.css.gz",
        "tiny.css",
    ]


def test_nginx_answers_for_static_media_and_readiness_without_the_application() -> None:
    server = (ROOT / "deploy/nginx/nginx.conf").read_text()
    own = {
        path: re.search(rf"location (?:= )?{path} \{{(.*?)\n        \}}", server, re.DOTALL)
        for path in ("/static/", "/media/", "/health/ready/")
    }
    for path, block in own.items():
        assert block is not None, path
        assert "proxy" not in block[1], path


def test_nginx_writes_no_token_of_a_draft_into_its_log() -> None:
    server = (ROOT / "deploy/nginx/nginx.conf").read_text()
    log_format = server[server.index("log_format json") : server.index("access_log /dev/stdout")]
    assert "$logged_uri" in log_format
    assert "$logged_referer" in log_format
    assert "$request_uri" not in log_format
    assert "$http_referer" not in log_format
    pattern = re.search(r'"~(\^\(\?<before_token>.*?)" ', server)[1].replace("?<", "?P<")
    found = re.match(pattern, "/api/v1/preview/resolve/?path=/a&token=pv_secret&format=json")
    assert (found["before_token"], found["after_token"]) == (
        "/api/v1/preview/resolve/?path=/a&token=",
        "&format=json",
    )
    assert re.match(pattern, "/search/?q=token") is None
