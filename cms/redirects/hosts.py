"""Flat rules in the words of hosts and servers: Netlify, Vercel, nginx, Apache. Pure.

What editors wrote ends in a configuration here, so everything is percent-encoded or escaped, and what cannot be is left
out. Each format says what it leaves out and why.
"""

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from urllib.parse import parse_qsl, quote

from cms.redirects.edge import EdgeRule

# Letters of an address that mean nothing to any of the four.
_PLAIN = "/-._~!&=:,@+"


class LeftOut(ValueError):
    """This format cannot say this rule; the message says why."""


def _location(rule: EdgeRule, place: Callable[[int], str]) -> str:
    """The new address with nothing in it that a configuration could take for its own, and places for wildcards."""
    pieces = re.split(r"\$([1-9])", rule.location)
    safe = [quote(piece, safe=f"{_PLAIN}?#%") for piece in pieces[::2]]
    if not rule.is_pattern:
        return quote(rule.location, safe=f"{_PLAIN}?#%")
    return "".join(
        text + (place(int(number)) if number else "")
        for text, number in zip(safe, [*pieces[1::2], ""], strict=True)
    )


def _pairs(rule: EdgeRule) -> list[tuple[str, str]]:
    return parse_qsl(rule.query, keep_blank_values=True)


def _path(rule: EdgeRule) -> str:
    """The old path, percent-encoded; the root is a slash."""
    return quote(rule.path, safe=f"{_PLAIN}*") or "/"


# Netlify: "Redirects and rewrites" -----------------------------------------------------------------------------


def netlify(rules: Iterable[EdgeRule]) -> Iterator[str]:
    """The lines of `_redirects`. It knows 301 and 302, one * at the end, and passes queries on by itself."""
    yield "# Netlify passes the query on unless the rule names one; 307 stands as 302 and 308 as 301.\n"
    for rule in rules:
        try:
            yield _netlify(rule) + "\n"
        except LeftOut as left_out:
            yield _comment(rule, left_out)


def _netlify(rule: EdgeRule) -> str:
    if not rule.sends_on:
        raise LeftOut(f"{rule.status} cannot be said here")
    path = _path(rule)
    if rule.is_pattern and not (path.count("*") == 1 and path.endswith("/*")):
        raise LeftOut("only one * at the end of a path can be said here")
    query = [
        f"{quote(name, safe='')}={quote(text, safe='')}"
        for name, text in parse_qsl(rule.query, keep_blank_values=True)
    ]
    status = {307: 302, 308: 301}.get(rule.status, rule.status)
    return " ".join([path, *query, _location(rule, lambda number: ":splat"), str(status)])


# Vercel: "Redirects" in the project configuration ---------------------------------------------------------------


def vercel(rules: Iterable[EdgeRule]) -> tuple[list[Mapping[str, object]], list[Mapping[str, object]]]:
    """The entries of `redirects` in vercel.json, and what is left out, each with why."""
    said: list[Mapping[str, object]] = []
    left_out: list[Mapping[str, object]] = []
    for rule in rules:
        try:
            said.append(_vercel(rule))
        except LeftOut as why:
            left_out.append({"id": rule.id, "path": rule.path, "query": rule.query, "why": str(why)})
    return said, left_out


def _vercel(rule: EdgeRule) -> Mapping[str, object]:
    if not rule.sends_on:
        raise LeftOut(f"{rule.status} cannot be said here")
    pieces = [
        re.sub(r"([(){}:*+?\\.])", r"\\\1", quote(piece, safe=_PLAIN)) for piece in rule.path.split("*")
    ]
    source = pieces[0] + "".join(f":p{number}(.*){piece}" for number, piece in enumerate(pieces[1:], start=1))
    entry: dict[str, object] = {
        "source": (source.rstrip("/") + "{/}?") if not rule.is_pattern and source != "/" else source,
        "destination": _location(rule, lambda number: f":p{number}"),
        "statusCode": rule.status,
    }
    if rule.query:
        entry["has"] = [
            {"type": "query", "key": name, "value": re.escape(text)} for name, text in _pairs(rule)
        ]
    return entry


# nginx: ngx_http_core_module, ngx_http_rewrite_module -------------------------------------------------------------


