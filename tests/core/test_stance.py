"""Who carries the load, the plates' zeros and the weight of a quiet stance, from synthetic forces."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

import numpy as np
import pytest

from station.force import GridBlock
from station.stance import StanceChange, StanceStage, Weighed, WeightGuess, ZeroSet
from tests.core.forces import WEIGHT_N, Scene, pieces

if TYPE_CHECKING:
    from station.stance import StanceItem

Item = TypeVar("Item", StanceChange, Weighed, WeightGuess, ZeroSet)


def run(scene: Scene) -> tuple[GridBlock, list[StanceItem]]:
    """Return corrected forces and what changed."""
    return StanceStage().feed(scene.block())


def of(items: list[StanceItem], kind: type[Item]) -> list[Item]:
    """Return the items of one kind."""
    return [item for item in items if isinstance(item, kind)]


def states(scene: Scene) -> list[str]:
    """Return the states in order, without transfers."""
    changes = of(run(scene)[1], StanceChange)
    return [change.state for change in changes if change.state != "transfer"]


def on_both(seconds: float = 4.0) -> Scene:
    """Return a scene that begins with empty plates and then two feet."""
    return Scene().empty(2.0).stand(seconds)


# --- states -------------------------------------------------------------------------------------------------


def test_states_follow_the_load() -> None:
    """Empty, two feet, left, two feet, right, empty: told in order, each when it began."""
    scene = (
        on_both().move(0.3, 0.5, 0.97).stand(2.0, 0.97).move(0.3, 0.97, 0.5).stand(2.0)
        .move(0.3, 0.5, 0.02).stand(2.0, 0.02).empty(2.0)
    )  # fmt: skip
    changes = [c for c in of(run(scene)[1], StanceChange) if c.state != "transfer"]
    assert [change.state for change in changes] == ["both", "left", "both", "right", "empty"]
    begun_s = [change.tick / 100.0 for change in changes]
    assert begun_s == pytest.approx([2.0, 6.2, 8.4, 10.8, 12.9], abs=0.25)
    assert all(0 <= change.known_tick - change.tick <= 10 for change in changes)


def test_moving_load_is_a_transfer() -> None:
    """Between two feet and one the load is told to be on its way."""
    scene = on_both().move(0.6, 0.5, 0.98).stand(2.0, 0.98)
    assert [change.state for change in of(run(scene)[1], StanceChange)] == ["both", "transfer", "left"]


@pytest.mark.parametrize("foot", ["left", "right"])
def test_resting_toe_does_not_end_a_single_leg_stance(foot: str) -> None:
    """The other foot's toe may carry up to a tenth without being two feet."""
    share = 0.97 if foot == "left" else 0.03
    toe = 0.90 if foot == "left" else 0.10
    scene = on_both().move(0.3, 0.5, share).stand(2.0, share).stand(2.0, toe).stand(2.0, share)
    assert states(scene) == ["both", foot]


@pytest.mark.parametrize("milliseconds", [10, 20, 40])
@pytest.mark.parametrize(
    ("share", "state", "dropped"),
    [
        (0.5, "both", {"left": 0.0}),
        (0.5, "both", {"right": 0.0}),
        (0.5, "both", {"left": 0.0, "right": 0.0}),
        (0.97, "left", {"left": 0.0}),
        (0.97, "left", {"left": 0.0, "right": 0.0}),
        (0.03, "right", {"right": -300.0}),
    ],
)
def test_dropout_changes_no_state(
    share: float, state: str, dropped: dict[str, float], milliseconds: int
) -> None:
    """A plate that reads nothing for 10 to 40 ms is neither a lifted foot nor a step off."""
    scene = on_both().move(0.3, 0.5, share).stand(3.0, share)
    expected = states(scene)
    for n in range(8):
        scene.spoil(6.5 + 0.31 * n, milliseconds / 1000, **dropped)
    assert states(scene) == expected
    assert expected[-1] == state


def test_cuts_change_nothing() -> None:
    """However the instants are cut into blocks, forces and items are the same."""
    block = (
        on_both().move(0.3, 0.5, 0.97).stand(2.0, 0.97).move(0.2, 0.97, 0.5).empty(3.0, (4.0, -3.0)).block()
    )
    whole, items = StanceStage().feed(block)
    stage = StanceStage()
    fed = [stage.feed(piece) for piece in pieces(block, [1, 7, 250, 2])]
    assert [item for _, told in fed for item in told] == items
    assert np.array_equal(np.concatenate([cut.left_n for cut, _ in fed]), whole.left_n)


def test_values_that_are_not_valid_change_nothing() -> None:
    """Instants that rest on no data are passed over, whatever they hold."""
    block = on_both().block()
    spoiled = GridBlock(block.tick, block.left_n.copy(), block.right_n.copy(), block.valid.copy())
    spoiled.left_n[450:500] = 5000.0
    spoiled.right_n[450:500] = -5000.0
    spoiled.valid[450:500] = False
    changes = of(StanceStage().feed(spoiled)[1], StanceChange)
    assert [change.state for change in changes] == ["both"]


# --- zero ---------------------------------------------------------------------------------------------------


