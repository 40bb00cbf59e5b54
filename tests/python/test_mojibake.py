"""Mojibake: text that was UTF-8 and was read in some other encoding.

What is right is decided by Python's codecs: `misread` makes mojibake of a text, and the step has to
give the text back. The cases of ftfy are read from the folder of shared data, where it is at hand.
"""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import lede
import pytest

ENCODINGS = "latin-1 cp1252 cp1251 cp1250 cp1253 cp1254 cp1257 mac_roman cp437".split()

TEXTS = {
    "German": "Am Dienstag öffnete der größte Markt für Bücher, trotz heftiger Stürme.",
    "French": "L’année dernière, la fête a été gâchée ; le maire s’est excusé « très tôt ».",
    "Spanish": "¿Cuándo llegará el otoño? El niño preguntó ayer y nadie contestó.",
    "Portuguese": "A eleição não terminou: o júri pediu três dias e então decidirá.",
    "Polish": "Wójt zażądał zwłoki, więc głosowanie odłożono na późniejszy tydzień.",
    "Czech": "Příští týden přijede ministryně; řidiči ať počítají s uzavírkami.",
    "Turkish": "Bakan, İzmir'deki görüşmenin çok yararlı geçtiğini söyledi.",
    "Vietnamese": "Thủ tướng nói cuộc họp sẽ diễn ra vào sáng thứ bảy tại Đà Nẵng.",
    "Russian": "Министр заявил, что переговоры продолжатся в среду утром.",
    "Ukrainian": "У середу міністр поїде до Італії, де її чекають колеги.",
    "Greek": "Ο υπουργός είπε ότι οι συνομιλίες θα συνεχιστούν την Τετάρτη.",
    "Hebrew": "השר אמר כי השיחות יימשכו ביום רביעי בבוקר.",
    "Arabic": "قال الوزير إن المحادثات ستستمر صباح الأربعاء.",
    "Hindi": "मंत्री ने कहा कि बातचीत बुधवार को जारी रहेगी।",
    "Japanese": "大臣は、協議が水曜日の朝も続くと述べた。",
    "quotes": "“We won’t stop – not now…” she said.",
    "pictures": "It rained all day ☔ and nobody minded 😀.",
}

CLEAN = """\
“We won’t stop – not now…” she said at the Café É… It’s 25°C (75°F), 5×£35, E = mc², 3½ km, ±5 µm.
NESTLÉ®, CAFÉ™, “CAFÉ”, L’ÉTÉ, ZOÉ’s, VOCÊ…, IRMÃ…, “MANHÔ, AMANHû, Ã’s, Â’s, «Â», Å–Ä, 10 Å—
„SÜß“, »WEIß«, GROß®, „FÜR ÄRZTE“, (Ö), Maß³, ß–Test, HÅØY, ”BLÅ”, ÅR™, NAÏVE, L’HAŸ-LES-ROSES
zwyciężą, obciążą, „ŻÓŁĆ” i „ŁÓDŹ”…, PIĘĆ™, zvlášť úžasný, máš náš, KNÍŽKA, PŘÍŠTÍ, RŮŽE, „SÍŤ“
În România „apă”: VĂ VEDEM, ÎNCĂ™, ODATĂ\u00a0, CĂŞTIGĂ; ŠIĘ SAVAITĘ, ŽMOGŲ™, ŅEMĒJS, LĪĢO, ĀDAŽI
ĐÃ CÓ KẾT QUẢ, ĐÃ…, “ĐÃ”, ngã ba, ÂM NHẠC; ŞÜKRÜ’NÜN, ÜZÜM®, IŞIĞI; árvíztűrő, »ÜNNEP«
У неділю в Італії та Австралії її мер, твоєї; ВІКІ, ЦИВІЛІЗАЦІЇ, «ПРІОРИТЕТІВ», МІНІСТРІВ І НІМІЇ
ШАХТЁР ЗЕГЕРС БЕРЁТ АКТЁР КИНО; ЉУБАВ, ЊЕГОШ, „СРБИЈА“, ПоздравЂаво; „тв“… и „Г“, НАТО“, ПВО»,
«ΟΧΙ», ΆΡΕΩΣ, ΈΤΟΣ Ή ΏΡΑ, ΠΟΎ ΕΊΝΑΙ Ό,ΤΙ, ¨ανατροφή¨ έγινε χθες; NF-κB, TNFα, kΩ, ∆°, √π, 2012—∞
├──┬──┐ │ a │ b │ ├──┼──┤ ╔═╦═╗ ║x║ ╚═╩═╝ ▓▒░ └─┬─ ├┤a┼┐a┼┐a (´・ω・`) ( ͡° ͜ʖ ͡°) ôô o¬ô `¬´ aí´´
日本語の「ドードー」とPHP、한국어, iPhone手机 №5, שלום “עברית” – ואנגלית, «نص عربي»؟ हिन्दी। ไทย ქართ
""".splitlines()


class Case(NamedTuple):
    """One of ftfy's cases."""

    label: str
    source: str
    wanted: str


def misread(text: str, encoding: str) -> str:
    """Read the UTF-8 of `text` in an encoding; bytes that it does not have become controls."""
    return "".join(
        bytes([byte]).decode(encoding, errors="ignore") or chr(byte) for byte in text.encode()
    )


def repair(text: str) -> str:
    return lede.normalize(text, steps=("mojibake",))


@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize("language", TEXTS)
def test_what_was_misread_is_read_right(language: str, encoding: str) -> None:
    assert repair(misread(TEXTS[language], encoding)) == TEXTS[language]


