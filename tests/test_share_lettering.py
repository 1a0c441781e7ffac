"""Words are set in any script: broken where it allows, joined, in its direction, in a face that has its letters."""

import pytest
from PIL import Image, ImageDraw

from cms.share.bidi import base_direction, in_visual_order, levels
from cms.share.breaks import pieces
from cms.share.drawing import HEIGHT, WIDTH, draw
from cms.share.facts import ShareFacts
from cms.share.fonts import FACES, clusters, faces_of, writable
from cms.share.lettering import fit, runs_of

TITLES = {
    "en": "Masthead lantern, 40 hours’ light – “Nº 3”",
    "pl": "Świetlik pokładowy z żółtego mosiądzu",
    "vi": "Đèn cột buồm bằng đồng thau",
    "ru": "Якорный фонарь из латуни, объём 5 л",
    "el": "Φανός ιστού από ορείχαλκο",
    "ar": "فانوس الصاري من النحاس الأصفر، رقم 3",
    "fa": "فانوس دریایی برنجی می\u200cدرخشد",
    "he": "פנס תורן מפליז",
    "hi": "पीतल का मस्तूल दीपक",
    "th": "ตะเกียงเสากระโดงทองเหลืองสำหรับเรือประมง",
    "zh": "用于小型渔船的黄铜桅灯，夜间航行必备",
    "ja": "船のランプと、夜のための道具（新品）",
    "ko": "황동 돛대 등불",
    "hy": "Կայմի լապտեր",
    "ka": "ანძის ფარანი",
}


@pytest.mark.parametrize("language", TITLES)
def test_every_letter_has_a_face_that_can_write_it(language):
    title = TITLES[language]
    assert writable(title) == title
    assert "".join(piece for piece, _face in faces_of(title)) == title
    for piece, face in faces_of(title):
        assert face.can_write(piece), (piece, face.file)


