"""docs/architecture.md: each of its recipes is followed word by word in a copy of the repository, and tested there."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

import pytest

from tests.test_wheel import OPTIMIZER

ROOT = Path(__file__).resolve().parents[1]
DOCUMENT = ROOT / "docs" / "architecture.md"
TEXT = DOCUMENT.read_text(encoding="utf-8")

FENCED = re.compile(r"^(?:(?P<before>[^\n]*)\n\n)?```(?P<language>\w*)\n(?P<code>.*?)^```$", re.MULTILINE | re.DOTALL)
RECIPES = dict(re.findall(r"^### (.+?)\n(.*?)(?=^### |\Z)", TEXT, re.MULTILINE | re.DOTALL))
ADDED = {
    "An optimizer": "sign_descent",
    "A surface": "leon",
    "A data problem": "harmonic_regression",
    "An export format": "markdown",
    "A lesson": "momentum_in_a_valley",
}
"""What each recipe adds, as the tests name it."""
README = "gdviz/optimizers/sign_descent.py"
"""The file of the README, where the recipe for an optimizer is."""


def steps(recipe: str) -> list[tuple[str, str]]:
    """What a recipe has one do: (file, its text), or ("", commands)."""
    found = []
    for fence in FENCED.finditer(RECIPES[recipe]):
        named = re.search(r"`([^`]+)`:$", fence["before"] or "")
        assert bool(named) != (fence["language"] == ""), f"{recipe}: neither a file nor commands: {fence['before']}"
        found.append((named[1] if named else "", fence["code"]))
    return found or [(README, OPTIMIZER)]


def promised() -> dict[str, str]:
    """The files that the recipes write, and their text."""
    return {file: text for recipe in RECIPES for file, text in steps(recipe) if file}


def named_tests(recipe: str) -> set[str]:
    """The files of tests that a recipe names."""
    return set(re.findall(r"`(tests/(?:\w+/)*test_\w+\.py)`", RECIPES[recipe]))


# What the document names is there.


def test_that_the_recipes_are_those_that_are_tried() -> None:
    assert set(RECIPES) == set(ADDED)
    for recipe, added in ADDED.items():
        assert any(added in file for file, _ in steps(recipe)) and named_tests(recipe), recipe


def test_that_every_link_of_the_document_leads_somewhere() -> None:
    links = re.findall(r"\]\(([^)\s]+)\)", TEXT)
    assert links
    for link in links:
        file, _, heading = link.partition("#")
        target = (DOCUMENT.parent / file).resolve()
        assert target.is_file(), link
        headings = re.findall(r"^#+ (.+)$", target.read_text(encoding="utf-8"), re.MULTILINE)
        assert not heading or heading in [name.lower().replace(" ", "-") for name in headings], link


def test_that_every_file_and_name_that_the_document_mentions_is_there() -> None:
    prose = re.sub(r"^```.*?^```$", "", TEXT, flags=re.MULTILINE | re.DOTALL)
    words = re.findall(r"`([^`\n]+)`", prose)
    files = [word for word in words if re.fullmatch(r"[\w./]+", word) and ("/" in word or word.endswith(".toml"))]
    assert len(files) > 60
    missing = [
        file
        for file in files
        if file not in promised() and not (ROOT / file).exists() and not (ROOT / "gdviz" / "gui" / file).exists()
    ]
    assert not missing
    source = "\n".join(path.read_text(encoding="utf-8") for path in (ROOT / "gdviz").rglob("*.py"))
    names = [re.sub(r"\(.*\)$", "", word).rpartition(".")[2] for word in words if word not in files]
    unknown = [name for name in names if re.fullmatch(r"[A-Za-z]\w+", name) and not re.search(rf"\b{name}\b", source)]
    assert not unknown


def test_that_the_pages_for_readers_and_for_developers_link_to_the_document() -> None:
    for page in ("README.md", "CONTRIBUTING.md"):
        assert "(docs/architecture.md)" in (ROOT / page).read_text(encoding="utf-8"), page


# Each recipe is followed.

CHOOSING = """
import os

