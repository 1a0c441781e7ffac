"""What a reader meets: no errors, no sideways scrolling, nothing that needs JavaScript."""

import json

LINKS = "links => links.map(link => [link.textContent.trim(), link.getAttribute('href')])"


def test_nothing_fails_while_a_page_loads(path, open_page, paths):
    page = open_page("about:blank")
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("requestfailed", lambda request: complaints.append(f"{request.url} {request.failure}"))
    page.on(
        "response",
        lambda answer: complaints.append(f"{answer.url} {answer.status}") if answer.status >= 400 else None,
    )
    page.goto(path, wait_until="networkidle")
    if path == paths["missing"]:
        complaints = [complaint for complaint in complaints if "404" not in complaint]
    assert complaints == []


def test_nothing_scrolls_sideways(path, open_page):
    page = open_page(path)
    for width in (320, 390, 768):
        page.set_viewport_size({"width": width, "height": 900})
        wider = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        assert page.evaluate(wider) <= 0, width


def test_words_and_links_are_the_same_without_javascript(path, open_page):
    with_script, without = open_page(path), open_page(path, java_script_enabled=False)
    for page in (with_script, without):
        page.locator("main").wait_for()
    assert without.locator("body").inner_text() == with_script.locator("body").inner_text()
    assert without.locator("a").evaluate_all(LINKS) == with_script.locator("a").evaluate_all(LINKS)
    assert without.locator("main").inner_text().strip()


def test_a_variants_link_selects_it(paths, open_page):
    page = open_page(paths["variants"])
    other = page.locator("a.key:not([aria-current])").first
    words = other.inner_text().splitlines()[0]
    other.click()
    page.wait_for_url("**?variant=*")
    assert words in [key.splitlines()[0] for key in page.locator("a.key[aria-current]").all_inner_texts()]
    sku = page.url.partition("variant=")[2]
    graph = json.loads(page.locator('script[type="application/ld+json"]').inner_text())["@graph"]
    [chosen] = [node for node in graph if node.get("sku") == sku]
    assert chosen["offers"]["price"] in page.locator(".offer .price").inner_text().replace(",", "")
    assert page.locator('link[rel="canonical"]').get_attribute("href").endswith(paths["variants"])


def test_every_variant_and_its_price_can_be_read_on_the_page(paths, open_page):
    page = open_page(paths["variants"])
    words = page.locator("main").inner_text().replace(",", "")
    graph = json.loads(page.locator('script[type="application/ld+json"]').inner_text())["@graph"]
    variants = [node for node in graph if "sku" in node]
    assert len(variants) > 1
    assert [v["sku"] for v in variants if v["sku"] not in words or v["offers"]["price"] not in words] == []


def test_the_first_picture_comes_first_and_the_others_wait(paths, open_page):
    for name in ("home", "category", "product", "article"):
        page = open_page(paths[name])
        pictures = page.locator("main img").evaluate_all(
            "all => all.map(i => [i.loading, i.fetchPriority, i.hasAttribute('alt'), i.width * i.height > 0])"
        )
        assert (pictures[0][0] != "lazy", pictures[0][1]) == (True, "high"), name
        assert all(loading == "lazy" for loading, *_rest in pictures[2:]), name
        assert all(alt and size for _loading, _priority, alt, size in pictures), name
