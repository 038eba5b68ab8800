from __future__ import annotations

import pytest

from gdviz.engine.latex import latex
from gdviz.engine.notation import Atom, Fence, Fraction, Root, Row, Script, read


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("6xy", "6xy"),
        ("3x²", "3x^{2}"),
        ("−η·m̂ / (√v̂ + ε)", r"-\frac{\eta \cdot \hat{m}}{\sqrt{\hat{v}}+\varepsilon}"),
        ("m / (1 − β₁ᵗ)", r"\frac{m}{1-\beta _{1}^{t}}"),
        ("2/B · Σ (ŷ − y)·x", r"\frac{2}{B}\cdot \sum \left(\hat{y}-y\right)\cdot x"),
        ("x/y·z", r"\frac{x}{y}\cdot z"),
        ("x^(1/3)", r"x^{\frac{1}{3}}"),
        ("4^−0.8", "4^{-0.8}"),
        ("√max(v − m², 0)", r"\sqrt{\max \left(v-m^{2} , 0\right)}"),
        ("−(H + μ·I)⁻¹·g", r"-\left(H+\mu \cdot I\right)^{-1} \cdot g"),
        ("μₜ₊₁·m", r"\mu _{t+1} \cdot m"),
        ("|g| + ε", r"\left|g\right|+\varepsilon"),
        ("2.5e−16²", r"\left(2.5\cdot 10^{-16}\right)^{2}"),
        ("[6, 3]²", r"\left[6, 3\right]^{2}"),
        ("w2·(1 − tanh²(w1·x))", r"w_{2} \cdot \left(1-\tanh^{2} \left(w_{1} \cdot x\right)\right)"),
        ("v_max", r"v_{\max }"),
        ("½·Δwᵀ·∇²f·Δw", r"\frac{1}{2}\cdot \Delta w^{T} \cdot \nabla^{2} f\cdot \Delta w"),
        ("{0 : g·ĝ < 0; g}", r"\left\{0:\; g\cdot \hat{g}<0; g\right\}"),
        ("w′", r"w^{\prime}"),
    ],
)
def test_that_the_cards_formulas_become_latex(text: str, written: str) -> None:
    assert latex(read(text)) == written


def test_that_names_of_several_letters_stay_whole_where_they_are_known() -> None:
    assert latex(read("rate·x")) == r"rate\cdot x"
    assert latex(read("rate·x", frozenset({"rate"}))) == r"\mathit{rate}\cdot x"


def test_that_a_fraction_takes_the_whole_product_before_its_stroke() -> None:
    (sign, fraction) = read("−a·b / (c + d)").parts
    assert isinstance(sign, Atom) and sign.text == "−"
    assert isinstance(fraction, Fraction)
    assert isinstance(fraction.above, Row) and len(fraction.above.parts) == 3
    assert isinstance(fraction.below, Row)


def test_that_powers_roots_and_brackets_are_seen() -> None:
    assert isinstance(read("[1, 2]²").parts[0], Script)
    assert isinstance(read("√v").parts[0], Root)
    fence = read("[1, 2]").parts[0]
    assert isinstance(fence, Fence) and fence.kind == "["


@pytest.mark.parametrize("text", ["", "(", ")", "a)b", "√", "^", "x^", "/", "1 /", "·", "[1, ", "|", "_", "(])", "½²³"])
def test_that_what_is_no_formula_is_still_read(text: str) -> None:
    latex(read(text))