def pytest_collection_modifyitems(config, items):
    added = os.environ["ADDED"].split()
    kept = [item for item in items if "[" not in item.name or any(name in item.name for name in added)]
    kept = [item for item in kept if "precompiled_file" not in item.name]
    config.hook.pytest_deselected(items=[item for item in items if item not in kept])
    items[:] = kept
"""
"""Of tests with parameters, those that try what was added; the precompiled files were written a moment ago."""


def run(*command: object, cwd: Path, **env: str) -> subprocess.CompletedProcess[str]:
    """Run a command in the copy alone."""
    words = [str(part) for part in command]
    return subprocess.run(
        words, cwd=cwd, env={**os.environ, "PYTHONPATH": str(cwd), **env}, capture_output=True, encoding="utf-8",
        check=False,
    )  # fmt: skip


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the repository in which each recipe has been followed."""
    folder = tmp_path_factory.mktemp("copy")
    for name in ("gdviz", "resources", "scripts", "tests"):
        shutil.copytree(ROOT / name, folder / name)
    for name in ("pyproject.toml", "README.md", "README.ko.md"):
        shutil.copy(ROOT / name, folder)
    for recipe in RECIPES:
        for file, text in steps(recipe):
            if file:
                path = folder / file
                known = f"{path.read_text(encoding='utf-8')}\n\n" if path.exists() else ""
                assert not known or file.startswith("tests/"), f"{file} is there already"
                path.write_text(known + text, encoding="utf-8")
                continue
            for line in text.splitlines():
                python, *words = shlex.split(line)
                assert python == "python3"
                done = run(sys.executable, *words, cwd=folder)
                assert done.returncode == 0, done.stdout + done.stderr
    return folder


@pytest.fixture(scope="module")
def tried(copy: Path) -> dict[str, str]:
    """Each test that was run in the copy, with its failure, or ""."""
    (copy / "choosing.py").write_text(CHOOSING, encoding="utf-8")
    files = sorted(set().union(*map(named_tests, RECIPES)))
    pytest_ = [sys.executable, "-m", "pytest", "-q", "-p", "choosing", "-p", "no:cacheprovider", "--junitxml=told.xml"]
    done = run(*pytest_, *files, cwd=copy, ADDED=" ".join(ADDED.values()), QT_QPA_PLATFORM="offscreen")
    assert (copy / "told.xml").exists(), done.stdout + done.stderr
    found = {}
    for case in ElementTree.parse(copy / "told.xml").iter("testcase"):
        place = f"{case.attrib['classname'].replace('.', '/')}.py::{case.attrib['name']}"
        found[place] = "".join(part.text or "" for part in case if part.tag in ("failure", "error"))
    return found


@pytest.mark.timeout(300)
@pytest.mark.parametrize("recipe", RECIPES)
def test_that_a_recipe_leaves_the_tests_that_it_names_green(recipe: str, tried: dict[str, str]) -> None:
    for file in named_tests(recipe):
        mine = {place: failure for place, failure in tried.items() if place.startswith(f"{file}::")}
        assert mine
        assert not {place: failure for place, failure in mine.items() if failure}
    assert any(ADDED[recipe] in place for place in tried)


def test_that_what_the_recipes_write_passes_the_linters(copy: Path) -> None:
    written = [file for file in promised() if file.endswith(".py")]
    ruff = [sys.executable, "-m", "ruff"]
    contracts = [sys.executable, "-c", "import sys; from importlinter.cli import lint_imports as run; sys.exit(run())"]
    for command in ([*ruff, "check", *written], [*ruff, "format", "--check", *written], contracts):
        done = run(*command, cwd=copy)
        assert done.returncode == 0, done.stdout + done.stderr
