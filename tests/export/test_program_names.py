"""Exported programs keep the names of a formula apart, whatever they are, and compute gdviz's numbers with them."""

from __future__ import annotations

import ast
import builtins
import importlib.util
import keyword
import symtable
import sys
import unicodedata
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any, cast

import numpy as np
import pytest

import gdviz
from gdviz.export.export_format import CodeFormat, formats
from gdviz.export.program.formulas import identifiers
from gdviz.formula.nodes import RESERVED
from tests.making import a_run, an_experiment, expression

PROGRAMS = ("numpy_program", "torch_program")
NUMPY_NAMES = ("np", "math", "sin", "sum", "zeros", "stack", "array", "float64", "ndarray", "random", "newaxis", "inf")
TORCH_NAMES = ("torch", "tensor", "Tensor", "nn", "optim", "autograd", "no_grad", "grad", "backward", "detach", "item")


def words(text: str) -> list[str]:
    """The words of a text."""
    return text.split()


OF_THE_PROGRAM = words(
    "n w x y X Y rows batch k w1 w2 b predict loss slopes gradient hessian minimum maximum value_at gradient_at "
    "hessian_at run_1 run RUNS path state delta label epoch position order noise optimizer objective Objective Losses "
    "losses Plateau update_1 rate_1 momentum_1 schedule_1 step outer sign_ bent small margin CENTER A s0 s1 t0 t1 m c1 "
    "zlib base64 self cls args kwargs unit_end_1 ORDER_1 point param params"
)
DUNDERS = words(
    "__name__ __file__ __doc__ __debug__ __import__ __class__ __builtins__ __init__ __all__ _ __ ___ _x __x"
)
KOREAN = words(
    "기울기 절편 가중치 학습률 손실 매개변수 면적 방_수 가격 나이 키 몸무게 성적 시간 거리 속도 온도 습도 압력 전압 "
    "전류 저항 길이 온기 열 빛 소리 높낮이 점수 등급 합격 불량 "
    "너비 높이 무게 부피 밀도 힘 일 에너지 값 합 평균 분산 편차 최솟값 최댓값 각도 주기 진폭"
)
SHORT = [f"{letter}{number}" for letter in "abcdefghijklmnopqrstuvwxyz" for number in ("", "_", "1")]
OTHERS = words(
    "α β γ Δ Σ Ω λ μ π_ θ ϑ φ ϕ é è ñ ü ß ø å x̂ ȳ ẋ ñ_ Å ﬁ ﬂ ﬀ Ĳ ŉ ſ ǆ 𝐱 𝑥 𝒙 𝔵 𝕩 𝗑 𝚡 ℓ ℎ ℝ ⅰ ⅳ x² ² ª º µ Ω K Å ϐ ϱ "
    "ᵢ ₓ 가 각 ㄱ ㅏ ﾡ が ガ ｶﾞ 漢字 中文 переменная x_1 X1 été cafe\u0301 café a\u0301 á q\u0323\u0307 q\u0307\u0323 "
    "שלום متغير ตัวแปร चर"
)


def full_width(name: str) -> str:
    """The name in full-width letters, which Python reads as the plain ones."""
    return "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in name)


def hostile_names() -> list[str]:
    """Some 500 names that a formula may have, and that Python or a program could understand differently."""
    plain = [*keyword.kwlist, *keyword.softkwlist, *dir(builtins), *NUMPY_NAMES, *TORCH_NAMES, *OF_THE_PROGRAM]
    wide = [full_width(name) for name in ("n", "len", "np", "w", "if", "x", "rows", "torch", "None", "sum", "loss")]
    twins = ["a", "o", "K", "fi", "x1", "x2", "np_", "len_", "np__", "np_2", "n_", "i", "iv", "l", "h", "R", "IJ"]
    long = ["w" * 80, "_" * 60, "긴이름" * 20, "a" * 80 + "1", "ａ" * 80 + "1"]
    found = [*plain, *SHORT, *DUNDERS, *KOREAN, *OTHERS, *wide, *twins, *long]
    return [name for name in dict.fromkeys(found) if name.isidentifier() and name not in RESERVED]


NAMES = hostile_names()
CHUNKS = [NAMES[i : i + 24] for i in range(0, len(NAMES), 24)]
"""The names of one model each: those of the first twelve are its parameters, of the others its columns."""


