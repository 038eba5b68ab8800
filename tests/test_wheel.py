"""What is distributed: the wheel in a separate environment, the recipes of the documentation in it, and the sdist."""

from __future__ import annotations

import ast
import email
import json
import os
import re
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]

WINDOWS = os.name == "nt"
DOCUMENTS = ("README.md", "README.ko.md", "docs/notebook.md")
FENCED = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def blocks(language: str) -> dict[str, str]:
    """The code of the documents in one language, "" for commands, by where it stands: README.md, In Python."""
    found: dict[str, str] = {}
    for name in DOCUMENTS:
        text = (ROOT / name).read_text(encoding="utf-8")
        for fence in FENCED.finditer(text):
            if fence[1] == language:
                heading = re.findall(r"^## (.+)$", text[: fence.start()], re.MULTILINE)[-1]
                found[f"{name}, {heading}"] = fence[2]
    return found


(OPTIMIZER,) = (code for code in blocks("python").values() if "(Optimizer)" in code)
RECIPES = {place: code for place, code in blocks("python").items() if code != OPTIMIZER}
COMMANDS = {place: text for place, text in blocks("").items() if "gdviz " in text}


def run(*command: object, cwd: Path) -> str:
    """Run a command without this checkout on its path; its output, or a failure that shows what it said."""
    env = {key: value for key, value in os.environ.items() if key not in ("PYTHONPATH", "PYTHONHOME")}
    done = subprocess.run(
        [str(part) for part in command], cwd=cwd, env=env, capture_output=True, text=True, encoding="utf-8", check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    run(sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", folder, cwd=ROOT)
    (made,) = folder.glob("gdviz-*.whl")
    return made


@pytest.fixture(scope="module")
def installed(wheel: Path) -> Path:
    """An environment with nothing but the wheel; the packages that it needs are lent by the outer one."""
    folder = wheel.parent
    run(sys.executable, "-m", "venv", "--without-pip", folder / "venv", cwd=folder)
    programs = folder / "venv" / ("Scripts" if WINDOWS else "bin")
    pip = [sys.executable, "-m", "pip", "--python", programs / "python", "install"]
    run(*pip, "--quiet", "--no-deps", "--no-index", "--disable-pip-version-check", wheel, cwd=folder)
    lent = [path for path in sys.path if path.endswith("site-packages")]
    (packages(programs) / "lent.pth").write_text("\n".join(lent), encoding="utf-8")
    return programs


def packages(programs: Path) -> Path:
    """Where an environment has its packages."""
    where = run(programs / "python", "-c", "import sysconfig; print(sysconfig.get_path('purelib'))", cwd=programs)
    return Path(where.strip())


def test_that_the_installed_program_runs_from_any_folder(installed: Path, tmp_path: Path) -> None:
    surfaces = json.loads(run(installed / "gdviz", "list", "surfaces", "--json", cwd=tmp_path))
    assert "himmelblau" in json.dumps(surfaces)


def test_that_the_wheel_carries_the_resources(installed: Path, tmp_path: Path) -> None:
    code = "from gdviz import paths; print(paths.resources())"
    folder = Path(run(installed / "python", "-c", code, cwd=tmp_path).strip())
    assert installed.parent in folder.parents
    shipped = {
        path.relative_to(ROOT / "resources").as_posix() for path in (ROOT / "resources").rglob("*") if path.is_file()
    }
    assert shipped == {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}


def test_that_the_description_for_an_index_is_in_both_languages_and_has_no_dead_link(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        (name,) = (name for name in archive.namelist() if name.endswith(".dist-info/METADATA"))
        metadata = email.message_from_string(archive.read(name).decode("utf-8"))
    text = str(metadata.get_payload())
    assert metadata["Description-Content-Type"] == "text/markdown"
    assert "## In Python" in text and "## Python에서" in text and "[README" not in text
    targets = re.findall(r"\]\(([^)\s]+)\)", re.sub(r"```.*?```|`[^`\n]*`", "", text, flags=re.DOTALL))
    assert [target for target in targets if not re.match(r"https://|#", target)] == []


# The recipes of the documentation: as a person has them who installed the wheel and is in an empty folder.

PLAY = """
import ast, contextlib, io, json, os, sys, traceback
import gdviz

done = {}
for number, (place, code) in enumerate(json.load(open(sys.argv[1], encoding="utf-8")).items()):
    os.makedirs(f"empty {number}")
    os.chdir(f"empty {number}")
    out = io.StringIO()
    try:
        with contextlib.redirect_stdout(out):
            tree, names = ast.parse(code), {"__name__": "__main__"}
            shown = tree.body.pop() if isinstance(tree.body[-1], ast.Expr) else None
            exec(compile(tree, place, "exec"), names)
            if shown is not None:  # what ends a cell is shown by the notebook
                value = eval(compile(ast.Expression(shown.value), place, "eval"), names)
                print(value._repr_html_() if hasattr(value, "_repr_html_") else value)
        done[place] = ["", out.getvalue()]
    except BaseException:
        done[place] = [traceback.format_exc(), out.getvalue()]
    os.chdir("..")
print(json.dumps([gdviz.__file__, done]))
"""


@pytest.fixture(scope="module")
def played(installed: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[str]]:
    """The error and the output of each Python recipe, all of them run by one interpreter."""
    folder = tmp_path_factory.mktemp("recipes")
    (folder / "recipes.json").write_text(json.dumps(RECIPES), encoding="utf-8")
    home, done = json.loads(run(installed / "python", "-c", PLAY, folder / "recipes.json", cwd=folder))
    assert installed.parent in Path(home).parents
    assert isinstance(done, dict)
    return done


@pytest.mark.parametrize("place", RECIPES)
def test_that_a_recipe_runs_in_an_empty_folder(place: str, played: dict[str, list[str]]) -> None:
    failure, printed = played[place]
    assert not failure
    if promised := re.search(r"print\(.*\)  # (.*?)(?:\.\.\.|$)", RECIPES[place], re.MULTILINE):
        assert printed.startswith(promised[1].strip())
    if isinstance(ast.parse(RECIPES[place]).body[-1], ast.Expr):
        assert printed.strip()


def test_that_there_are_recipes_in_both_languages() -> None:
    for document in DOCUMENTS:
        assert any(place.startswith(document) for place in RECIPES)
    assert len(RECIPES) >= 8 and len(COMMANDS) >= 3
    assert any(place.startswith("README.ko.md") for place in COMMANDS)


TYPE = """
import json, os, shlex, sys
from gdviz import cli

for number, (place, text) in enumerate(json.load(open(sys.argv[1], encoding="utf-8")).items()):
    os.makedirs(f"empty {number}")
    os.chdir(f"empty {number}")
    for line in text.splitlines():
        words = shlex.split(line, comments=True)
        if words[:2] in (["python3", "-c"], ["python", "-c"]):
            exec(words[2], {})
            continue
        assert words[0] == "gdviz", line
        if words[1] == "lesson":  # it opens the window
            continue
        size = ["--size", "320x240"] if words[1] == "export" else []
        assert cli.main([*words[1:], *size]) == 0, line
        for file in words[2:]:
            if file.endswith((".png", ".svg", ".pdf", ".gif", ".csv", ".npz", ".py")):
                assert os.path.getsize(file) > 100, file
    os.chdir("..")
"""


@pytest.mark.timeout(300)
def test_that_the_commands_of_the_documents_write_what_they_name_in_an_empty_folder(
    installed: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")
    (tmp_path / "commands.json").write_text(json.dumps(COMMANDS), encoding="utf-8")
    run(installed / "python", "-c", TYPE, tmp_path / "commands.json", cwd=tmp_path)


def test_that_the_optimizer_of_the_readme_runs_once_its_file_is_there(installed: Path, tmp_path: Path) -> None:
    file = packages(installed) / "gdviz" / "optimizers" / "sign_descent.py"
    file.write_text(OPTIMIZER, encoding="utf-8")
    try:
        words = ["run", "--surface", "sphere", "--start", "1,1", "--optimizer", "sign_descent", "--lr", "0.25"]
        printed = json.loads(run(installed / "gdviz", *words, "--steps", "4", "--json", cwd=tmp_path))
    finally:
        file.unlink()
    assert printed["runs"][0]["w"] == [0, 0]


# The sdist


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The unpacked sdist."""
    folder = tmp_path_factory.mktemp("sdist")
    run(sys.executable, "-m", "hatchling", "build", "-t", "sdist", "-d", folder, cwd=ROOT)
    (made,) = folder.glob("gdviz-*.tar.gz")
    with tarfile.open(made) as archive:
        archive.extractall(folder, filter="data")
    return folder / made.name.removesuffix(".tar.gz")


FOLDERS = (".ci", "docs", "gdviz", "requirements", "resources", "scripts", "tests")


def files(folder: Path) -> set[str]:
    """The files of a checkout, or of an sdist, that belong to it."""
    found = [*folder.glob("*.md"), *(folder / name for name in ("CITATION.cff", "LICENSE", "pyproject.toml"))]
    found += [path for name in FOLDERS for path in (folder / name).rglob("*") if path.is_file()]
    return {path.relative_to(folder).as_posix() for path in found if "__pycache__" not in path.parts}


def test_that_the_sdist_has_all_that_the_checkout_has(source: Path) -> None:
    assert files(source) == files(ROOT)


IMPORT = """
import importlib, pathlib, sys

sys.path[:0] = [".", "scripts"]
for file in sorted(pathlib.Path("tests").rglob("*.py")):
    if not file.parts[1].startswith("with_"):  # these have packages of their own
        importlib.import_module(".".join(file.with_suffix("").parts))
"""


def test_that_each_test_of_the_sdist_is_found_without_a_repository_around_it(source: Path) -> None:
    run(sys.executable, "-c", IMPORT, cwd=source)


@pytest.mark.timeout(300)
def test_that_the_optimizer_of_the_readme_passes_the_tests_that_the_sdist_has_for_it(source: Path) -> None:
    (source / "gdviz" / "optimizers" / "sign_descent.py").write_text(OPTIMIZER, encoding="utf-8")
    tests = [
        "tests/optimizers", "tests/test_cli_list.py", "tests/test_params.py", "tests/test_translations.py",
        "tests/gui/kernel/test_choices.py", "tests/gui/shell/test_korean.py",
    ]  # fmt: skip
    chosen = "sign_descent or keeps_groups or plug_in or promised_keys or build_a_form or the_lectures_first or "
    chosen += "(no_english and schedules)"
    printed = run(sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", *tests, "-k", chosen, cwd=source)
    assert int(re.findall(r"(\d+) passed", printed)[0]) > 20 and "failed" not in printed


def test_that_the_wheel_of_the_sdist_is_that_of_the_checkout(source: Path, wheel: Path, tmp_path: Path) -> None:
    run(sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", tmp_path, cwd=source)
    (made,) = tmp_path.glob("gdviz-*.whl")
    with zipfile.ZipFile(wheel) as one, zipfile.ZipFile(made) as other:
        assert set(one.namelist()) == set(other.namelist()) - {"gdviz/optimizers/sign_descent.py"}


USER_SCRIPT = """\
import gdviz
from pathlib import Path

experiment = gdviz.load("a.json").replace("steps", 10)
result = gdviz.run(experiment, device="cpu")
record = result.runs[0]
end: float = float(record.loss[-1])
best: tuple[float, ...] = record.problem.minima[0].w
labels: tuple[str, ...] = result.labels
recording: gdviz.Recording = gdviz.recorded(Path("log.csv"))
reveal_type(record.w)
reveal_type(record.verdict)
reveal_type(gdviz.problem({"kind": "surface", "name": "sphere"}))
gdviz.run("a.json")
record.finsh
gdviz.lod("a.json")
gdviz.save(experiment, 3)
"""


def test_that_a_type_checker_sees_the_types_of_the_installed_package(installed: Path, tmp_path: Path) -> None:
    (tmp_path / "mine.py").write_text(USER_SCRIPT, encoding="utf-8")
    mypy = [sys.executable, "-m", "mypy", "--strict", "--config-file=", "--python-executable", installed / "python"]
    checked = subprocess.run([*mypy, "mine.py"], cwd=tmp_path, capture_output=True, encoding="utf-8", check=False)
    lines = checked.stdout.splitlines()
    places = USER_SCRIPT.splitlines()
    wrong = {places[int(line.split(":")[1]) - 1] for line in lines if ": error: " in line}
    assert wrong == set(places[-4:]), checked.stdout + checked.stderr
    printed = [line.partition(' type is "')[2].rstrip('"') for line in lines if "Revealed type" in line]
    assert "float64" in printed[0] or "floating" in printed[0], printed
    assert printed[1:] == ["gdviz.engine.trajectory.Verdict | None", "gdviz.problems.problem.Problem"], printed


def test_that_the_recipes_pass_a_type_checker(installed: Path, tmp_path: Path) -> None:
    for number, code in enumerate(RECIPES.values()):
        (tmp_path / f"recipe{number}.py").write_text(code, encoding="utf-8")
    mypy = [sys.executable, "-m", "mypy", "--strict", "--config-file=", "--python-executable", installed / "python"]
    run(*mypy, *(path.name for path in tmp_path.glob("recipe*.py")), cwd=tmp_path)
