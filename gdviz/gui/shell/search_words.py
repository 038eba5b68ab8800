"""How a search finds: by the beginnings of words in English and Korean, by 초성, and with mistakes in typing.

Hangul is compared as it is typed, letter by letter, so that "모메" finds 모멘텀 while the last syllable is being
composed, and what was typed with the other keyboard ("ㅠㅁㅅ초" for "batch") can be read again. No Qt.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence
from functools import cache

from gdviz.frozen import frozen

_INITIALS = "ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ"
_VOWELS = tuple("ㅏㅐㅑㅒㅓㅔㅕㅖㅗㅘㅙㅚㅛㅜㅝㅞㅟㅠㅡㅢㅣ")
_FINALS = ("", *"ㄱㄲㄳㄴㄵㄶㄷㄹㄺㄻㄼㄽㄾㄿㅀㅁㅂㅄㅅㅆㅇㅈㅊㅋㅌㅍㅎ")
_FIRST, _LAST = ord("가"), ord("힣")
_KEYS = dict(zip("ㅂㅈㄷㄱㅅㅛㅕㅑㅐㅔㅁㄴㅇㄹㅎㅗㅓㅏㅣㅋㅌㅊㅍㅠㅜㅡ", "qwertyuiopasdfghjklzxcvbnm", strict=True))
_KEYS |= {"ㅃ": "q", "ㅉ": "w", "ㄸ": "e", "ㄲ": "r", "ㅆ": "t", "ㅒ": "o", "ㅖ": "p"}
"""The Latin letters on the keys of a Korean keyboard."""
_TWO_KEYS = {
    "ㄳ": "ㄱㅅ", "ㄵ": "ㄴㅈ", "ㄶ": "ㄴㅎ", "ㄺ": "ㄹㄱ", "ㄻ": "ㄹㅁ", "ㄼ": "ㄹㅂ", "ㄽ": "ㄹㅅ",
    "ㄾ": "ㄹㅌ", "ㄿ": "ㄹㅍ", "ㅀ": "ㄹㅎ", "ㅄ": "ㅂㅅ", "ㅘ": "ㅗㅏ", "ㅙ": "ㅗㅐ", "ㅚ": "ㅗㅣ",
    "ㅝ": "ㅜㅓ", "ㅞ": "ㅜㅔ", "ㅟ": "ㅜㅣ", "ㅢ": "ㅡㅣ",
}  # fmt: skip
"""Letters of Hangul that are typed with two keys."""
_JAMO = {latin: hangul for hangul, latin in reversed(_KEYS.items())}
_WORD = re.compile(r"[^\W_]+")
_IGNORED = {"a", "an", "the", "of", "in", "to", "for", "my", "i", "me", "is", "do", "does", "how", "what", "which"}
"""Words of a question that say nothing of what is looked for."""

_BEGINS, _WITHIN = 0.8, 0.4
"""The score of the beginning of a word, and of another part of it; that of the whole word is 1."""
_NAME, _ALSO, _ABOUT = 10, 8, 3
"""The weights of a word that is found in a name of a thing, in the other words for it, and in its description."""
_LATER = 0.1
"""How much less each further one of the other words counts."""
_WHOLE_NAME, _NAME_BEGINS = 6, 3
"""What is added if the whole query is a name, and if it is the beginning of one."""
_LEAST_WITHIN = 3
"""The least number of letters that is looked for within words."""
_LEAST_RETYPED = 3
_LEAST_NEAR = 4
_MISTAKES = 2
"""The most letters too few or too many in a word with mistakes; its first letter must be right."""
_CUTOFF = 0.74
"""The least similarity of a word with mistakes to the word that is meant, see difflib."""


@cache
def spelt(text: str) -> str:
    """The text in small letters, with each Hangul syllable as the letters that are typed for it."""
    made = []
    for letter in _simple(text).casefold():
        code = ord(letter)
        if _FIRST <= code <= _LAST:
            rest, final = divmod(code - _FIRST, len(_FINALS))
            initial, vowel = divmod(rest, len(_VOWELS))
            made += [_INITIALS[initial], _VOWELS[vowel], _FINALS[final]]
        else:
            made.append(letter)
    return "".join(_TWO_KEYS.get(letter, letter) for letter in made)


def retyped(word: str) -> str:
    """Return a spelt word as the other keyboard would have typed it: "ahapsxja" is 모멘텀."""
    return "".join(_KEYS.get(letter) or _JAMO.get(letter, letter) for letter in word)


@cache
def initials(word: str) -> str:
    """The first letter of each syllable of a Hangul word: 학습률 is ㅎㅅㄹ. Empty for any other."""
    codes = [ord(letter) - _FIRST for letter in word]
    if not codes or not all(0 <= code <= _LAST - _FIRST for code in codes):
        return ""
    return "".join(_INITIALS[code // (len(_FINALS) * len(_VOWELS))] for code in codes)


@cache
def words_of(text: str) -> tuple[str, ...]:
    """The words of a text."""
    return tuple(_WORD.findall(_simple(text)))


def _simple(text: str) -> str:
    """The text with ² as 2; but ㅎ stays ㅎ, which Unicode's rules would make a part of a syllable."""
    whole = unicodedata.normalize("NFC", text)
    return "".join(letter if "ㄱ" <= letter <= "ㅣ" else unicodedata.normalize("NFKC", letter) for letter in whole)


