"""The experiment in exported files: found to the bit, and at a bounded cost even in a hostile file."""

from __future__ import annotations

import io
import json
import random
import struct
import time
import tracemalloc
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image, PngImagePlugin

import gdviz
from gdviz import carried
from gdviz.experiment import load
from gdviz.export.export_format import DataFormat, Film, FilmFormat, formats
from tests.making import a_run, an_experiment, expression, line_data

EXPERIMENT = an_experiment(
    expression("3*x^2*y + a", parameters={"a": 0.1}),
    [{**a_run([1 / 3, -1e-300], {"kind": "adam", "lr": 0.1}), "label": "경사 <하강> & \"ㅎ\" 🏔"}],
    note={"en": "a\n%EOF endstream </metadata> \x00 ]]>", "ko": "가"},
)  # fmt: skip
TEXT = carried.text_of(EXPERIMENT.to_dict())


def png(kind: str) -> bytes:
    info = PngImagePlugin.PngInfo()
    if kind == "iTXt":
        info.add_itxt(carried.KEY, TEXT, zip=True)
    else:
        info.add_text(carried.KEY, TEXT, zip=kind == "zTXt")
    buffer = io.BytesIO()
    Image.new("RGB", (40, 30)).save(buffer, "PNG", pnginfo=info)
    return buffer.getvalue()


def film(kind: str) -> bytes:
    frames = [np.full((24, 32, 4), 40 * k, np.uint8) for k in range(5)]
    known = formats()[kind]
    assert isinstance(known, FilmFormat)
    if known.missing():
        pytest.skip(str(known.missing()))
    return known.content(Film((32, 24), 5, 10, 0.5, frames[:1], EXPERIMENT), iter(frames))


def table(kind: str) -> bytes:
    known = formats()[kind]
    assert isinstance(known, DataFormat)
    return known.content(gdviz.run(EXPERIMENT))


def pdf() -> bytes:
    packed = zlib.compress(TEXT.encode())
    return (
        b"%PDF-1.4\n7 0 obj\n<< /Length 8 0 R /Filter /FlateDecode >>\nstream\n" + packed + b"\nendstream\nendobj\n"
        b"9 0 obj\n<< /Type/Filespec /EF <</F 7 0 R>> >>\nendobj\n%%EOF\n"
    )


def svg() -> bytes:
    plain = b'<?xml version="1.0"?>\n<svg xmlns="http://www.w3.org/2000/svg" width="9"><rect/></svg>'
    return carried.into_svg(plain, TEXT)


FILES: dict[str, Callable[[], bytes]] = {
    "text.png": lambda: png("tEXt"),
    "packed.png": lambda: png("zTXt"),
    "international.png": lambda: png("iTXt"),
    "a.gif": lambda: film("gif"),
    "a.mp4": lambda: film("mp4"),
    "a.npz": lambda: table("npz"),
    "a.json": lambda: table("json"),
    "a.svg": svg,
    "a.pdf": pdf,
}


@pytest.mark.parametrize("name", FILES)
def test_that_an_exported_file_opens_the_experiment_that_made_it(name: str, tmp_path: Path) -> None:
    path = tmp_path / f"그림 🏔 {name}"
    path.write_bytes(FILES[name]())
    opened = load(path)
    assert opened == EXPERIMENT
    assert opened.to_dict() == EXPERIMENT.to_dict()
    assert carried.carries(path)


