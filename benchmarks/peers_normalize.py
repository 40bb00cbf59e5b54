"""Normalizers: a text in, a clean text out."""

from __future__ import annotations

import unicodedata
from functools import partial

from harness import PYTHON, Peer, Work

UNICODE = f"Unicode {unicodedata.unidata_version}"


def lede_text() -> Work:
    import lede

    return lede.normalize


def lede_changes() -> Work:
    import lede

    def work(text: str) -> str:
        return lede.normalize(text, changes=True).text

    return work


def unicodedata_nfc() -> Work:
    return partial(unicodedata.normalize, "NFC")


def icu_nfc() -> Work:
    import icu

    work: Work = icu.Normalizer2.getNFCInstance().normalize
    return work


def ftfy_fix() -> Work:
    import ftfy

    work: Work = partial(ftfy.fix_text, config=ftfy.TextFixerConfig(explain=False))
    return work


def moses() -> Work:
    import sacremoses

    work: Work = sacremoses.MosesPunctNormalizer("en").normalize
    return work


def peers() -> list[Peer]:
    return [
        Peer("lede.normalize", "lede", "text", "NFC and the news steps", lede_text),
        Peer(
            "lede.normalize, changes=True",
            "lede",
            "text and offset map",
            "the same, with the map between clean text and source",
            lede_changes,
        ),
        Peer("unicodedata NFC", PYTHON, "text", f"NFC alone, {UNICODE}", unicodedata_nfc),
        Peer("PyICU Normalizer2 NFC", "PyICU", "text", "NFC alone", icu_nfc),
        Peer(
            "ftfy.fix_text",
            "ftfy",
            "text",
            "mojibake, HTML entities, quotes, controls, NFC; explanations off",
            ftfy_fix,
        ),
        Peer(
            "sacremoses MosesPunctNormalizer",
            "sacremoses",
            "text",
            "quotes, dashes and spaces by regular expressions",
            moses,
        ),
    ]
