"""The code shown in docs/headless for other frameworks runs, and does what it says."""

import json
import subprocess

import pytest

from tests.frontend.conftest import EXAMPLE, ROOT, signed

SNIPPETS = ROOT / "examples" / "snippets"
NAMES = ["shared", "nuxt", "mobile"]


@pytest.fixture
def run(shop, node):
    """run(name, path): what a snippet makes of the answer."""

    def call(name: str, path: str) -> dict:
        settings = {"CMS_URL": shop.url, "SITE_HOST": shop.public}
        made = subprocess.run(
            ["node", "run.mjs", name, path], cwd=SNIPPETS, env=node | settings, capture_output=True, text=True
        )
        assert made.returncode == 0, made.stderr
        return json.loads(made.stdout)

    return call


@pytest.mark.parametrize("name", NAMES)
def test_a_snippet_resolves_what_it_is_asked_for(name, run, seen):
    seen("/about/")
    found = run(name, "/about/")
    assert (found["verdict"], found["title"]) == ("page", "About Keeper's Supply")
    assert run(name, "/nowhere/")["status"] == 404
    if name == "mobile":  # follows redirects itself
        assert run(name, "/about")["verdict"] == "page"
    else:
        assert run(name, "/about")["status"] == 301


def test_heads_made_by_snippets_are_those_of_the_cms(run, shop, seen):
    seen("/about/")
    head = shop.resolve("/about/")["head"]
    assert run("shared", "/about/")["head"] == head["html"]
    nuxt = run("nuxt", "/about/")["head"]
    assert nuxt["title"] == head["title"]
    assert (nuxt["meta"], nuxt["link"]) == (head["metas"], head["links"])
    assert json.loads(nuxt["script"][0]["innerHTML"]) == head["json_ld"]


@pytest.mark.parametrize("secrets", ["", " ", "whsec_"])
@pytest.mark.parametrize("verifier", ["./shared/webhooks.ts", "../astro/src/lib/webhooks.ts"])
def test_without_a_secret_no_call_is_taken(node, verifier, secrets):
    """Seen to fail: an empty secret was a key like any other, with which anybody could sign."""
    body = "{}"
    program = """
        const [verifier, secrets, headers, body] = JSON.parse(process.argv[1]);
        const { verify } = await import(verifier);
        console.log(verify(secrets, new Headers(headers), body));
    """
    made = subprocess.run(
        [
            "node",
            "--input-type=module",
            "-e",
            program,
            json.dumps([verifier, secrets, signed("", body.encode()), body]),
        ],
        cwd=SNIPPETS,
        env=node,
        capture_output=True,
        text=True,
    )
    assert (made.stdout.strip(), made.stderr) == ("false", "")


def test_the_client_of_the_snippets_has_the_types_it_says(node):
    made = subprocess.run(
        ["tsc", "--noEmit", "--strict", "--skipLibCheck", "--target", "es2022", "--module", "esnext"]
        + [
            "--moduleResolution",
            "bundler",
            "--types",
            "node",
            "--typeRoots",
            str(EXAMPLE / "node_modules/@types"),
        ]
        + [str(SNIPPETS / each) for each in ("shared/cms.ts", "shared/webhooks.ts", "mobile/cms.ts")],
        cwd=EXAMPLE,
        env=node,
        capture_output=True,
        text=True,
    )
    assert made.returncode == 0, made.stdout


def test_the_route_for_next_takes_signed_calls_only(node, secret):
    """Run with a stand-in for next/cache, which writes down what it is asked to forget."""
    body = json.dumps({"tags": ["page-7"], "urls": ["https://shop.example/a/"], "old_urls": []})
    program = """
        import { registerHooks } from "node:module";
        globalThis.forgotten = [];
        const stand_in = "data:text/javascript,export const revalidateTag = tag => forgotten.push(tag)";
        const webhooks = new URL("shared/webhooks.ts", `file://${process.cwd()}/`).href;
        registerHooks({ resolve: (name, context, next) =>
            name === "next/cache" ? { url: stand_in, shortCircuit: true }
            : name.endsWith("/webhooks") ? { url: webhooks, shortCircuit: true } : next(name, context) });
        const { POST } = await import("./next/app/api/revalidate/route.ts");
        const [headers, body] = JSON.parse(process.argv[1]);
        const call = sent => POST(new Request("https://shop.example/", { method: "POST", headers, body: sent }));
        const answers = [(await call(body + " ")).status, (await call(body)).status];
        console.log(JSON.stringify([answers, forgotten]));
    """
    made = subprocess.run(
        ["node", "--input-type=module", "-e", program, json.dumps([signed(secret, body.encode()), body])],
        cwd=SNIPPETS,
        env=node | {"REVALIDATE_SECRET": secret},
        capture_output=True,
        text=True,
    )
    assert made.returncode == 0, made.stderr
    assert json.loads(made.stdout) == [[401, 200], ["page-7", "path:/a/"]]