@pytest.mark.parametrize("language", TEXTS)
def test_mojibake_of_mojibake_is_read_right(language: str) -> None:
    twice = misread(misread(TEXTS[language], "cp1252"), "cp1252")
    assert repair(twice) == TEXTS[language]
    assert repair(misread(twice, "latin-1")) == TEXTS[language]


@pytest.mark.parametrize("language", ["French", "Czech", "Russian", "Greek"])
def test_latin_2_is_recognized(language: str) -> None:
    assert repair(misread(TEXTS[language], "iso8859-2")) == TEXTS[language]


@pytest.mark.parametrize("language", TEXTS)
def test_clean_text_is_the_very_same(language: str) -> None:
    text = TEXTS[language]
    assert repair(text) is text


@pytest.mark.parametrize("line", CLEAN)
def test_what_only_looks_like_mojibake_stays(line: str) -> None:
    forms = [line, line.upper(), line.lower(), *line.split()]
    wanted = [unicodedata.normalize("NFC", form) for form in forms]
    assert [repair(form) for form in forms] == wanted


def test_a_repair_leaves_the_rest_of_its_line() -> None:
    text = "“Peña” is right, PeÃ±a and JosÃ© are not; the doctorâ€™s “É…” is."
    assert repair(text) == "“Peña” is right, Peña and José are not; the doctor’s “É…” is."


@pytest.mark.parametrize("mark", "“‘’–—…")
def test_one_mark_is_repaired_in_a_line_of_good_ones(mark: str) -> None:
    line = "The “new” mayor’s plan – a {}good start” – has begun."
    assert repair(line.format(misread(mark, "cp1252"))) == line.format(mark)


def test_each_line_has_its_own_encoding() -> None:
    lines = list(TEXTS.values())
    encodings = [ENCODINGS[place % len(ENCODINGS)] for place in range(len(lines))]
    damaged = "\n".join(map(misread, lines, encodings))
    assert repair(damaged) == "\n".join(lines)


@pytest.mark.parametrize(
    ("damaged", "text"),
    [
        ("voilÃ le pont", "voilà le pont"),
        ("voilÃ  le pont", "voilà le pont"),
        ("dÃ©jÃ Ã Paris", "déjà à Paris"),
        ("das crianÃ§as Ã s mÃ£es", "das crianças às mães"),
    ],
)
def test_a_space_may_have_been_a_byte(damaged: str, text: str) -> None:
    assert repair(damaged) == text


def test_a_lost_byte_leaves_a_replacement_character() -> None:
    assert repair("Ð ÑƒÑ\ufffdÑ\ufffdÐºÐ¸Ð¹") == "Ру\ufffd\ufffdкий"


def test_pairs_of_surrogates_are_joined() -> None:
    damaged = misread("no ", "cp1252") + "\u00ed\u00a0\u00bd\u00ed\u00b8\u0080"
    assert repair(damaged) == "no 😀"


@pytest.mark.parametrize("language", TEXTS)
def test_changes_lead_back(language: str) -> None:
    damaged = misread(TEXTS[language], "cp1252")
    done = lede.normalize(damaged, steps=("mojibake",), changes=True)
    for change in done.changes:
        assert "mojibake" in change.reason.split("+")
        assert misread(change.after, "cp1252") == change.before
    start, end = done.to_source(0, len(done.text))
    assert damaged[start:end] == damaged


def read_cases(shared: Path, *names: str) -> Iterator[Case]:
    """Read cases of ftfy; `fixed-encoding` is what remains with its other steps off."""
    folder = shared / "data" / "normalize" / "ftfy"
    if not folder.is_dir():
        pytest.skip(f"there is no {folder}")
    for name in names:
        for case in json.loads((folder / f"{name}.json").read_text(encoding="utf-8")):
            wanted = case.get("fixed-encoding", case["fixed"])
            yield Case(case["label"], case["original"], wanted)


def without_c1(text: str) -> str:
    """Read C1 controls as windows-1252, which ftfy counts as encoding and we do in another step."""
    controls = {byte: misread_byte(byte) for byte in range(0x80, 0xA0)}
    return unicodedata.normalize("NFC", text.translate(controls))


def misread_byte(byte: int) -> str:
    return bytes([byte]).decode("cp1252", errors="ignore") or chr(byte)


FTFY = ("in-the-wild", "synthetic", "language-names", "negative")


def test_cases_of_ftfy_that_need_repair(shared: Path) -> None:
    """At least 97 in 102. What differs by C1 controls alone needs none from this step."""
    cases = [
        case
        for case in read_cases(shared, *FTFY)
        if without_c1(case.source) != without_c1(case.wanted)
    ]
    missed = [
        case.label for case in cases if without_c1(repair(case.source)) != without_c1(case.wanted)
    ]
    assert len(cases) >= 100
    assert len(missed) <= len(cases) - 97, missed


def test_cases_of_ftfy_beside_the_step_c1(shared: Path) -> None:
    """With C1 read as windows-1252, which ftfy counts as encoding too, as its cases have it."""
    cases = list(read_cases(shared, *FTFY))
    missed = [
        case.label
        for case in cases
        if lede.normalize(case.source, steps=("mojibake", "c1"))
        != unicodedata.normalize("NFC", case.wanted)
    ]
    assert len(cases) >= 150
    assert len(missed) <= 3, missed


def test_cases_of_ftfy_that_need_none(shared: Path) -> None:
    touched = [
        case.label
        for case in read_cases(shared, *FTFY, "known-failures")
        if without_c1(case.source) == without_c1(case.wanted)
        and repair(case.source) != unicodedata.normalize("NFC", case.source)
    ]
    assert touched == []
