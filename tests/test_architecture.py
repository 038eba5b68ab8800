"""docs/architecture.md: each of its recipes is followed word by word in a copy of the repository, and tested there."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple
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
    "A menu command": "menu",
    "A plot": "lengths",
    "A lesson": "momentum_in_a_valley",
}
"""What each recipe adds, as the names of the tests that try it have it."""
README = "gdviz/optimizers/sign_descent.py"
"""The file of the README, where the recipe for an optimizer is."""


class Step(NamedTuple):
    """What a recipe has one do: write, or change by a diff, a file; or, without one, type commands."""

    file: str
    text: str
    is_diff: bool = False


def steps(recipe: str) -> list[Step]:
    """What a recipe has one do."""
    found = []
    for fence in FENCED.finditer(RECIPES[recipe]):
        named = re.search(r"`([^`]+)`:$", fence["before"] or "")
        assert bool(named) != (fence["language"] == ""), f"{recipe}: neither a file nor commands: {fence['before']}"
        found.append(Step(named[1] if named else "", fence["code"], fence["language"] == "diff"))
    return found or [Step(README, OPTIMIZER)]


def follow(step: Step, folder: Path) -> None:
    """Do what a step says, in a copy of the repository."""
    path = folder / step.file
    if step.is_diff:
        lines, text = step.text.splitlines(), path.read_text(encoding="utf-8")
        before, after = ("\n".join(line[1:] for line in lines if line[:1] != sign) + "\n" for sign in "+-")
        assert text.count(before) == 1, f"{step.file} has not, or not once: {before}"
        path.write_text(text.replace(before, after), encoding="utf-8")
    elif step.file:
        known = path.read_text(encoding="utf-8") if path.exists() else ""
        assert not known or step.file.startswith("tests/"), f"{step.file} is there already"
        path.parent.mkdir(exist_ok=True)
        path.write_text(f"{known}\n\n{step.text}" if known else step.text, encoding="utf-8")
    else:
        for line in step.text.splitlines():
            python, *words = shlex.split(line)
            assert python == "python3", line
            done = run(sys.executable, *words, cwd=folder)
            assert done.returncode == 0, done.stdout + done.stderr


def written() -> set[str]:
    """The files that the recipes write or change."""
    return {step.file for recipe in RECIPES for step in steps(recipe) if step.file}


def named_tests(recipe: str) -> set[str]:
    """The files of tests that a recipe names."""
    return set(re.findall(r"`(tests/(?:\w+/)*test_\w+\.py)`", RECIPES[recipe]))


# What the document names is there.


def test_that_the_recipes_are_those_that_are_tried() -> None:
    assert set(RECIPES) == set(ADDED)
    for recipe in ADDED:
        assert steps(recipe) and named_tests(recipe), recipe


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
        if file not in written() and not (ROOT / file).exists() and not (ROOT / "gdviz" / "gui" / file).exists()
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
    kept = [
        item
        for item in items
        if any(name in item.name for name in added)
        or "test_boundaries" in item.nodeid
        or not ("[" in item.name or "tests/gui" in item.nodeid or "precompiled_file" in item.name)
    ]
    config.hook.pytest_deselected(items=[item for item in items if item not in kept])
    items[:] = kept
"""
"""Of tests with parameters, and of those of the window, those that try what was added; those of boundaries all; and not
whether the precompiled files, which were written a moment ago, are up to date."""


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
        for step in steps(recipe):
            follow(step, folder)
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
    files = sorted(file for file in written() if file.endswith(".py"))
    ruff = [sys.executable, "-m", "ruff"]
    contracts = [sys.executable, "-c", "import sys; from importlinter.cli import lint_imports as run; sys.exit(run())"]
    for command in ([*ruff, "check", *files], [*ruff, "format", "--check", *files], contracts):
        done = run(*command, cwd=copy)
        assert done.returncode == 0, done.stdout + done.stderr
