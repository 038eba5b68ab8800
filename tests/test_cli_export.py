"""`gdviz export`, mixed `--export`, and the completion of shells."""

from __future__ import annotations

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image
from PySide6.QtGui import QImage

import gdviz
from gdviz import cli
from gdviz.commandline import exporting, run
from gdviz.commandline import map as mapping
from gdviz.commandline.options import HELP
from gdviz.engine.recording import KNOWN
from gdviz.export.export_format import formats
from gdviz.gui.style import opengl
from gdviz.gui.style.theme import dark, light
from tests.making import WORKED, a_run, an_experiment, line_data

Capture = pytest.CaptureFixture[str]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "경사 하강 🏔.json"
    path.write_text(json.dumps(WORKED), encoding="utf-8")
    return path


def test_that_all_writes_a_file_of_every_format_and_each_that_carries_the_experiment_opens(
    file: Path, tmp_path: Path, capsys: Capture
) -> None:
    folder = tmp_path / "내보내기" / "deep"
    assert cli.main(["export", str(file), "--all", str(folder), "--size", "320x240", "--lang", "en"]) == 0
    printed = capsys.readouterr().out.splitlines()
    experiment = gdviz.load(file)
    for known in formats().values():
        path = folder / f"{file.stem}{known.suffixes[0]}"
        if known.missing() is None:
            assert str(path) in printed
            assert path.stat().st_size > 100
            if known.carries:
                assert gdviz.load(path) == experiment
    assert {path.name for path in folder.iterdir()} == {Path(line).name for line in printed}


def test_that_a_file_in_the_place_of_the_folder_is_reported(file: Path, capsys: Capture) -> None:
    assert cli.main(["export", str(file), "--all", str(file), "--lang", "en"]) == 1
    assert capsys.readouterr().err == f"gdviz: {file}: cannot be written: Not a directory\n"


def test_that_picture_says_what_a_film_shows_too(file: Path, tmp_path: Path, capsys: Capture) -> None:
    sizes = set()
    for picture in ("surface", "loss", "figure", "window"):
        target = tmp_path / f"{picture}.gif"
        assert cli.main(["export", str(file), str(target), "--picture", picture, "--size", "400x300"]) == 0
        with Image.open(target) as film:
            assert film.size == (400, 300)
        sizes.add(target.stat().st_size)
    assert len(sizes) == 4


