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
    told = description([ENGLISH, KOREAN], "https://example.org/gdviz/")
    assert "![The window](https://example.org/gdviz/raw/HEAD/docs/window.png)" in told
    assert "[the recipes](https://example.org/gdviz/blob/HEAD/docs/notebook.md)" in told
    assert "[기여](https://example.org/gdviz/blob/HEAD/CONTRIBUTING.md)" in told


def test_that_without_an_address_there_are_words_and_no_pictures() -> None:
    told = description([ENGLISH, KOREAN])
    assert "window.png" not in told and "The window" not in told
    assert "See the recipes, [a paper](https://arxiv.org/abs/1802.04434), [below](#start)." in told
    assert told.endswith("기여\n")


def test_that_code_stays_as_it_is_and_the_other_language_is_below() -> None:
    told = description([ENGLISH, KOREAN])
    assert "`[x](y)`" in told and "```\n[a](b)\n```" in told
    assert "README" not in told and told.count("# gdviz") == 2 and "\n---\n" in told
