"""A client generated from the document is one a type checker takes."""

import json
import subprocess
import sys

import pytest

from headless.management.commands.write_openapi import openapi_text

pytestmark = pytest.mark.contract


def test_the_generated_python_client_passes_mypy(tmp_path):
    (tmp_path / "openapi.json").write_text(json.dumps(json.loads(openapi_text())))
    (tmp_path / "options.yaml").write_text("post_hooks: []\n")
    generate = ["generate", "--path", "openapi.json", "--config", "options.yaml", "--output-path", "client"]
    made = subprocess.run(
        [sys.executable, "-m", "openapi_python_client", *generate],
        cwd=tmp_path,
        capture_output=True,
        text=True,
    )
    assert made.returncode == 0, made.stdout + made.stderr
    [package] = [each.parent for each in (tmp_path / "client").glob("*/client.py")]
    judged = subprocess.run(
        [sys.executable, "-m", "mypy", "--cache-dir", tmp_path / "mypy", package.name],
        cwd=tmp_path / "client",
        capture_output=True,
        text=True,
    )
    assert judged.returncode == 0, judged.stdout[-3000:] + judged.stderr
