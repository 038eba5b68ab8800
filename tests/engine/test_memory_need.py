from __future__ import annotations

import pytest

from gdviz.engine.memory_need import GIB, Need, networks, of_experiment
from tests.making import a_run, an_experiment, line_data


def test_that_a_step_needs_model_gradient_state_and_a_share_for_each_sample() -> None:
    need = Need(parameters=1000, activations=50, features=10, samples=500, size=4, slots=2)
    assert need.parts == {"parameters": 4000, "gradients": 4000, "state": 8000}
    assert need.per_sample == 240
    assert need.total(100) == 16_000 + 24_000


def test_that_the_largest_batch_fits_and_one_more_does_not() -> None:
    need = Need(1000, 50, 10, 500, 4, 1)
    for memory in (12_240, 13_000, 50_000):
        largest = need.largest(memory)
        assert need.total(largest) <= memory < need.total(largest + 1)
    assert need.largest(12_239) == 0 and need.powers(12_239) == []
    assert need.largest(10**9) == 500
    assert need.powers(10**9) == [1, 2, 4, 8, 16, 32, 64, 128, 256]


def test_that_the_networks_have_sources_and_24_gb_run_out() -> None:
    known = {network.name: network.need for network in networks()}
    for text in (text for network in networks() for text in network.source.values()):
        assert "arXiv" in text or "Radford" in text
    assert known["resnet50"].parameters == 25_557_032
    for need in known.values():
        assert need.total(need.samples) > 80 * GIB
    adam = Need(*(getattr(known["gpt2_xl"], key) for key in ("parameters", "activations", "features", "samples")), 4, 2)
    assert adam.largest(24 * GIB) == 0
    assert 400 < known["resnet50"].largest(24 * GIB) < 1000


@pytest.mark.parametrize(
    ("name", "s", "h", "a", "layers"), [("bert_base", 512, 768, 12, 12), ("gpt2_xl", 1024, 1600, 25, 48)]
)
def test_that_the_activations_of_transformers_follow_the_formula(
    name: str, s: int, h: int, a: int, layers: int
) -> None:
    need = next(network.need for network in networks() if network.name == name)
    assert 2 * need.activations == pytest.approx(layers * s * h * (34 + 5 * a * s / h))


def test_that_the_activations_of_resnet_50_are_its_convolutions() -> None:
    count, stages = 64 * 112**2, ((64, 3, 56, 1), (128, 4, 28, 2), (256, 6, 14, 2), (512, 3, 7, 2))
    for width, blocks, side, stride in stages:
        for block in range(blocks):
            count += width * (stride * side if block == 0 else side) ** 2 + 5 * width * side**2
            count += 4 * width * side**2 if block == 0 else 0
    assert next(network.need for network in networks() if network.name == "resnet50").activations == count


def test_that_an_experiment_s_own_need_is_small() -> None:
    need = of_experiment(an_experiment(line_data(50), [a_run([0, 0], {"kind": "adam", "lr": 0.1})], epochs=1))
    assert (need.parameters, need.samples, need.size, need.slots) == (2, 50, 8, 2)
    assert need.largest(GIB) == 50
