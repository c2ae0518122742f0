"""Where a pair stands inside one segment, as bytes. Pure.

A segment covers SPAN consecutive case ids; a place is the id's offset in it. Few places are a list of 16-bit numbers;
many are one bit per place. The length tells which: a list that would be as long as the bits is written as bits.
"""

from __future__ import annotations

import sys
from array import array
from collections import defaultdict
from collections.abc import Iterable

from bihuan.common.search.text import pairs_of

SPAN_BITS = 14
SPAN = 1 << SPAN_BITS
_BITS = SPAN // 8


def postings(rows: Iterable[tuple[int, str]]) -> list[tuple[str, bytes]]:
    """(pair, places) of (place, folded text), sorted by pair so that the database writes its index in order."""
    found: defaultdict[str, array[int]] = defaultdict(lambda: array("H"))
    for place, plain in rows:
        for pair in pairs_of(plain):
            found[pair].append(place)
    return [(pair, packed(found[pair])) for pair in sorted(found)]


def common(lists: Iterable[bytes]) -> list[int]:
    """The places that stand in every list, ascending."""
    shortest, *others = sorted(lists, key=len)
    if len(shortest) == _BITS:  # all are bits
        both = int.from_bytes(shortest, "little")
        for other in others:
            both &= int.from_bytes(other, "little")
        return _unpacked(both.to_bytes(_BITS, "little"))
    places = _unpacked(shortest)
    for other in others:
        if len(other) == _BITS:
            places = [at for at in places if other[at >> 3] >> (at & 7) & 1]
        else:
            known = set(_unpacked(other))
            places = [at for at in places if at in known]
    return places


def with_places(lists: bytes, more: Iterable[int]) -> bytes:
    """A list with some places more."""
    more = set(more)
    return packed(array("H", sorted(more.union(_unpacked(lists))))) if more else lists


def union(lists: Iterable[bytes]) -> bytes:
    """The places that stand in any list, packed."""
    bits = bytearray(_BITS)
    for one in lists:
        for at in _unpacked(one):
            bits[at >> 3] |= 1 << (at & 7)
    return bytes(bits)


def packed(places: array[int]) -> bytes:
    """Ascending places as bytes."""
    if len(places) * 2 < _BITS:
        if sys.byteorder == "big":
            places.byteswap()
        return places.tobytes()
    bits = bytearray(_BITS)
    for at in places:
        bits[at >> 3] |= 1 << (at & 7)
    return bytes(bits)


def _unpacked(packed: bytes) -> list[int]:
    if len(packed) < _BITS:
        places = array("H", packed)
        if sys.byteorder == "big":
            places.byteswap()
        return places.tolist()
    return [at * 8 + bit for at, byte in enumerate(packed) if byte for bit in range(8) if byte >> bit & 1]