@pytest.mark.parametrize("face", FACES, ids=lambda face: face.file)
def test_a_face_draws_what_its_table_of_characters_names(face):
    """The reader of `cmap` is right: a character it names looks other than one the face does not have."""
    missing = face.font(40).getmask("\ue000")
    named = sorted(char for char in face.covers if char.isalpha())[:: max(1, len(face.covers) // 40)]
    assert named
    assert all(bytes(face.font(40).getmask(char)) != bytes(missing) for char in named)


def test_pictographs_are_left_out_and_nothing_else():
    assert writable("Lamp \U0001f525 for the night \U0001f469\u200d\U0001f680") == "Lamp for the night"


def test_a_word_is_not_set_in_two_serifs():
    assert len({face.file for _piece, face in faces_of("Świetlik") if face}) == 1


def picture_of(text, language="ar"):
    lettering = fit(
        text, width=900, height=200, sizes=(80,), most_lines=1, language=language, direction="rtl"
    )
    picture = Image.new("L", (1000, 200))
    lettering.draw(ImageDraw.Draw(picture), 950, 120, "white", from_right=True)
    return picture, lettering.width


def test_arabic_letters_are_joined():
    joined, width = picture_of("بيت")
    parted, parted_width = picture_of("ب\u200cي\u200cت")
    assert width < parted_width
    assert joined.tobytes() != parted.tobytes()
    assert len(columns_of_ink(joined)) < len(columns_of_ink(parted))


def columns_of_ink(picture):
    """The stretches of a line that touch each other: letters that join make fewer."""
    height = picture.height
    flat = picture.resize((picture.width, 1), Image.Resampling.BOX)
    inked = [value > 0 for value in flat.tobytes()]
    assert height
    return [index for index in range(1, len(inked)) if inked[index] and not inked[index - 1]]


def test_marks_without_a_shape_draw_nothing_and_break_nothing():
    runs = runs_of("\u200fLamp\u200b \u200dفانوس\u200e", "ltr")
    assert "".join(run.text for run in runs).replace("\u200d", "") == "Lamp فانوس"
    assert all(run.text.strip("\u200c\u200d") for run in runs)


def test_devanagari_and_thai_marks_stay_with_their_letters():
    assert list(clusters("कि")) == ["कि"]
    assert all(piece[0] not in "่้๊๋์ิีึืุู" for piece in pieces("ตะเกียงเสากระโดงที่นี่"))


@pytest.mark.parametrize(
    ("text", "base", "in_order"),
    [
        ("abc def", "ltr", ["abc def"]),
        ("فانوس", "rtl", ["فانوس"]),
        ("فانوس Lamp 2 جديد", "rtl", [" جديد", "Lamp 2", "فانوس "]),
        ("Lamp فانوس 12 x", "ltr", ["Lamp ", "12", "فانوس ", " x"]),
        ("פנס 48.00₪", "rtl", ["48.00₪", "פנס "]),
        ("سعر 1,250.50", "rtl", ["1,250.50", "سعر "]),
        ("Lamp (فنار)", "ltr", ["Lamp (", "فنار", ")"]),
    ],
)
def test_runs_stand_on_the_line_in_the_order_of_the_bidirectional_algorithm(text, base, in_order):
    found = levels(text, base)
    runs, place = [], 0
    for index in range(1, len(text) + 1):
        if index == len(text) or found[index] != found[place]:
            runs.append((found[place], text[place:index]))
            place = index
    assert [run for _level, run in in_visual_order(runs)] == in_order


def test_direction_is_that_of_the_first_letter():
    assert base_direction("12 «فانوس»", "ltr") == "rtl"
    assert base_direction("Lamp", "rtl") == "ltr"
    assert base_direction("12", "rtl") == "rtl"


def test_brackets_in_arabic_are_one_run_each_and_turned():
    runs = runs_of("فانوس (Lamp)", "rtl")
    assert [(run.text, run.direction) for run in runs][:3] == [(")", "rtl"), ("Lamp", "ltr"), ("(", "rtl")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Salt-washed brass lamp", ["Salt-", "washed ", "brass ", "lamp"]),
        ("X-1 A-40", ["X-1 ", "A-40"]),
        ("ตะเกียงสำหรับเรือประมง", ["ตะเกียง", "สำหรับ", "เรือ", "ประมง"]),
        ("夜間（新）。", ["夜", "間", "（新）。"]),
        ("Lamp (no. 2 b) lit", ["Lamp ", "(no. 2 b) ", "lit"]),
        ("船のランプと", ["船", "の", "ランプ", "と"]),
    ],
)
def test_lines_end_where_the_script_allows(text, expected):
    assert pieces(text) == expected


@pytest.mark.parametrize("language", TITLES)
def test_long_titles_shrink_and_stay_inside(language):
    text = " ".join([TITLES[language]] * 3)
    direction = "rtl" if language in {"ar", "fa", "he"} else "ltr"
    setting = fit(
        text,
        width=1056,
        height=360,
        sizes=(112, 84, 58, 42),
        most_lines=4,
        language=language,
        direction=direction,
    )
    assert setting.width <= 1056
    assert setting.height <= 360
    assert len(setting.lines) <= 4


def test_what_does_not_fit_at_the_smallest_size_ends_with_an_ellipsis():
    setting = fit(
        "word " * 200, width=600, height=200, sizes=(60, 40), most_lines=3, language="en", direction="ltr"
    )
    assert setting.size == 40
    assert setting.lines[-1][-1].text.endswith("…")
    assert setting.width <= 600


def test_a_word_wider_than_the_line_is_broken():
    setting = fit(
        "x" * 200, width=600, height=400, sizes=(60, 40), most_lines=9, language="en", direction="ltr"
    )
    assert setting.width <= 600
    assert "".join(run.text for line in setting.lines for run in line) == "x" * 200


@pytest.mark.parametrize("language", TITLES)
def test_no_ink_touches_the_edge(language):
    """Nothing is clipped: the margin keeps the colours of the empty card."""
    direction = "rtl" if language in {"ar", "fa", "he"} else "ltr"
    facts = ShareFacts(
        f"{TITLES[language]} {TITLES[language]}", "Lamps", "£48.00", "Shop", "", language, direction
    )
    picture = Image.open(fp(draw(facts))).convert("L")
    assert picture.size == (WIDTH, HEIGHT)
    for box in ((0, 0, 40, HEIGHT), (WIDTH - 40, 0, WIDTH, HEIGHT), (0, 0, WIDTH, 20)):
        assert picture.crop(box).getextrema()[0] > 25, box  # ink is about 20, the sea about 50


def fp(data):
    from io import BytesIO

    return BytesIO(data)
