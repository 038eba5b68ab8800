"""The owner of the state of the view: what is stored, and what is laid over it for a while."""

from __future__ import annotations

from gdviz.gui.kernel.view_model import ViewModel
from gdviz.view_state import PersonState, ViewState


def watched() -> tuple[ViewModel, list[ViewState], list[ViewState]]:
    """A model, the states that it has shown, and those that it has stored."""
    model = ViewModel()
    shown: list[ViewState] = []
    stored: list[ViewState] = []
    model.changed.connect(lambda _: shown.append(model.state))
    model.chosen.connect(lambda: stored.append(model.stored))
    return model, shown, stored


def test_that_a_change_of_several_fields_is_one_change() -> None:
    model, shown, stored = watched()
    model.change(theme="dark", rates="line", run=1)
    assert len(shown) == len(stored) == 1
    assert (model.state.person.theme, model.state.experiment.rates, model.state.moment.run) == ("dark", "line", 1)
    model.change(theme="dark")
    assert len(shown) == len(stored) == 1


def test_that_a_choice_changes_what_is_laid_over_and_not_what_is_stored() -> None:
    model, _, stored = watched()
    layer = model.lay_over(ahead_hidden=True, theme="light")
    model.change(ahead_hidden=False)
    assert not model.state.experiment.ahead_hidden and not stored
    model.change(ahead_hidden=True, run=1)
    assert model.state.experiment.ahead_hidden and model.stored == ViewState().changed(run=1)
    model.lift(layer)
    assert model.state == model.stored and not model.state.experiment.ahead_hidden


def test_that_a_choice_ends_an_option_of_the_command_line_and_is_stored() -> None:
    model, shown, stored = watched()
    model.begin(PersonState(theme="light"), {})
    model.lay_over(until_chosen=True, theme="dark", language="ko")
    assert (model.state.person.theme, model.stored.person.theme) == ("dark", "light") and not stored
    model.change(theme="light")
    assert (model.state.person.theme, model.state.person.language) == ("light", "ko")
    assert shown[-1].person.theme == "light" and model.stored.person.language == "en"


def test_that_what_lay_below_is_there_again_when_a_layer_is_lifted() -> None:
    model, _, stored = watched()
    model.lay_over(until_chosen=True, theme="dark")
    presenting = model.lay_over(theme="light", line_scale=1.75)
    with model.laid_over(theme="dark"):
        assert model.state.person.theme == "dark"
    assert model.state.person.theme == "light"
    model.change(theme="system")
    assert model.state.person.theme == "system"
    model.lift(presenting)
    assert model.state.person.theme == "dark" and model.state.person.line_scale == 1.0 and not stored


def test_that_what_is_laid_over_stays_while_another_experiment_opens() -> None:
    model, _, _ = watched()
    layer = model.lay_over(ahead_hidden=True)
    model.change(from_here=True)
    model.open({"rates": "sweep"})
    assert model.state.experiment.ahead_hidden and model.state.experiment.rates == "sweep"
    assert not model.state.moment.from_here
    model.lift(layer)
    assert not model.state.experiment.ahead_hidden


def test_that_groups_that_a_change_leaves_alone_stay_the_same_while_something_is_laid_over_them() -> None:
    model, shown, _ = watched()
    model.lay_over(theme="light", ahead_hidden=True)
    before = model.state
    model.change(stage=1)
    assert model.state.person is before.person and model.state.experiment is before.experiment
    assert model.state.moment.stage == 1 and len(shown) == 2
