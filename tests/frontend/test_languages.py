"""Languages: their addresses answer, name each other, and what is not translated says so."""

from bs4 import BeautifulSoup

from tests.make import make_content


def alternates(html: str) -> dict[str, str]:
    found = BeautifulSoup(html, "html.parser").select('link[rel="alternate"][hreflang]')
    return {link["hreflang"]: link["href"] for link in found}


def test_translations_answer_and_name_each_other(shop, front, seen):
    seen("/ru/")
    named = alternates(front.get("/ru/").text)
    assert {"en-GB", "ru", "ar", "x-default"} <= set(named)
    for address in set(named.values()):
        path = address.removeprefix(shop.public)
        seen(path)
        answer = front.get(path)
        assert answer.status_code == 200
        assert alternates(answer.text) == named


def test_a_right_to_left_page_is_one(front, seen):
    seen("/ar/")
    assert '<html lang="ar" dir="rtl">' in front.get("/ar/").text


def test_what_is_not_translated_is_marked_and_names_its_original(shop, front, home):
    page = make_content(home, title="Only here", slug="only-here")
    answer = front.get("/ru/only-here/")
    soup = BeautifulSoup(answer.text, "html.parser")
    assert answer.status_code == 200
    assert soup.html["lang"] == "en-GB"
    assert soup.select_one(".fallback")["lang"] == "ru"
    assert soup.select_one('link[rel="canonical"]')["href"] == f"{shop.public}/only-here/"
    page.delete()
