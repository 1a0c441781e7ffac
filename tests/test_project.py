"""The repository describes itself truthfully: its map, its layers, its files."""

import re
import subprocess
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent


def tracked() -> list[str]:
    """Every file git would keep, new ones included."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    return [name for name in listed.stdout.splitlines() if (ROOT / name).is_file()]


FILES = tracked() if (ROOT / ".git").exists() else []
needs_git = pytest.mark.skipif(not FILES, reason="not a git checkout")


@needs_git
def test_every_folder_is_on_the_map_of_the_readme():
    tree = (ROOT / "README.md").read_text().partition("```\n")[2].partition("```")[0]
    on_map = {line.split("/")[0] for line in tree.splitlines() if "/" in line.split(" ")[0]}
    assert {name.split("/")[0] for name in FILES if "/" in name} - on_map == set()


@needs_git
def test_the_map_shows_nothing_that_is_not_there():
    tree = (ROOT / "README.md").read_text().partition("```\n")[2].partition("```")[0]
    shown = [line.split(" ")[0] for line in tree.splitlines() if line.split(" ")[0].endswith("/")]
    assert shown
    assert [name for name in shown if not (ROOT / name).is_dir()] == []


@needs_git
def test_every_package_of_ours_has_its_layer():
    imports = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]
    layered = {name.strip() for layer in imports["contracts"][0]["layers"] for name in layer.split("|")}
    apps = {name.split("/")[0] for name in FILES if name.endswith("/apps.py")}
    assert apps | {"config"} == layered == set(imports["root_packages"])


@needs_git
def test_every_make_target_is_explained():
    makefile = (ROOT / "Makefile").read_text()
    targets = set(re.search(r"^\.PHONY: (.*)$", makefile, re.MULTILINE)[1].split()) - {"environment"}
    explained = set(re.findall(r"^([a-z-]+):[^#\n]*## ", makefile, re.MULTILINE))
    assert targets == explained


@needs_git
def test_no_file_knows_the_machine_it_was_written_on():
    here = re.compile("|".join(re.escape(f"{folder}/") for folder in {ROOT, Path.home()}))
    assert [name for name in FILES if here.search((ROOT / name).read_text(errors="ignore"))] == []


# Nuxt imports by itself what stands in its folders of these names, and nothing from elsewhere.
NAMED_BY_NUXT = ("examples/snippets/nuxt/server/utils/", "examples/snippets/nuxt/shared/utils/")


@needs_git
@pytest.mark.parametrize("name", ["utils", "helpers", "common", "core", "services", "misc"])
def test_no_module_is_a_drawer_for_everything(name):
    ours = [file for file in FILES if not file.startswith(NAMED_BY_NUXT)]
    assert [file for file in ours if f"{name}.py" in Path(file).name or f"/{name}/" in f"/{file}"] == []


def test_the_tests_that_docs_name_as_proof_are_there():
    text = (ROOT / "docs/headless.md").read_text()
    named = set(re.findall(r"`(tests/[\w/]+(?:\.py)?/?)`", text))
    assert len(named) > 15
    assert {name for name in named if not (ROOT / name).exists()} == set()