@frozen
class Words:
    """The words by which a thing is found: its names, other words for it, and its description."""

    names: tuple[str, ...]
    also: str = ""
    """Other words for it, the best first."""
    about: str = ""
    weight: float = 1.0
    """How likely the thing is meant, compared with others that are found."""

    def score(self, asked: Sequence[str]) -> float:
        """Return how well the thing matches the spelt words `asked`; 0 if one of them does not match."""
        total = 0.0
        for word in asked:
            found = max(
                _NAME * max(_match(word, name) for name in self.names),
                max((_ALSO * _match(word, one) - _LATER * i for i, one in enumerate(self.also.split())), default=0.0),
                _ABOUT * _match(word, self.about),
            )
            if found <= 0:
                return 0.0
            total += found
        whole, names = "".join(asked), [_together(name) for name in self.names]
        extra = _WHOLE_NAME if whole in names else _NAME_BEGINS if any(n.startswith(whole) for n in names) else 0
        return self.weight * (total / len(asked) + extra)


def ranked(query: str, things: Sequence[Words]) -> list[int]:
    """Return the indices of the things that a query finds, the best first; of equal ones, that of the shorter name.

    If nothing is found, the query is read as if it was typed with the other keyboard; then as if it had mistakes; then
    it is enough if a thing matches some of its words.
    """
    asked = _asked(query)

    def best(score: Callable[[Words], float]) -> list[int]:
        scores = [score(thing) for thing in things]
        found = [i for i, one in enumerate(scores) if one > 0]
        return sorted(found, key=lambda i: (-scores[i], len(things[i].names[0])))

    if not asked:
        return []
    other = [retyped(word) for word in asked] if len("".join(asked)) >= _LEAST_RETYPED else []
    if found := best(lambda thing: thing.score(asked)) or (other and best(lambda thing: thing.score(other))):
        return found
    known = {spelt(word) for thing in things for text in (*thing.names, thing.also) for word in words_of(text)}
    corrected = [_corrected(word, known) for word in asked]
    return best(lambda thing: thing.score(corrected)) or best(
        lambda thing: sum(thing.score([word]) for word in corrected)
    )


def _asked(query: str) -> list[str]:
    """Return the spelt words of a query without the ignored ones; if it has no words, its signs, such as ∇."""
    asked = [spelt(word) for word in words_of(query)] or [spelt(sign) for sign in query.split()]
    return [word for word in asked if word not in _IGNORED] or asked


def _corrected(word: str, known: set[str]) -> str:
    """Return the known word nearest to one with mistakes; the word itself if none is near, or if it is known."""
    if len(word) < _LEAST_NEAR or any(word in other for other in known):
        return word
    import difflib  # needed for mistakes only

    alike = sorted(other for other in known if other[0] == word[0] and abs(len(other) - len(word)) <= _MISTAKES)
    near = difflib.get_close_matches(word, alike, n=1, cutoff=_CUTOFF)
    return near[0] if near else word


@cache
def _together(text: str) -> str:
    """Return the spelt words of a text, joined."""
    return "".join(map(spelt, words_of(text)))


@cache
def _is_initials(asked: str) -> bool:
    return len(asked) > 1 and all(letter in _INITIALS for letter in asked)


def _match(asked: str, text: str) -> float:
    """How well a spelt word matches a text, from 0 to 1."""
    together, by_initials = _together(text), _is_initials(asked)
    if asked not in together and asked not in spelt(text) and not by_initials:
        return 0.0
    words = words_of(text)
    if any(spelt(word) == asked for word in words):
        return 1.0
    begins = together.startswith(asked) or any(spelt(word).startswith(asked) for word in words)
    if begins or (by_initials and any(initials(word).startswith(asked) for word in (*words, "".join(words)))):
        return _BEGINS
    return _WITHIN if asked in together and (len(asked) >= _LEAST_WITHIN or not asked.isascii()) else 0.0
