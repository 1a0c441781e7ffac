"""The brand template: paper, a horizon of sea, one wedge of amber light, and the words."""

from functools import cache
from io import BytesIO

from PIL import Image, ImageDraw, ImageOps

from cms.share.facts import ShareFacts
from cms.share.fonts import writable
from cms.share.lettering import Lettering, fit

WIDTH, HEIGHT = 1200, 630
MARGIN = 72
HORIZON = 500
CHALK, INK, SEA, AMBER, QUIET = "#f7f4ec", "#0e1b2a", "#12395b", "#f2a900", "#c3d2de"
TITLE_SIZES = (112, 98, 84, 74, 66, 58, 52, 46, 42)
# The lamp of the mark on a field of 32, standing on its lower edge, its light going to the right.
_LAMP = (
    ((3.5, 7.5), (9, 2), (14.5, 7.5)),
    ((2.5, 14.5), (15.5, 14.5), (15.5, 17), (2.5, 17)),
    ((5.5, 18), (12.5, 18), (15, 32), (3, 32)),
)
_FINER = 3  # shapes are drawn this much larger and reduced, for smooth edges


def draw(facts: ShareFacts, logo: Image.Image | None = None) -> bytes:
    """The picture as a JPEG of 1200 by 630. Mirrored for languages that run from right to left."""
    mirrored = facts.direction == "rtl"
    picture = _backdrop(mirrored).copy()
    canvas = ImageDraw.Draw(picture)
    begin, end = (WIDTH - MARGIN, MARGIN) if mirrored else (MARGIN, WIDTH - MARGIN)

    def set_(text: str, width: int, sizes: tuple[int, ...]) -> Lettering:
        return fit(
            writable(text),
            width=width,
            height=sizes[0] * 2,
            sizes=sizes,
            most_lines=1,
            language=facts.language,
            direction=facts.direction,
        )

    kicker = set_(facts.kicker, 800, (32, 28)) if writable(facts.kicker) else None
    above = 56 if kicker else 0
    title = fit(
        writable(facts.title),
        width=WIDTH - 2 * MARGIN,
        height=HORIZON - 104 - above,
        sizes=TITLE_SIZES,
        most_lines=4,
        language=facts.language,
        direction=facts.direction,
    )
    # Words stand on the horizon, as things do in the shop's drawings.
    foot = HORIZON - 36 - round(title.leading * 0.24)
    first = foot - title.leading * (len(title.lines) - 1)
    title.draw(canvas, begin, first, INK, from_right=mirrored)
    if kicker:
        kicker.draw(canvas, begin, first - round(title.leading * 0.72) - 28, SEA, from_right=mirrored)

    middle = (HORIZON + HEIGHT) // 2
    room = WIDTH - 2 * MARGIN
    if writable(facts.note):
        note = set_(facts.note, 520, (54, 46, 38, 32))
        note.draw(canvas, end, middle + round(note.size * 0.33), CHALK, from_right=not mirrored)
        room -= round(note.width) + 48
    sign = _sign(logo)
    picture.paste(sign, (begin - sign.width if mirrored else begin, middle - sign.height // 2), sign)
    if writable(facts.site_name):
        past = sign.width + 20
        name = set_(facts.site_name, room - past, (36, 32, 28, 24))
        x = begin - past if mirrored else begin + past
        name.draw(canvas, x, middle + round(name.size * 0.33), CHALK, from_right=mirrored)
    data = BytesIO()
    picture.save(data, "JPEG", quality=85, subsampling=0, optimize=True)
    return data.getvalue()


@cache
def _backdrop(mirrored: bool) -> Image.Image:
    """Paper above the horizon, sea below, and the beam, which falls from the upper corner where reading begins."""
    picture = Image.new("RGB", (WIDTH, HEIGHT), CHALK)
    fading = Image.linear_gradient("L").rotate(-90).resize((WIDTH, HORIZON))
    wedge = Image.new("L", (WIDTH * _FINER, HORIZON * _FINER), 0)
    ImageDraw.Draw(wedge).polygon(
        [(x * _FINER, y * _FINER) for x, y in ((0, 0), (0, 52), (WIDTH, HORIZON), (WIDTH, 120))], fill=255
    )
    wedge = wedge.resize((WIDTH, HORIZON), Image.Resampling.LANCZOS)
    light = Image.new("L", (WIDTH, HORIZON), 0)
    light.paste(fading.point(lambda value: 24 + value * 0.82), mask=wedge)
    picture.paste(Image.new("RGB", (WIDTH, HORIZON), AMBER), (0, 0), light)
    canvas = ImageDraw.Draw(picture)
    canvas.rectangle((0, HORIZON, WIDTH, HEIGHT), fill=SEA)
    return ImageOps.mirror(picture) if mirrored else picture


def _sign(logo: Image.Image | None, size: int = 72) -> Image.Image:
    """The logo on a tile of paper; without one the Pharos mark."""
    if logo is not None:
        tile = Image.new("RGBA", (size + 12, size + 12), "#ffffff")
        inner = ImageOps.contain(logo.convert("RGBA"), (size, size), Image.Resampling.LANCZOS)
        tile.alpha_composite(inner, ((tile.width - inner.width) // 2, (tile.height - inner.height) // 2))
        return tile
    step = size * _FINER / 32
    mark = Image.new("RGBA", (size * _FINER, size * _FINER), SEA)
    canvas = ImageDraw.Draw(mark)
    beam = ((6, 8.5), (12, 8.5), (32, 3), (32, 18), (12, 13.5), (6, 13.5))
    canvas.polygon([(x * step, y * step) for x, y in beam], fill=AMBER)
    for shape in _LAMP:
        canvas.polygon([(x * step, y * step) for x, y in shape], fill=CHALK)
    return mark.resize((size, size), Image.Resampling.LANCZOS)
