"""robots.txt is read as RFC 9309 says, which a parser nobody here wrote confirms; what is wrong with it is named."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from protego import Protego

from seo.crawlers import CRAWLERS, SEARCH, TRAINING, USER, bing_directive, content_usage, tokens_for
from seo.robots_txt import SIZE_LIMIT, RobotsTxt, changes, problems

# RFC 9309, 5.1, and what its text adds.
SIMPLE = """\
User-Agent: *
Disallow: *.gif$
Disallow: /example/
Allow: /publications/

User-Agent: foobot
Disallow:/
Allow:/example/page.html
Allow:/example/allowed.gif

User-Agent: barbot
User-Agent: bazbot
Disallow: /example/page.html

User-Agent: quxbot
"""


@pytest.mark.parametrize(
    ("crawler", "path", "allowed", "line"),
    [
        ("anybot", "/example/page.html", False, 3),
        ("anybot", "/a.gif", False, 2),
        ("anybot", "/a.gif?x", True, None),
        ("foobot", "/example/page.html", True, 8),
        ("FooBot/2.1 (+https://foo.example)", "/other/", False, 7),
        ("bazbot", "/example/page.html", False, 13),
        ("bazbot", "/example/other.html", True, None),
        ("quxbot", "/example/", True, None),
        ("foobot", "/robots.txt", True, None),
    ],
)
def test_the_longest_rule_of_the_right_group_decides(crawler, path, allowed, line):
    decision = RobotsTxt.parse(SIMPLE).decide(crawler, path)
    assert (decision.allowed, decision.rule and decision.rule.line) == (allowed, line)


def test_a_tie_allows_and_groups_of_one_crawler_are_one():
    text = "User-agent: a\nDisallow: /p\n\nUser-agent: b\nDisallow: /\n\nUser-agent: a\nAllow: /p\n"
    assert RobotsTxt.parse(text).decide("a", "/page").allowed
    assert not RobotsTxt.parse(text).decide("b", "/page").allowed


# (text, crawler, path, allowed, whether Protego 0.7 says so too): what RFC 9309 or Google's parser, which it was
# written from, say in words. The reasons for our own reading stand in docs/decisions/0019-programs.md.
HARD = {
    "a tie allows": ("User-agent: *\nDisallow: /p\nAllow: /p", "a", "/page", True, True),
    "the longest decides": ("User-agent: *\nAllow: /page\nDisallow: /*.htm", "a", "/page.htm", False, True),
    "an end of its own": ("User-agent: *\nAllow: /$\nDisallow: /", "a", "/page", False, True),
    "the query is part of the path": ("User-agent: *\nDisallow: /*.php$", "a", "/a.php?x", True, True),
    "encoded as octets": ("User-agent: *\nDisallow: /\u30c4", "a", "/%E3%83%84", False, True),
    "small hexadecimals": ("User-agent: *\nDisallow: /a%3cd", "a", "/a%3Cd", False, True),
    "needlessly encoded": ("User-agent: *\nDisallow: /%62ar", "a", "/bar", False, True),
    "an encoded slash is none": ("User-agent: *\nDisallow: /a%2Fb", "a", "/a/b", True, True),
    "an encoded star is a star": (
        "User-agent: *\nDisallow: /with-a-%2A.html",
        "a",
        "/with-a-*.html",
        False,
        True,
    ),
    "an encoded star is no wildcard": ("User-agent: *\nDisallow: /%2A.html", "a", "/x.html", True, True),
    "an encoded dollar": ("User-agent: *\nDisallow: /foo-%24", "a", "/foo-$", False, True),
    "a byte order mark": ("\ufeffUser-agent: *\nDisallow: /", "a", "/x", False, False),
    "lines of Windows": ("User-agent: *\r\nDisallow: /x\r\n", "a", "/x", False, True),
    "lines of old Macs": ("User-agent: *\rDisallow: /x\r", "a", "/x", False, True),
    "groups of one name are one": (
        "User-agent: a\nDisallow: /1\n\nUser-agent: b\nDisallow: /2\n\nUser-agent: a\nDisallow: /3",
        *("a", "/1", False, True),
    ),
    "a sitemap ends no group": (
        "User-agent: a\nSitemap: https://x/s.xml\nUser-agent: b\nDisallow: /x",
        *("a", "/x", False, True),
    ),
    "a blank line ends no group": ("User-agent: a\n\nDisallow: /x", "a", "/x", False, True),
    "nothing closed": ("User-agent: *\nDisallow:", "a", "/x", True, True),
    "a name is the whole name": ("User-agent: foo\nDisallow: /", "foobot", "/x", True, False),
    "a version in the group's name": ("User-agent: foobot/1.2\nDisallow: /", "foobot", "/x", False, False),
    "itself": ("User-agent: *\nDisallow: /", "a", "/robots.txt", True, True),
    "a rule before every group": ("Disallow: /\nUser-agent: *\nAllow: /", "a", "/x", True, True),
}


@pytest.mark.parametrize(
    ("text", "crawler", "path", "allowed", "protego_agrees"), HARD.values(), ids=HARD.keys()
)
def test_hard_cases_are_read_as_the_standard_says(text, crawler, path, allowed, protego_agrees):
    assert RobotsTxt.parse(text).decide(crawler, path).allowed is allowed
    protego = Protego.parse(text).can_fetch(f"https://shop.example{path}", crawler)
    assert (
        protego is allowed
    ) is protego_agrees  # should this fail, the library may have become fit to judge


def test_what_stands_beyond_500_kib_is_not_read():
    text = "User-agent: *\n" + "# x\n" * (SIZE_LIMIT // 4) + "Disallow: /\n"
    assert RobotsTxt.parse(text).decide("a", "/x").allowed


def test_changes_are_shown_with_their_sign():
    assert changes("a\nb", "a\nc") == ["@@ -1,2 +1,2 @@", " a", "-b", "+c"]
    assert changes("a", "a") == []


def test_bing_is_told_the_nearest_thing_it_understands():
    assert bing_directive(search=True, training=True) == ""
    assert bing_directive(search=True, training=False) == "nocache"
    assert bing_directive(search=False, training=True) == "noarchive"


paths = st.lists(st.sampled_from(["/", "a", "b", "*", "ab/"]), max_size=5).map(
    lambda parts: "/" + "".join(parts)
)
lines = st.tuples(st.sampled_from(["Allow", "Disallow"]), paths, st.sampled_from(["", "$"])).map(
    lambda parts: f"{parts[0]}: {parts[1]}{parts[2]}"
)
groups = st.tuples(st.sampled_from(["*", "alpha", "beta"]), st.lists(lines, min_size=1, max_size=4)).map(
    lambda parts: "\n".join([f"User-agent: {parts[0]}", *parts[1]])
)


@given(st.lists(groups, max_size=4), st.sampled_from(["alpha", "beta", "gamma"]), paths)
def test_another_parser_decides_the_same(written, crawler, path):
    text, path = "\n\n".join(written), path.replace("*", "c")
    expected = Protego.parse(text).can_fetch(f"https://shop.example{path}", crawler)
    assert RobotsTxt.parse(text).decide(crawler, path).allowed is expected, text


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Disallow: /a/", "Line 1 stands in no group"),
        ("User-agent: *\nHide: /a/", "“Hide”"),
        ("User-agent: *\nNoindex: /a/", "hide the page itself"),
        ("User-agent: *\nDisallow: a/", "Line 2: a path begins with a slash"),
        ("User-agent: *\nclose everything", "Line 2 is no rule"),
        ("User-agent: my bot!", "name"),
        ("Sitemap: /sitemap.xml", "full address"),
        ("# " + "x" * SIZE_LIMIT, "500 KiB"),
    ],
)
def test_what_crawlers_would_misread_is_named_with_its_line(text, said):
    [problem] = problems(text)
    assert said in problem


def test_a_good_text_has_no_problems():
    assert (
        list(
            problems(
                SIMPLE
                + "\nSitemap: https://shop.example/sitemap.xml\n# a word\nUser-agent: Yandex\nClean-param: ref /\n"
            )
        )
        == []
    )


def test_every_purpose_has_its_crawlers_and_search_engines_have_none():
    assert tokens_for(SEARCH) == ["OAI-SearchBot", "Claude-SearchBot", "PerplexityBot"]
    assert {"GPTBot", "ClaudeBot", "Google-Extended", "Applebot-Extended"} == set(tokens_for(TRAINING))
    assert {"ChatGPT-User", "Claude-User", "Perplexity-User"} == set(tokens_for(USER))
    assert {crawler.token for crawler in CRAWLERS if not crawler.purpose} >= {
        "Googlebot",
        "Bingbot",
        "Applebot",
    }
    assert content_usage(search=True, training=False) == "train-ai=n, search=y"
