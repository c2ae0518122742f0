"""Chinese and full-width numerals, as far as official documents use them."""

from __future__ import annotations

DIGITS = {word: value for value, word in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2, "壹": 1}
TENS = {"十": 10, "百": 100, "千": 1000}
CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
NARROW = str.maketrans("０１２３４５６７８９．％，（）", "0123456789.%,()")


def number(words: str) -> int | None:
    """`十二`, `12`, `１２`, `⑫` as 12; None where it is no numeral.

    >>> number("二十三"), number("③"), number("两"), number("甲")
    (23, 3, 2, None)
    """
    words = words.translate(NARROW)
    if words.isascii() and words.isdigit():
        return int(words)
    if len(words) == 1 and words in CIRCLED:
        return CIRCLED.index(words) + 1
    total, current = 0, 0
    for at, sign in enumerate(words):
        if sign in DIGITS:
            if at and words[at - 1] in DIGITS and words[at - 1] not in "零〇":
                return _digit_by_digit(words)
            current = DIGITS[sign]
        elif sign in TENS:
            total += (current or 1) * TENS[sign]
            current = 0
        else:
            return None
    return total + current if words else None


def _digit_by_digit(words: str) -> int | None:
    """`二〇二四` as 2024."""
    if all(sign in DIGITS for sign in words):
        return int("".join(str(DIGITS[sign]) for sign in words))
    return None
