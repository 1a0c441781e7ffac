"""Crawlers by what they fetch for, as their makers name them (vendors' pages, register of September 2026)."""

import re
from dataclasses import dataclass

SEARCH, TRAINING, USER = "search", "training", "user"


@dataclass(frozen=True, slots=True)
class Crawler:
    """A name robots.txt is written for. Without a purpose it belongs to a search engine, which is not closed here:
    Google-Extended and Applebot-Extended have no crawler of their own and tell Googlebot and Applebot what not to
    train on. `obeys` is what its maker says about robots.txt."""

    token: str
    maker: str
    purpose: str = ""
    obeys: bool = True


CRAWLERS = (
    Crawler("Googlebot", "Google"),
    Crawler("Bingbot", "Microsoft"),
    Crawler("Applebot", "Apple"),
    Crawler("YandexBot", "Yandex"),
    Crawler("OAI-AdsBot", "OpenAI"),
    Crawler("OAI-SearchBot", "OpenAI", SEARCH),
    Crawler("Claude-SearchBot", "Anthropic", SEARCH),
    Crawler("PerplexityBot", "Perplexity", SEARCH),
    Crawler("GPTBot", "OpenAI", TRAINING),
    Crawler("ClaudeBot", "Anthropic", TRAINING),
    Crawler("Google-Extended", "Google", TRAINING),
    Crawler("Applebot-Extended", "Apple", TRAINING),
    Crawler("ChatGPT-User", "OpenAI", USER, obeys=False),
    Crawler("Claude-User", "Anthropic", USER),
    Crawler("Perplexity-User", "Perplexity", USER, obeys=False),
)


# How programs name themselves that read pages by themselves, whoever sends them.
_CRAWLS = re.compile(
    r"bot\b|bot/|crawl|spider|slurp|archiver|fetch|monitor|scan|curl/|wget/|python|go-http|java/|libwww|headless|"
    + "|".join(re.escape(crawler.token) for crawler in CRAWLERS),
    re.IGNORECASE,
)


def is_crawler(user_agent: str) -> bool:
    """Whether a User-Agent names a program; one that names nothing does."""
    return not user_agent or _CRAWLS.search(user_agent) is not None


def tokens_for(purpose: str) -> list[str]:
    return [crawler.token for crawler in CRAWLERS if crawler.purpose == purpose]


def content_usage(*, search: bool, training: bool) -> str:
    """The value of the Content-Usage line and header of the IETF drafts (draft-ietf-aipref-attach,
    draft-ietf-aipref-vocab): not final."""
    return f"train-ai={'y' if training else 'n'}, search={'y' if search else 'n'}"


def bing_directive(*, search: bool, training: bool) -> str:
    """What Bing's crawler, which cannot be closed without leaving its search, is told instead (Bing: noarchive keeps
    a page out of Copilot's answers and out of training, nocache leaves them address, title and snippet)."""
    if not search:
        return "noarchive"
    return "" if training else "nocache"
