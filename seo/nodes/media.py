"""Videos."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from seo.graph import Node, node, ref
from seo.videos import iso_duration


@dataclass(frozen=True, slots=True)
class VideoClip:
    """A named part of a video; `end` is None where nobody has said it."""

    name: str
    start: timedelta
    end: timedelta | None = None

    @property
    def seconds(self) -> int:
        return int(self.start.total_seconds())


def video(
    url: str,
    *,
    name: str,
    thumbnail_urls: Sequence[str],
    uploaded: datetime,
    description: str = "",
    duration: timedelta | None = None,
    content_url: str = "",
    embed_url: str = "",
    expires: datetime | None = None,
    regions_allowed: Sequence[str] = (),
    clips: Sequence[VideoClip] = (),
    can_seek: bool = False,
    transcript: str = "",
    language: str = "",
) -> Node:
    """VideoObject on its watch page (Google: "Video (VideoObject, Clip, BroadcastEvent) structured data").

    Named clips say where to jump; without them a player that can seek lets Google find the moments (SeekToAction).
    """
    said = node(
        "VideoObject",
        f"{url}#video",
        name=name,
        description=description,
        url=url,
        thumbnailUrl=list(thumbnail_urls),
        uploadDate=uploaded,
        duration=iso_duration(duration) if duration else None,
        contentUrl=content_url,
        embedUrl=embed_url,
        expires=expires,
        regionsAllowed=[node("Country", name=country) for country in regions_allowed],
        hasPart=[
            node(
                "Clip",
                name=clip.name,
                startOffset=clip.seconds,
                endOffset=int(clip.end.total_seconds()) if clip.end else None,
                url=f"{url}?t={clip.seconds}",
            )
            for clip in clips
        ],
        transcript=transcript,
        inLanguage=language,
        mainEntityOfPage=ref(f"{url}#webpage"),
    )
    if can_seek and not clips:
        said["potentialAction"] = node(
            "SeekToAction",
            target=f"{url}?t={{seek_to_second_number}}",
            **{"startOffset-input": "required name=seek_to_second_number"},
        )
    return said
