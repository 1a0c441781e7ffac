"""How alike two texts are, and how many comparisons it takes to know that of thousands."""

import pytest

from seo.audit import sketch as module
from seo.audit.sketch import alike, similarity, sketch, words_of
from tests.audit.night_shop import prose


def sketch_of(text: str) -> tuple[int, ...]:
    return sketch(words_of(text))


def test_a_text_is_itself_and_nothing_is_nobody():
    text = sketch_of(prose("a", 300))
    assert similarity(text, text) == 1.0
    assert similarity(text, sketch_of(prose("b", 300))) < 0.1
    assert similarity((), ()) == 0.0


@pytest.mark.parametrize(("changed", "least", "most"), [(0.02, 0.8, 1.0), (0.5, 0.0, 0.35)])
def test_similarity_follows_what_was_changed(changed, least, most):
    words = prose("long", 1000).split()
    count = int(len(words) * changed)
    others = [f"new{at}" if at < count else word for at, word in enumerate(words)]
    assert least <= similarity(sketch(words), sketch(others)) <= most


def test_a_script_without_spaces_is_cut_into_signs():
    one, other = (
        "守灯人用品店出售适合夜间航行的黄铜桅灯" * 3,
        "이 가게는 밤에 항해하는 사람들을 위한 물건을 팝니다",
    )
    assert len(words_of(one)) == 57
    assert similarity(sketch_of(one), sketch_of(other)) == 0.0


def test_equal_pages_among_thousands_cost_about_as_many_comparisons(monkeypatch):
    asked = []
    monkeypatch.setattr(module, "similarity", lambda *two: asked.append(two) or similarity(*two))
    different = [(f"/{at}/", sketch_of(prose(str(at), 60))) for at in range(400)]
    same = [(f"/copy/{at}/", sketch_of(prose("copy", 60))) for at in range(400)]
    pairs = list(alike([*different, *same], 0.9))
    assert [(one, other) for one, other, _share in pairs] == [
        ("/copy/0/", f"/copy/{at}/") for at in range(1, 400)
    ]
    assert len(asked) < 3 * (len(different) + len(same))