def test_zero_follows_empty_plates() -> None:
    """Plates that creep by some newtons read zero again within two seconds of being empty."""
    scene = Scene().empty(3.0, (6.0, -4.0)).stand(3.0).empty(4.0, (9.0, -7.0))
    corrected, items = run(scene)
    assert of(items, ZeroSet)
    assert np.mean(corrected.left_n[200:300]) == pytest.approx(0.0, abs=0.5)
    assert np.mean(corrected.right_n[-100:]) == pytest.approx(0.0, abs=0.5)
    last = of(items, ZeroSet)[-1]
    assert (last.left_n, last.right_n) == pytest.approx((9.0, -7.0), abs=0.5)


def test_zero_does_not_swallow_things() -> None:
    """An object on a plate, or plates that shake, do not become zero."""
    corrected, items = run(Scene().empty(10.0, (38.0, 0.0)))
    assert of(items, ZeroSet) == []
    assert np.mean(corrected.left_n) == pytest.approx(38.0, abs=0.5)
    assert of(run(Scene(noise_n=8.0).empty(10.0))[1], ZeroSet) == []


def test_zero_is_not_taken_with_somebody_there() -> None:
    """A lifted foot's plate keeps its zero while the other carries."""
    scene = on_both().move(0.3, 0.5, 0.99).stand(10.0, 0.99)
    assert all(item.known_tick < 220 for item in of(run(scene)[1], ZeroSet))


# --- weight -------------------------------------------------------------------------------------------------


def test_quiet_stance_is_weighed_after_three_seconds() -> None:
    """Three seconds of stillness are needed and enough; the weight is the mean force."""
    (first,) = [item for item in of(run(on_both(6.0).empty(1.0))[1], Weighed) if item.first]
    assert 300 <= first.known_tick - 200 <= 360
    assert first.stance.weight_n == pytest.approx(WEIGHT_N, rel=0.001)
    assert first.stance.left_share == pytest.approx(0.5, abs=0.002)
    assert first.stance.weight_sd_n < 1.0


@pytest.mark.parametrize("seconds", [1.0, 2.0, 2.9])
def test_shorter_stance_is_not_weighed(seconds: float) -> None:
    """Less than three seconds of stillness say too little."""
    scene = Scene().empty(2.0)
    for _ in range(5):
        scene.stand(seconds).move(0.3, 0.5, 0.97).stand(0.5, 0.97).move(0.3, 0.97, 0.5)
    assert of(run(scene)[1], Weighed) == []


@pytest.mark.parametrize("wobble", [0.002, 0.008, 0.013])
def test_foam_is_still_enough(wobble: float) -> None:
    """The ripple of standing on firm ground or on foam does not prevent weighing, nor does it bias it."""
    scene = Scene().empty(2.0).stand(8.0, wobble=wobble)
    weighed = of(run(scene)[1], Weighed)
    assert weighed
    assert weighed[-1].stance.weight_n == pytest.approx(WEIGHT_N, rel=0.0025)


def test_movement_is_not_weighed() -> None:
    """Bobbing by 5 % of weight is not standing still."""
    assert of(run(Scene().empty(2.0).stand(10.0, wobble=0.05))[1], Weighed) == []


def test_one_leg_is_not_weighed() -> None:
    """Only two feet are weighed: one-leg sway is too large."""
    scene = Scene().empty(2.0).move(0.5, 0.5, 0.98).stand(12.0, 0.98)
    assert of(run(scene)[1], Weighed) == []


def test_load_put_on_is_weighed_anew() -> None:
    """With a backpack on, the new weight is found, not the mean of both."""
    scene = on_both(8.0)
    scene.weight_n = WEIGHT_N + 150.0
    scene.stand(8.0)
    weighed = of(run(scene)[1], Weighed)
    assert weighed[-1].stance.weight_n == pytest.approx(WEIGHT_N + 150.0, rel=0.001)
    assert [item.first for item in weighed].count(True) == 2


def test_weight_is_guessed_until_weighed() -> None:
    """Who never stands still still gets a provisional weight, near the mean force."""
    scene = Scene().empty(2.0).stand(20.0, wobble=0.05)
    guesses = of(run(scene)[1], WeightGuess)
    assert guesses[0].known_tick <= 200 + 200
    assert all(guess.weight_n == pytest.approx(WEIGHT_N, rel=0.03) for guess in guesses)


def test_nothing_is_guessed_after_weighing() -> None:
    """A weighed body needs no guess."""
    scene = on_both(5.0).stand(20.0, wobble=0.05)
    assert all(guess.known_tick < 200 + 310 for guess in of(run(scene)[1], WeightGuess))


def test_another_person_is_weighed_anew() -> None:
    """After the weight is forgotten, the next stance counts as a first one."""
    stage = StanceStage()
    stage.feed(on_both(6.0).block())
    stage.forget_weight()
    scene = Scene(weight_n=900.0).stand(16.0).block()
    later = GridBlock(scene.tick + 800, scene.left_n, scene.right_n, scene.valid)
    weighed = of(stage.feed(later)[1], Weighed)
    assert weighed[0].first
    assert weighed[-1].stance.weight_n == pytest.approx(900.0, rel=0.001)