def test_that_a_view_in_3d_says_that_it_needs_a_display(
    file: Path, tmp_path: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(opengl, "trouble", lambda: opengl.Trouble.PLATFORM)
    for name in ("a.png", "a.gif"):
        target = tmp_path / name
        assert cli.main(["export", str(file), str(target), "--picture", "surface3d", "--lang", "en"]) == 2
        assert capsys.readouterr().err == "gdviz: --picture: the view in 3-D needs a display with OpenGL\n"
        assert not target.exists()


def test_that_all_into_its_own_folder_leaves_the_experiment(file: Path, capsys: Capture) -> None:
    before = file.read_bytes()
    assert cli.main(["export", str(file), "--all", str(file.parent), "--size", "320x240"]) == 0
    assert file.read_bytes() == before
    assert gdviz.load(file.with_stem(f"{file.stem}-result")) == gdviz.load(file)
    capsys.readouterr()


@pytest.mark.parametrize("command", ["run", "export"])
def test_that_an_export_never_replaces_its_experiment(command: str, file: Path, capsys: Capture) -> None:
    before = file.read_bytes()
    arguments = ["run", str(file), "--export", str(file)] if command == "run" else ["export", str(file), str(file)]
    assert cli.main([*arguments, "--lang", "en"]) == 1
    assert "is the experiment itself" in capsys.readouterr().err
    assert file.read_bytes() == before


def test_that_mixed_exports_are_written_and_the_record_reads_back(tmp_path: Path, capsys: Capture) -> None:
    names = ("a.png", "a.gif", "a.csv", "a.npz", "a.torch.py", "a.numpy.py", "b.json")
    exports = [word for name in names for word in ("--export", str(tmp_path / name))]
    assert cli.main(["run", "--steps", "5", "--size", "320x240", *exports]) == 0
    assert {path.name for path in tmp_path.iterdir()} == set(names)
    with np.load(tmp_path / "a.npz") as arrays:
        record = gdviz.run(gdviz.load(tmp_path / "a.gif")).runs[0]
        assert np.array_equal(arrays["runs/0/w"], record.w)
    assert "import torch" in (tmp_path / "a.torch.py").read_text(encoding="utf-8")
    assert "import torch" not in (tmp_path / "a.numpy.py").read_text(encoding="utf-8")
    capsys.readouterr()


def test_that_an_exported_picture_is_an_experiment_to_run(file: Path, tmp_path: Path, capsys: Capture) -> None:
    picture = tmp_path / "a.png"
    assert cli.main(["export", str(file), str(picture), "--size", "320x240"]) == 0
    capsys.readouterr()
    assert cli.main(["run", str(picture), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["experiment"] == gdviz.load(file).to_dict()


def test_that_a_format_that_lacks_something_here_is_reported_before_anything_is_computed(
    tmp_path: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    assert cli.main(["run", "--export", str(tmp_path / "a.mp4"), "--lang", "en"]) == 1
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err.endswith('a.mp4: MP4 needs PyAV: pip install "gdviz[video]"\n')


def full(*_: object) -> None:
    raise OSError(28, "No space left on device")


@pytest.mark.parametrize("name", ["a.csv", "a.npz", "a.py", "a.gif", "a.png"])
def test_that_a_full_disk_is_one_sentence_and_the_old_file_stays(
    name: str, tmp_path: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / name
    path.write_bytes(b"old")
    monkeypatch.setattr("os.fsync", full)
    assert cli.main(["run", "--steps", "2", "--size", "320x240", "--export", str(path), "--lang", "en"]) == 1
    error = capsys.readouterr().err
    assert error == f"gdviz: {path}: cannot be written: No space left on device\n"
    assert path.read_bytes() == b"old"
    assert [file.name for file in tmp_path.iterdir()] == [name]


@pytest.mark.parametrize(
    ("make", "says"),
    [
        (lambda folder: folder / ("x" * 300 + ".csv"), "File name too long"),
        (lambda folder: folder / "gone" / "a.csv", "there is no folder"),
    ],
)
def test_that_a_place_that_cannot_be_is_one_sentence(
    make: Callable[[Path], Path], says: str, tmp_path: Path, capsys: Capture
) -> None:
    assert cli.main(["run", "--steps", "2", "--export", str(make(tmp_path)), "--lang", "en"]) == 1
    error = capsys.readouterr().err
    assert says in error
    assert error.count("\n") == 1


@pytest.mark.skipif(sys.platform == "win32", reason="permissions of folders")
@pytest.mark.parametrize("suffix", ["csv", "json", "png", "gif"])
def test_that_a_read_only_folder_is_one_sentence_before_anything_is_computed(
    suffix: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    folder = tmp_path / "closed"
    folder.mkdir(mode=0o500)
    if os.geteuid() == 0:  # for root no folder is read-only: the system is asked for another user
        monkeypatch.setattr("os.access", lambda path, mode: Path(path) != folder)
    path = folder / f"a.{suffix}"
    assert cli.main(["run", "--steps", "100000000", "--export", str(path), "--lang", "en"]) == 1
    assert capsys.readouterr().err == f"gdviz: {path}: cannot be written: the folder is closed to you\n"
    assert list(folder.iterdir()) == []


OFFERED = [
    (("run", "--surf"), {"--surface"}),
    (("run", "--surface", "himm"), {"himmelblau"}),
    (("run", "--surface=himm"), {"himmelblau"}),
    (("run", "--optimizer", "adamw"), {"adamw"}),
    (("export", "race.json", "--the"), {"--theme"}),
    (("list", "opt"), {"optimizers"}),
    (("lesson", "worked"), {"worked_example"}),
    (("lesson", "by_"), {"by_hand"}),
    (("ex",), {"export"}),
    (("run", "ra"), {"race.json"}),
    (("run", "--lr", ""), {"race.json"}),
]
"""What is typed after `gdviz`, and what TAB offers for the last word."""
TAB = {
    "bash": """
        source '{script}'
        COMP_WORDBREAKS="$COMP_WORDBREAKS="
        COMP_WORDS=({words}) COMP_CWORD=$(( ${{#COMP_WORDS[@]}} - 1 ))
        _gdviz
        [ ${{#COMPREPLY[@]}} -gt 0 ] && echo "${{COMPREPLY[@]}}" || compgen -f -- "${{COMP_WORDS[COMP_CWORD]}}" """,
    "zsh": """
        compdef() {{ }}
        compset() {{ }}
        compadd() {{ for one in ${{(P)2}}; do [[ $one = ${{current}}* ]] && echo $one; done; return 0 }}
        _files() {{ echo *.json }}
        source '{script}'
        words=({words}) CURRENT=${{#words}}
        _gdviz""",
    "fish": "source '{script}'; complete -C \"{line}\" | string split -f 1 \\t; true",
}
"""How a shell prints what it offers; bash splits --option=value into three words."""


def offered(shell: str, script: Path, *words: str) -> set[str]:
    """What a shell offers for the last of the words after `gdviz`, where race.json is the one file."""
    folder = script.with_name("folder")
    folder.mkdir(exist_ok=True)
    (folder / "race.json").touch()
    typed = [part for word in words for part in (word.replace("=", " = ").split(" ") if shell == "bash" else [word])]
    line = " ".join(f"'{word}'" for word in ("gdviz", *typed))
    program = shutil.which(shell)
    assert program is not None
    code = TAB[shell].format(script=script, words=line, line=" ".join(("gdviz", *words)))
    quiet = {"bash": ["--norc"], "zsh": ["-f"], "fish": ["--no-config"]}[shell]
    done = subprocess.run([program, *quiet, "-c", code], capture_output=True, text=True, check=True, cwd=folder)
    return {word.rpartition("=")[2] for word in done.stdout.split()}


@pytest.mark.parametrize("shell", list(filter(shutil.which, TAB)))
def test_that_a_shell_completes_commands_options_names_and_files(shell: str, tmp_path: Path, capsys: Capture) -> None:
    assert cli.main(["completion", shell]) == 0
    script = tmp_path / "script"
    script.write_text(capsys.readouterr().out, encoding="utf-8")
    assert offered(shell, script, "") >= set(cli.COMMANDS)
    for words, wanted in OFFERED:
        assert offered(shell, script, *words) == wanted, words


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_that_a_script_has_every_option_of_run(shell: str, capsys: Capture) -> None:
    assert cli.main(["completion", shell]) == 0
    script = capsys.readouterr().out
    for flag in ("surface", "export", "at", "schedule-gamma", HELP.flag[2:]):
        assert (f"-l {flag}" if shell == "fish" else f"--{flag}") in script


def test_that_help_shows_examples_that_run_as_they_stand(file: Path, tmp_path: Path, capsys: Capture) -> None:
    shutil.copy(file, tmp_path / "worked.json")
    for command in (run.COMMAND, exporting.COMMAND, mapping.COMMAND):
        for example in command.examples:
            words = shlex.split(example)[1:]
            if formats()["mp4"].missing():
                words = [word.replace(".mp4", ".gif") for word in words]
            words += ["--size", "320x240"] if "--size" not in words and "--json" not in words else []
            with pytest.MonkeyPatch.context() as patch:
                patch.chdir(tmp_path)
                assert cli.main(words) == 0, example
        capsys.readouterr()
        assert cli.main([command.usage.split()[1], "--help"]) == 0
        printed = capsys.readouterr().out
        assert all(example in printed for example in command.examples)


def test_that_figures_are_made_for_a_place_and_open_again(tmp_path: Path, file: Path) -> None:
    names = [str(tmp_path / name) for name in ("figure.svg", "figure.pdf", "figure.png")]
    look = ["--picture", "figure", "--place", "column", "--theme", "dark", "--lang", "ko", "--at", "1"]
    assert cli.main(["export", str(file), *names, *look]) == 0
    svg = Path(names[0]).read_text(encoding="utf-8")
    assert re.search(r'<svg [^>]*width="89\.000mm"', svg)
    assert "스텝" in svg
    assert dark().panel in svg
    image = QImage(names[2])
    assert image.width() / image.dotsPerMeterX() * 1000 == pytest.approx(89, abs=0.1)
    for name in names:
        assert gdviz.load(name) == gdviz.load(file)


def losses_at(folder: Path, file: Path, *words: str) -> bytes:
    """The pixels of a picture of the losses."""
    path = folder / "a.png"
    assert cli.main(["export", str(file), str(path), "--picture", "loss", "--scale", "1", *words]) == 0
    return np.asarray(Image.open(path).convert("RGB")).tobytes()


def test_that_a_picture_shows_the_playhead_where_a_step_is_asked_for(tmp_path: Path, file: Path) -> None:
    plain = losses_at(tmp_path, file)
    one, other = losses_at(tmp_path, file, "--at", "4"), losses_at(tmp_path, file, "--at", "15")
    assert len({plain, one, other}) == 3


def test_that_pictures_without_a_ground_are_of_a_figure(tmp_path: Path, file: Path, capsys: Capture) -> None:
    names = [str(tmp_path / name) for name in ("a.png", "a.svg", "a.pdf")]
    assert cli.main(["export", str(file), *names, "--transparent"]) == 0
    with Image.open(names[0]) as image:
        assert image.mode == "RGBA"
        assert image.getpixel((0, 0))[3] == 0
        assert image.width == 1440
    assert f'fill="{light().panel}"' not in Path(names[1]).read_text(encoding="utf-8")
    for name in names:
        assert gdviz.load(name) == gdviz.load(file)
    capsys.readouterr()
    words = ["export", str(file), str(tmp_path / "b.png"), "--transparent", "--picture", "window", "--lang", "en"]
    assert cli.main(words) == 2
    printed = "gdviz: --transparent: a picture of the window cannot be transparent; choose another --picture"
    assert capsys.readouterr().err.strip() == printed
    assert not (tmp_path / "b.png").exists()


def test_that_what_has_a_place_is_a_figure_on_white(tmp_path: Path, file: Path) -> None:
    path = tmp_path / "a.png"
    assert cli.main(["export", str(file), str(path), "--place", "column"]) == 0
    with Image.open(path) as image:
        assert image.convert("RGB").getpixel((0, 0)) == (255, 255, 255)
        assert image.width == 2100


def test_that_a_name_too_long_is_one_sentence(tmp_path: Path, file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / f"{'가' * 100}.svg"
    assert cli.main(["export", str(file), str(path), "--lang", "en"]) == 1
    assert capsys.readouterr().err.strip() == f"gdviz: {path}: cannot be written: File name too long"


def test_that_a_picture_of_what_there_is_not_is_refused(
    tmp_path: Path, file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for words in (["--picture", "data"], ["--picture", "pie"], ["--place", "wall"], ["--scale", "0"], ["--scale", "x"]):
        assert cli.main(["export", str(file), str(tmp_path / "a.png"), *words, "--lang", "en"]) == 2
        assert len(capsys.readouterr().err.strip().splitlines()) == 1
    assert not (tmp_path / "a.png").exists()


def test_that_a_step_beyond_the_last_and_a_size_in_a_place_are_reported(
    tmp_path: Path, file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "a.png"
    last = max(record.updates for record in gdviz.run(gdviz.load(file)).runs)
    words = ["export", str(file), str(path), "--picture", "loss", "--lang", "en"]
    assert cli.main([*words, "--at", str(last)]) == 0
    assert capsys.readouterr().err == ""
    assert cli.main([*words, "--at", "5000"]) == 0
    assert capsys.readouterr().err == f"gdviz: --at 5000: the last step is {last}, and that is shown\n"
    assert cli.main([*words, "--place", "column"]) == 0
    assert capsys.readouterr().err == ""
    assert cli.main([*words, "--place", "column", "--size", "300x300"]) == 0
    printed = (
        "gdviz: --size with --place column counts pixels of the views: the picture is 63.6 × 63.6 mm,"
        " as a PNG 1500 × 1500 pixels\n"
    )
    assert capsys.readouterr().err == printed
    with Image.open(path) as image:
        assert image.size == (1500, 1500)
        assert 1500 / image.info["dpi"][0] * 25.4 == pytest.approx(63.6, abs=0.05)
    assert cli.main([*words, "--place", "column", "--size", "300x200", "--lang", "ko"]) == 0
    assert "1500 × 1000" in capsys.readouterr().err


def with_recorded(folder: Path, *names: str, base: dict[str, Any] = WORKED) -> Path:
    """An experiment file in `folder` that names recorded runs there."""
    path = folder / "e.json"
    path.write_text(json.dumps({**base, "view": {"recorded": list(names)}}), encoding="utf-8")
    return path


def test_that_a_moved_recorded_run_is_a_line_on_stderr_and_pictures_that_lack_it_exit_with_1(
    tmp_path: Path, capsys: Capture
) -> None:
    file = with_recorded(tmp_path, "logs/gone.csv")
    gone, picture, again = tmp_path / "logs" / "gone.csv", tmp_path / "a.png", tmp_path / "b.svg"
    line = f"gdviz: Recorded run gone is not shown: {gone}: cannot be read: No such file or directory\n"
    end = "gdviz: the pictures are written, but they lack recorded runs: gone\n"
    size = ["--size", "640x480", "--lang", "en"]
    for command in (["run", str(file), "--export", str(picture), *size], ["export", str(file), str(again), *size]):
        assert cli.main(command) == 1
        printed = capsys.readouterr()
        assert printed.err == line + end
        assert printed.out
    assert picture.stat().st_size > 1000
    assert printed.out == f"{again}\n"
    for command in (
        ["run", str(file)],  # nothing that is asked for here would show it
        ["run", str(file), "--json"],
        ["run", str(file), "--export", str(tmp_path / "a.csv")],
        ["export", str(file), str(tmp_path / "a.npz")],
    ):
        assert cli.main([*command, "--lang", "en"]) == 0
        assert capsys.readouterr().err == line


def test_that_a_hidden_recorded_run_is_not_lacking_in_pictures(tmp_path: Path, capsys: Capture) -> None:
    file = tmp_path / "e.json"
    hidden = {"path": "gone.csv", "hidden": True}
    file.write_text(json.dumps({**WORKED, "view": {"recorded": [hidden]}}), encoding="utf-8")
    assert cli.main(["export", str(file), str(tmp_path / "a.png"), "--size", "640x480", "--lang", "en"]) == 0
    assert "Recorded run gone is not shown" in capsys.readouterr().err


def test_that_another_dimension_and_unknown_columns_are_lines_on_stderr(tmp_path: Path, capsys: Capture) -> None:
    (tmp_path / "a.csv").write_text("step,w1,w2,w3,host\n0,1,2,3,x\n")
    file = with_recorded(tmp_path, "a.csv")
    for command in (["run", str(file)], ["export", str(file), str(tmp_path / "a.svg"), "--size", "640x480"]):
        assert cli.main([*command, "--lang", "en"]) == 0
        assert capsys.readouterr().err == (
            "gdviz: Recorded run a has no path: it has 3 parameters, this problem has 2\n"
            f"gdviz: Recorded run a: columns that are not read: host; {KNOWN}\n"
        )


@pytest.mark.parametrize("picture", ["window", "figure"])
@pytest.mark.parametrize("sizes", [(2, 2), (2, 4)])
def test_that_pictures_whose_axes_count_epochs_say_that_they_leave_recorded_runs_out(
    picture: str, sizes: tuple[int, int], tmp_path: Path, capsys: Capture
) -> None:
    (tmp_path / "a.csv").write_text("step,loss\n0,3\n5,1\n")
    runs = [a_run([1, 1], label=str(size), batch={"size": size}) for size in sizes]
    base = an_experiment(line_data(8), runs, epochs=3).to_dict()
    file = with_recorded(tmp_path, "a.csv", base=base)
    options = ["--size", "640x480", "--picture", picture, "--lang", "en"]
    assert cli.main(["export", str(file), str(tmp_path / "a.svg"), *options]) == 0
    line = "gdviz: Recorded runs count steps, not epochs or samples: they are drawn when the plots count steps\n"
    assert capsys.readouterr().err == ("" if len(set(sizes)) == 1 else line)


def test_that_the_overview_lists_the_exit_codes(capsys: Capture) -> None:
    assert cli.main(["--help"]) == 0
    assert "Exit codes: 0 done; 1 " in capsys.readouterr().out


@pytest.mark.parametrize("suffix", ["csv", "json", "png", "svg", "gif"])
def test_that_an_export_through_a_link_replaces_its_target(suffix: str, tmp_path: Path, capsys: Capture) -> None:
    (tmp_path / "elsewhere").mkdir()
    target, link = tmp_path / "elsewhere" / f"a.{suffix}", tmp_path / f"link.{suffix}"
    try:
        link.symlink_to(target)
    except OSError:  # Windows wants a right for it
        pytest.skip("no symbolic links here")
    for _ in range(2):  # dangling, then onto the file
        assert cli.main(["run", "--steps", "2", "--export", str(link), "--lang", "en"]) == 0
        assert link.readlink() == target and target.stat().st_size > 100
    target.unlink()
    target.parent.rmdir()
    assert cli.main(["run", "--steps", "100000000", "--export", str(link), "--lang", "en"]) == 1
    error = capsys.readouterr().err
    assert f"{link}: cannot be written: there is no folder {target.parent}\n" in error
    target = link.with_name("itself.csv")
    target.symlink_to(target)
    assert cli.main(["run", "--steps", "100000000", "--export", str(target), "--lang", "en"]) == 1
    assert f"{target}: cannot be written: Too many levels of symbolic links\n" in capsys.readouterr().err


@pytest.mark.skipif(sys.platform == "win32", reason="permissions of POSIX")
def test_that_a_read_only_file_is_refused_before_anything_is_computed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    file = tmp_path / "a.csv"
    file.write_bytes(b"old")
    file.chmod(0o444)
    monkeypatch.setattr("os.access", lambda path, mode: Path(path) != file)  # root may write everything
    assert cli.main(["run", "--steps", "100000000", "--export", str(file), "--lang", "en"]) == 1
    assert capsys.readouterr().err == f"gdviz: {file}: cannot be written: Permission denied\n"
    assert file.read_bytes() == b"old"
