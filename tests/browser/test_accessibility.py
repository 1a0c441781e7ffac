"""axe-core finds nothing, and the keyboard is enough."""

# Focus may be shown by the element or by the card around it; what counts is that something changes.
VISIBLE_FOCUS = """() => {
    const element = document.activeElement;
    const looks = () => {
        const seen = [];
        for (let part = element, level = 0; part && level < 5; part = part.parentElement, level++) {
            const style = getComputedStyle(part);
            seen.push(style.outlineStyle, style.outlineWidth, style.boxShadow, style.backgroundColor);
        }
        return seen.join();
    };
    const focused = looks();
    element.blur();
    const without = looks();
    element.focus({preventScroll: true});
    return focused !== without;
}"""
IN_VIEW = """() => {
    const box = document.activeElement.getBoundingClientRect();
    return box.width > 0 && box.height > 0 && box.bottom > 0 && box.right > 0
        && box.top < innerHeight && box.left < innerWidth;
}"""


def test_axe_finds_no_violation(path, open_page, axe):
    page = open_page(path)
    page.evaluate(axe)
    for width in (1280, 390):
        page.set_viewport_size({"width": width, "height": 900})
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")["violations"]
            where = [(rule["id"], [node["target"] for node in rule["nodes"]][:5]) for rule in found]
            assert where == [], (width, scheme)


def test_a_form_with_errors_is_accessible_too(paths, open_page, axe):
    page = open_page(paths["form"])
    page.get_by_role("main").get_by_role("button").click()
    page.wait_for_load_state()
    assert page.get_by_role("alert").is_visible()
    page.evaluate(axe)
    assert [rule["id"] for rule in page.evaluate("axe.run()")["violations"]] == []


def test_axe_can_find_something(paths, open_page, axe):
    page = open_page(paths["home"])
    page.evaluate("document.querySelector('img').removeAttribute('alt')")
    page.evaluate(axe)
    assert "image-alt" in [rule["id"] for rule in page.evaluate("axe.run()")["violations"]]


def test_first_key_offers_the_way_past_the_header(path, open_page):
    page = open_page(path)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.getAttribute('href')") == "#main"
    assert page.evaluate(IN_VIEW)
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"


def test_focus_is_always_to_be_seen(path, open_page):
    page = open_page(path)
    unseen = []
    for _ in range(40):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement === document.body"):
            break
        if not (page.evaluate(VISIBLE_FOCUS) and page.evaluate(IN_VIEW)):
            unseen.append(page.evaluate("document.activeElement.outerHTML.slice(0, 120)"))
    assert unseen == []