def model(names: list[str]) -> gdviz.Experiment:
    """A model whose first names are parameters, and the rest columns; every number in it is of its own."""
    names = sorted(names, key=lambda name: name[0] == "x" and name[1:].isdigit())  # only a column can be x2
    own, columns = names[: len(names) // 2], names[len(names) // 2 :]
    random = np.random.default_rng(len(names[0]))
    rows = random.uniform(0.5, 1.5, (6, len(columns)))
    terms = [f"{1 + i / 8}*{own[i % len(own)]}*{column}" for i, column in enumerate(columns)]
    text = " + ".join([*terms, *(f"{name}^2/{i + 2}" for i, name in enumerate(own))])
    data = {"kind": "inline", "x": rows.tolist(), "y": random.uniform(-1, 1, 6).tolist(), "names": columns}
    problem = {"kind": "model", "data": data, "prediction": text, "parameters": own}
    start = random.uniform(-0.5, 0.5, len(own)).tolist()
    return an_experiment(problem, [a_run(start, {"kind": "sgd", "lr": 0.001})], steps=3)


def written(kind: str, experiment: gdviz.Experiment) -> tuple[str, Any]:
    """The program of an experiment, and the experiment's result."""
    known = cast(CodeFormat, formats()[kind])
    result = gdviz.run(experiment, "cpu")
    return known.content(result).decode(), result


def standing_in_for_torch() -> Any:
    """The part of torch that a program needs to compute a loss, on NumPy's arrays; without gradients."""
    same = {name: getattr(np, name) for name in ("mean", "zeros", "sin", "exp", "abs", "maximum", "minimum")}
    return SimpleNamespace(
        **same, pow=np.power, tensor=lambda values, dtype=None: np.array(values), set_default_dtype=lambda dtype: None,
        as_tensor=lambda values, dtype=None: np.asarray(values), float64=float,
    )  # fmt: skip


@pytest.fixture(params=PROGRAMS)
def kind(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The kind of program; torch is the real one where it is installed, else what stands in for it."""
    errors = np.geterr()
    torch = None
    if request.param == "torch_program":
        if importlib.util.find_spec("torch") is None:
            monkeypatch.setitem(sys.modules, "torch", standing_in_for_torch())
        else:
            import torch

            default = torch.get_default_dtype()
    yield request.param
    np.seterr(**errors)
    if torch is not None:
        torch.set_default_dtype(default)


def compare(kind: str, experiment: gdviz.Experiment) -> None:
    """Fail where the program's loss, or its path, is not the record's."""
    text, result = written(kind, experiment)
    made: dict[str, Any] = {"__name__": "program"}
    exec(compile(text, f"{kind}.py", "exec"), made)
    record = result.runs[0]
    as_point = made["torch"].tensor if kind == "torch_program" else np.array
    losses = [float(made["loss"](as_point(w))) for w in record.w]
    np.testing.assert_allclose(losses, record.loss, rtol=1e-12, atol=1e-12, err_msg=text)
    if kind == "numpy_program" or hasattr(made["torch"], "optim"):
        np.testing.assert_allclose(made["run_1"](), record.w, rtol=1e-12, atol=1e-12, err_msg=text)


def functions_of(table: symtable.SymbolTable) -> Iterator[symtable.Function]:
    """All functions of a program, however deep."""
    for child in table.get_children():
        if isinstance(child, symtable.Function):
            yield child
        yield from functions_of(child)


def test_that_there_are_five_hundred_names() -> None:
    assert len(NAMES) >= 500
    assert len({unicodedata.normalize("NFKC", name) for name in NAMES}) < len(NAMES) - 20


@pytest.mark.parametrize("names", CHUNKS, ids=lambda names: ascii(names[0])[:20])
def test_that_a_program_computes_with_every_name(names: list[str], kind: str) -> None:
    compare(kind, model(names))


@pytest.mark.parametrize("names", CHUNKS, ids=lambda names: ascii(names[0])[:20])
def test_that_every_name_is_an_identifier_of_its_own_and_hides_nothing(names: list[str], kind: str) -> None:
    text, _ = written(kind, model(names))
    table = symtable.symtable(text, f"{kind}.py", "exec")
    of_problem = [one for one in functions_of(table) if one.get_name() in ("predict", "slopes", "loss", "gradient")]
    read = {name for function in of_problem for name in function.get_globals()}
    assert read <= {*table.get_identifiers(), *dir(builtins)}, text
    for function in of_problem:
        if function.get_name() in ("predict", "slopes"):
            own = set(function.get_locals()) - set(function.get_parameters())
            assert len(own) == len(names), text
            assert not own & {*read, *dir(builtins)}, text
    stored = [node.id for node in ast.walk(ast.parse(text)) if isinstance(node, ast.Name)]
    assert all(unicodedata.is_normalized("NFKC", name) for name in stored)


PAIRS = [("n", "len"), ("np", "np_"), ("ｎ", "n"), ("torch", "math"), ("µ", "μ"), ("ª", "a"), ("w", "ｗ"), ("x", "ｘ")]


@pytest.mark.parametrize("pair", [*PAIRS, *((y, x) for x, y in PAIRS)], ids=ascii)
def test_that_a_surface_is_written_with_every_name(pair: tuple[str, str], kind: str) -> None:
    x, y = pair
    problem = expression(f"2*{x}^2 + {x}*{y} + 3*{y}^4 + sin({y})", variables=[x, y], domain=[[-1, 1], [-1, 1]])
    compare(kind, an_experiment(problem, [a_run([0.4, -0.3])], steps=3))


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        (["a", "b"], ["a", "b"]),
        (["len", "lambda", "match", "np", "w"], ["len_", "lambda_", "match_", "np_", "w_"]),
        (["np_", "np", "ｎｐ"], ["np_", "np_2", "np_3"]),
        (["ª", "a"], ["a_", "a"]),
        (["μ", "µ"], ["μ", "μ_"]),
        (["기울기", "x"], ["기울기", "x"]),
    ],
)
def test_that_a_name_stays_as_it_is_unless_it_is_taken(names: list[str], expected: list[str]) -> None:
    assert [*identifiers(names).values()] == expected
