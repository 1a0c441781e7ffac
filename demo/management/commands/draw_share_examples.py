"""Draw the examples of docs/share-pictures.md."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser

from cms.share.drawing import draw
from cms.share.facts import ShareFacts

EXAMPLES = {
    "latin": ShareFacts("Masthead lantern", "Lamps", "from £48.00", "Keeper’s Supply", "", "en-GB", "ltr"),
    "long": ShareFacts(
        "How a Fresnel lens throws its light across thirty miles of open water",
        "From the log",
        "4 May 2026",
        "Keeper’s Supply",
        "",
        "en-GB",
        "ltr",
    ),
    "cyrillic": ShareFacts(
        "Мачтовый фонарь из латуни", "Фонари", "48,00 £", "Лавка смотрителя", "", "ru", "ltr"
    ),
    "arabic": ShareFacts(
        "فانوس الصاري (Masthead 2) من النحاس الأصفر", "الفوانيس", "48.00 £", "لوازم الحارس", "", "ar", "rtl"
    ),
    "hebrew": ShareFacts("פנס תורן מפליז לסירות דיג", "פנסים", "₪240.00", "ציוד השומר", "", "he", "rtl"),
    "thai": ShareFacts(
        "ตะเกียงเสากระโดงทองเหลืองสำหรับเรือประมงขนาดเล็ก", "ตะเกียง", "฿2,100.00", "ร้านผู้เฝ้าไฟ", "", "th", "ltr"
    ),
    "chinese": ShareFacts(
        "用于小型渔船的黄铜桅灯，夜间航行必备", "灯具", "¥438.00", "守灯人用品", "", "zh-Hans", "ltr"
    ),
    "japanese": ShareFacts(
        "小型漁船のための真鍮のマストランプ（新品）", "灯り", "¥9,400", "灯台守の店", "", "ja", "ltr"
    ),
    "korean": ShareFacts(
        "작은 어선을 위한 황동 돛대 등불", "등불", "₩84,000", "등대지기 상점", "", "ko", "ltr"
    ),
    "greek": ShareFacts(
        "Φανός ιστού από ορείχαλκο", "Φανοί", "58,00 €", "Εφόδια του φαροφύλακα", "", "el", "ltr"
    ),
    "devanagari": ShareFacts(
        "पीतल का मस्तूल दीपक, छोटी नावों के लिए", "दीपक", "₹5,200.00", "रखवाले की दुकान", "", "hi", "ltr"
    ),
}


class Command(BaseCommand):
    help = "Draws the examples of docs/share-pictures.md into docs/share-pictures/."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", nargs="?", default=str(settings.ROOT / "docs" / "share-pictures"))

    def handle(self, *args: Any, folder: str, **options: Any) -> None:
        target = Path(folder)
        target.mkdir(parents=True, exist_ok=True)
        for name, facts in EXAMPLES.items():
            (target / f"{name}.jpg").write_bytes(draw(facts))
        self.stdout.write(f"{len(EXAMPLES)} pictures drawn into {target}.")