def nginx(rules: Sequence[EdgeRule]) -> Iterator[str]:
    """Locations for a server block. Patterns stand behind exact addresses, which win; all else of the site's own
    locations is asked as nginx orders them."""
    yield "# A query goes on only where a rule says “all”; “only what measures visits” cannot be said here.\n"
    exact = [rule for rule in rules if not rule.is_pattern]
    for path, group in groupby(sorted(exact, key=lambda rule: rule.path), key=lambda rule: rule.path):
        yield from _nginx_location(path, list(group))
    for rule in rules:
        if rule.is_pattern:
            yield _commented(rule, lambda rule=rule: _nginx_pattern(rule))


def _nginx_location(path: str, rules: Sequence[EdgeRule]) -> Iterator[str]:
    lines = []
    for rule in sorted(rules, key=lambda rule: not rule.query):
        answer = _nginx_answer(rule)
        lines.append(
            f'if ($args = "{quote(rule.query, safe="=&%+-._~")}") {{ {answer} }}' if rule.query else answer
        )
    try:
        places = [_nginx_text(place) for place in dict.fromkeys([path or "/", f"{path}/" if path else "/"])]
    except LeftOut as why:
        yield from (_comment(rule, why) for rule in rules)
        return
    for place in dict.fromkeys(place.replace("//", "/") for place in places):
        yield f'location = "{place}" {{ {" ".join(lines)} }}\n'


def _nginx_pattern(rule: EdgeRule) -> str:
    expression = "(.*)".join(_nginx_text(re.escape(piece)) for piece in rule.path.split("*"))
    return f'location ~* "^{expression}$" {{ {_nginx_answer(rule)} }}\n'


def _nginx_text(text: str) -> str:
    """Text for a quoted string, which nginx compares with decoded paths. It cannot escape a $ in one."""
    if "$" in text or any(ord(letter) < 32 or ord(letter) == 127 for letter in text):
        raise LeftOut("a $ or control character in the old address cannot be said here")
    return text.replace("\\", "\\\\").replace('"', '\\"')


def _nginx_answer(rule: EdgeRule) -> str:
    if not rule.sends_on:
        return f"return {rule.status};"
    location = _location(rule, lambda number: f"${number}")
    goes_on = "$is_args$args" if rule.passes == "all" and "?" not in location and "#" not in location else ""
    return f'return {rule.status} "{location}{goes_on}";'


# Apache: mod_rewrite -------------------------------------------------------------------------------------------


def apache(rules: Iterable[EdgeRule]) -> Iterator[str]:
    """Lines for a virtual host or .htaccess."""
    yield "RewriteEngine On\n"
    yield "# A query goes on only where a rule says “all”; “only what measures visits” cannot be said here.\n"
    for rule in rules:
        yield _commented(rule, lambda rule=rule: _apache(rule))


def _apache(rule: EdgeRule) -> str:
    if any(ord(letter) < 32 or ord(letter) == 127 or letter == '"' for letter in rule.path):
        raise LeftOut("a quote or control character in the old address cannot be said here")
    expression = "(.*)".join(re.escape(piece) for piece in rule.path.strip("/").split("*"))
    ending = "" if rule.is_pattern else "/?"
    asked = re.escape(quote(rule.query, safe="=&%+-._~"))
    lines = [f'RewriteCond "%{{QUERY_STRING}}" "^{asked}$"\n'] if rule.query else []
    if rule.sends_on:
        location = _location(rule, lambda number: f"${number}")
        # What is percent-encoded must not be taken for a place of the condition above.
        location = re.sub(r"%", r"\\%", location)
        passes = "QSA" if rule.passes == "all" else "QSD"
        target, flags = location, f"R={rule.status},{passes},NE,NC,L"
    else:
        target, flags = "-", "G,NC" if rule.status == 410 else f"R={rule.status},NC,L"
    lines.append(f'RewriteRule "^/?{expression}{ending}$" "{target}" [{flags}]\n')
    return "".join(lines)


def _commented(rule: EdgeRule, say: Callable[[], str]) -> str:
    try:
        return say()
    except LeftOut as why:
        return _comment(rule, why)


def _comment(rule: EdgeRule, why: LeftOut) -> str:
    """A line about a rule that is left out; what an editor wrote cannot end it."""
    return f"# left out: {json.dumps(rule.path + ('?' + rule.query if rule.query else ''))}: {why}\n"
