"""The description for a package index: what becomes of links and pictures."""

from __future__ import annotations

from index_readme import description

ENGLISH = """# gdviz

한국어: [README.ko.md](README.ko.md)

![The window](docs/window.png)

See [the recipes](docs/notebook.md), [a paper](https://arxiv.org/abs/1802.04434), [below](#start).
Write `[x](y)`.

```
[a](b)
```
"""
KOREAN = "# gdviz\n\nEnglish: [README.md](README.md)\n\n[기여](CONTRIBUTING.md)\n"


def test_that_relative_links_lead_to_the_repository_where_its_address_is_known() -> None:
    text = description([ENGLISH, KOREAN], "https://example.org/gdviz/")
    assert "![The window](https://example.org/gdviz/raw/HEAD/docs/window.png)" in text
    assert "[the recipes](https://example.org/gdviz/blob/HEAD/docs/notebook.md)" in text
    assert "[기여](https://example.org/gdviz/blob/HEAD/CONTRIBUTING.md)" in text


def test_that_without_an_address_there_are_words_and_no_pictures() -> None:
    text = description([ENGLISH, KOREAN])
    assert "window.png" not in text and "The window" not in text
    assert "See the recipes, [a paper](https://arxiv.org/abs/1802.04434), [below](#start)." in text
    assert text.endswith("기여\n")


def test_that_code_stays_as_it_is_and_the_other_language_is_below() -> None:
    text = description([ENGLISH, KOREAN])
    assert "`[x](y)`" in text and "```\n[a](b)\n```" in text
    assert "README" not in text and text.count("# gdviz") == 2 and "\n---\n" in text
