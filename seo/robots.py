"""What a page lets search engines do, as the documented robots directives."""

from dataclasses import dataclass

MAX_IMAGE_PREVIEW = (("large", "large"), ("standard", "standard"), ("none", "none"))


@dataclass(frozen=True, slots=True)
class Robots:
    """The robots meta tag (Google: "Robots meta tag, data-nosnippet, and X-Robots-Tag specifications")."""

    index: bool = True
    follow: bool = True
    snippet: bool = True
    max_image_preview: str = "large"
    image_index: bool = True

    def __str__(self) -> str:
        # Only documented directives; "index" and "follow" are what every page is without saying so.
        directives = [
            word for word, said in (("noindex", not self.index), ("nofollow", not self.follow)) if said
        ]
        if self.index:
            directives.append(f"max-image-preview:{self.max_image_preview}")
            directives.append("max-snippet:-1" if self.snippet else "nosnippet")
            if self.snippet:
                directives.append("max-video-preview:-1")
        if not self.image_index:
            directives.append("noimageindex")
        return ", ".join(directives)


INDEXED = Robots()
NOINDEX = Robots(index=False)
