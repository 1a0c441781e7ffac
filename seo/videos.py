"""Videos: where one can be watched, how long it is, and how both are written."""

import re
from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

from django.utils.translation import gettext as _

# The whole of what the site's policy for frames allows (SECURE_CSP in the settings).
_YOUTUBE_ID = re.compile(r"[A-Za-z0-9_-]{6,20}")
_VIMEO_ID = re.compile(r"\d{5,12}")
YOUTUBE = {"youtube.com", "www.youtube.com", "m.youtube.com", "youtu.be", "www.youtube-nocookie.com"}
VIMEO = {"vimeo.com", "www.vimeo.com", "player.vimeo.com"}


@dataclass(frozen=True, slots=True)
class Embed:
    """A video at a provider: the address of its player and that of its own page there."""

    provider: str
    player_url: str
    page_url: str

    def starting_at(self, seconds: int) -> str:
        """The player's address at a moment of the video."""
        if not seconds:
            return self.player_url
        return (
            f"{self.player_url}?start={seconds}"
            if self.provider == "YouTube"
            else f"{self.player_url}#t={seconds}s"
        )


def embed_of(url: str) -> Embed:
    """The player for an address of YouTube or Vimeo, whichever form it has. Raises ValueError for any other."""
    parts = urlsplit(url)
    host, path = (parts.hostname or "").lower(), [step for step in parts.path.split("/") if step]
    last = path[-1] if path else ""
    if host in YOUTUBE:
        id_ = parse_qs(parts.query).get("v", [last])[0]
        if _YOUTUBE_ID.fullmatch(id_):
            return Embed(
                "YouTube",
                f"https://www.youtube-nocookie.com/embed/{id_}",
                f"https://www.youtube.com/watch?v={id_}",
            )
    if host in VIMEO and _VIMEO_ID.fullmatch(last):
        return Embed("Vimeo", f"https://player.vimeo.com/video/{last}", f"https://vimeo.com/{last}")
    raise ValueError(_("This is no address of a video at YouTube or Vimeo."))


def iso_duration(length: timedelta) -> str:
    """ISO 8601: PT1H3M20S."""
    hours, rest = divmod(int(length.total_seconds()), 3600)
    minutes, seconds = divmod(rest, 60)
    parts = ((hours, "H"), (minutes, "M"), (seconds, "S"))
    return "PT" + ("".join(f"{count}{unit}" for count, unit in parts if count) or "0S")


def clock(length: timedelta) -> str:
    """As a player shows it: 1:03:20, 3:20."""
    hours, rest = divmod(int(length.total_seconds()), 3600)
    minutes, seconds = divmod(rest, 60)
    return f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes}:{seconds:02}"


def clips_problem(clips: list[tuple[timedelta, timedelta | None]], length: timedelta | None) -> str:
    """Why these (start, end) clips in the order of their rows cannot stand, or an empty string."""
    before = None
    for start, end in clips:
        words = {"start": clock(start)}
        if before is not None and start <= before:
            return _("The clip at %(start)s does not begin after the one before it.") % words
        if end is not None and end <= start:
            return _("The clip at %(start)s ends before it begins.") % words
        if length is not None and max(start, end or start) > length:
            return _("The clip at %(start)s lies beyond the end of the video.") % words
        before = start
    return ""