@pytest.mark.parametrize("name", FILES)
def test_that_the_content_counts_and_not_the_suffix(name: str, tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(FILES[name]())
    assert load(path) == EXPERIMENT


@pytest.mark.parametrize("kind", ["tEXt", "zTXt"])
def test_that_a_picture_whose_text_is_latin_1_opens(kind: str, tmp_path: Path) -> None:
    experiment = an_experiment("sphere", [a_run([1, 1])], title="x² + 3y², café")
    info = PngImagePlugin.PngInfo()
    info.add_text(carried.KEY, json.dumps(experiment.to_dict(), ensure_ascii=False), zip=kind == "zTXt")
    Image.new("RGB", (4, 3)).save(tmp_path / "a.png", pnginfo=info)
    assert load(tmp_path / "a.png") == experiment


def test_that_an_experiment_file_is_no_carrier(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    gdviz.save(EXPERIMENT, path)
    assert not carried.carries(path)
    assert load(path) == EXPERIMENT


def test_that_a_result_that_another_program_has_reformatted_opens(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    path.write_text(json.dumps(json.loads(table("json")), indent=4), encoding="utf-8")
    assert load(path) == EXPERIMENT


def test_that_samples_are_included(tmp_path: Path) -> None:
    experiment = an_experiment(line_data(), [a_run([0, 0])], epochs=2)
    path = tmp_path / "a.npz"
    known = formats()["npz"]
    assert isinstance(known, DataFormat)
    path.write_bytes(known.content(gdviz.run(experiment)))
    assert load(path) == experiment


@pytest.mark.parametrize(("head", "names"), [("x,y", ["x"]), ("넓이,price", ["넓이"])])
@pytest.mark.parametrize("kind", ["npz", "json"])
def test_that_the_samples_of_a_csv_file_are_included(kind: str, head: str, names: list[str], tmp_path: Path) -> None:
    table = tmp_path / "samples.csv"
    table.write_text(f"{head}\n0,1.25\n0.1,3\n2,5\n", encoding="utf-8")
    x, y = head.split(",")
    data = {"kind": "csv", "path": str(table), "x": [x], "y": y, "standardise": True}
    batch = {"size": 2, "shuffle": True}
    experiment = an_experiment(
        {"kind": "linear_regression", "data": data}, [a_run([0, 0], batch=batch)], epochs=4, seed=3
    )
    made = gdviz.run(experiment)
    known = formats()[kind]
    assert isinstance(known, DataFormat)
    path = tmp_path / f"a.{kind}"
    path.write_bytes(known.content(made))
    table.unlink()
    again = gdviz.run(load(path))
    assert again.runs[0].w.tolist() == made.runs[0].w.tolist()
    assert list(again.runs[0].problem.samples.names) == names  # type: ignore[attr-defined]
    assert again.runs[0].problem.samples.target == y  # type: ignore[attr-defined]


def test_that_a_large_csv_file_is_named_by_its_path(tmp_path: Path) -> None:
    table = tmp_path / "samples.csv"
    table.write_text("x,y\n" + "1,2\n3,4\n" * 13_000)
    data = {"kind": "csv", "path": str(table), "x": ["x"], "y": "y"}
    experiment = an_experiment({"kind": "linear_regression", "data": data}, [a_run([0, 0])], steps=1)
    assert experiment.portable() == experiment.to_dict()


def refusal(path: Path) -> str:
    """The sentence with which a file is refused, in bounds of time and memory; empty where it opens."""
    tracemalloc.start()
    begun = time.perf_counter()
    try:
        load(path)
        return ""
    except gdviz.ExperimentError as error:
        return str(error)
    finally:
        seconds, peak = time.perf_counter() - begun, tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        assert seconds < 3, seconds  # tracemalloc makes it several times slower than it is
        assert peak < 200 * 2**20, peak


@pytest.mark.parametrize("name", FILES)
def test_that_a_file_cut_off_anywhere_is_refused_in_a_sentence(name: str, tmp_path: Path) -> None:
    whole = FILES[name]()
    path = tmp_path / name
    dice = random.Random(3)
    for end in {0, 1, 5, 12, 20, 40, *(dice.randrange(len(whole)) for _ in range(30))}:
        path.write_bytes(whole[:end])
        try:
            assert load(path) == EXPERIMENT  # the text was before the cut
        except gdviz.ExperimentError as error:
            assert "\n" not in str(error)


@pytest.mark.parametrize("name", FILES)
def test_that_a_mutated_file_opens_or_is_refused_in_a_sentence(name: str, tmp_path: Path) -> None:
    whole = FILES[name]()
    path = tmp_path / name
    dice = random.Random(5)
    for _ in range(40):
        changed = bytearray(whole)
        for _ in range(dice.choice((1, 1, 3, 20))):
            changed[dice.randrange(min(len(changed), dice.choice((64, 4096, 10**9))))] = dice.randrange(256)
        path.write_bytes(changed)
        try:
            load(path)
        except gdviz.ExperimentError as error:
            assert "\n" not in str(error)


def box(kind: bytes, content: bytes, size: int | None = None) -> bytes:
    return struct.pack(">I4s", len(content) + 8 if size is None else size, kind) + content


def chunk(kind: bytes, content: bytes, length: int | None = None) -> bytes:
    return struct.pack(">I", len(content) if length is None else length) + kind + content + bytes(4)


def hostile_npz(**more: Any) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        head = b"\x93NUMPY\1\0v\0" + b"{'descr': '<U99999999', 'fortran_order': False, 'shape': (), }"
        archive.writestr("experiment.npy", head.ljust(128) + bytes(300 * 2**20))
    return buffer.getvalue()


SIGNATURE = b"\x89PNG\r\n\x1a\n"
BOMB = zlib.compress(b"[" * (300 * 2**20))
HOSTILE: dict[str, Callable[[], bytes]] = {
    "bomb.png": lambda: SIGNATURE + chunk(b"zTXt", carried.KEY.encode() + b"\0\0" + BOMB),
    "endless.png": lambda: SIGNATURE + chunk(b"eXIf", b"") * 200_000,
    "long.png": lambda: SIGNATURE + chunk(b"tEXt", b"", 2**31 - 1),
    "nested.png": lambda: SIGNATURE + chunk(b"tEXt", carried.KEY.encode() + b"\0" + b"[" * 100_000),
    "many.png": lambda: SIGNATURE + chunk(b"tEXt", carried.KEY.encode() + b"\0[" + b"{}," * 4_000_000),
    "program.png": lambda: SIGNATURE + chunk(b"tEXt", carried.KEY.encode() + b"\0__import__('os')"),
    "bomb.pdf": lambda: pdf().replace(zlib.compress(TEXT.encode()), BOMB),
    "much.pdf": lambda: b"%PDF-1.4\n" + b"/EF <</F 7 0 R>>\n" * 2_000_000,
    "bomb.npz": hostile_npz,
    "directory.npz": lambda: b"PK\3\4" + b"PK\5\6" + struct.pack("<HHHHIIH", 0, 0, 60000, 60000, 2**31, 0, 0),
    "endless.gif": lambda: b"GIF89a" + bytes(7) + b"\x21\xff\0" * 200_000,
    "comment.gif": lambda: b"GIF89a" + bytes(7) + b"\x21\xfe" + (b"\xff" + b"x" * 255) * 200_000,
    "deep.mp4": lambda: box(b"ftyp", b"isom") + box(b"moov", b"", 2**31),
    "endless.mp4": lambda: box(b"ftyp", b"isom") + box(b"free", b"") * 200_000,
    "lying.mp4": lambda: box(b"ftyp", b"isom") + box(b"moov", b"\0\0\0\0", 0),
    "open.svg": lambda: b'<svg><metadata id="gdviz-experiment"' + b" x" * 4_000_000,
    "result.json": lambda: b'{"format": "gdviz-result", "version": 1, "experiment": ' + b"[" * 3_000_000,
    "none.svg": lambda: b"<svg></svg>",
    "none.gif": lambda: b"GIF89a" + bytes(7) + b";",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_that_a_hostile_file_costs_neither_time_nor_memory(name: str, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_bytes(HOSTILE[name]())
    sentence = refusal(path)
    assert sentence
    assert "\n" not in sentence
    assert len(sentence) < 300


def test_that_a_picture_without_an_experiment_says_so(tmp_path: Path) -> None:
    path = tmp_path / "사진.png"
    Image.new("RGB", (4, 4)).save(path)
    assert refusal(path) == "사진.png: carries no experiment of gdviz"
