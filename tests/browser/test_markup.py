"""The W3C Nu checker finds no error in any page as it is sent."""

import json
import subprocess
from collections.abc import Callable

import pytest


@pytest.fixture
def nu_errors(judges) -> Callable[[list[str]], list[str]]:
    """Every error of every file, in one start of the checker."""
    jar = judges / "vnu-jar" / "build" / "dist" / "vnu.jar"

    def errors(files: list[str]) -> list[str]:
        done = subprocess.run(
            ["java", "-jar", str(jar), "--errors-only", "--format", "json", *files],
            capture_output=True,
            text=True,
            timeout=300,
            check=False,
        )
        return [
            f"{message['url'].rpartition('/')[2]}:{message.get('lastLine')}: {message['message']}"
            for message in json.loads(done.stderr)["messages"]
        ]

    return errors


@pytest.fixture
def saved(paths, shop, open_page, tmp_path) -> list[str]:
    """Every page type, the second page of a list, a chosen variant and a form with errors, as files."""
    page = open_page(paths["form"])
    documents = {name: page.request.get(path).text() for name, path in paths.items()}
    chosen = open_page(paths["variants"]).locator("a.key").last.get_attribute("href")
    documents["chosen variant"] = page.request.get(chosen).text()
    with page.expect_response(lambda response: response.request.method == "POST") as answer:
        page.get_by_role("main").get_by_role("button").click()
    documents["form with errors"] = answer.value.text()
    for name, html in documents.items():
        (tmp_path / f"{name}.html").write_text(html)
    return [str(tmp_path / f"{name}.html") for name in documents]


def test_every_page_is_valid_html(saved, nu_errors):
    assert len(saved) == 15
    assert nu_errors(saved) == []


def test_the_checker_can_find_something(tmp_path, nu_errors):
    file = tmp_path / "broken.html"
    file.write_text(
        "<!doctype html><html lang=en><head><title>a</title></head><body><p><h1>b</p></body></html>"
    )
    assert nu_errors([str(file)])
