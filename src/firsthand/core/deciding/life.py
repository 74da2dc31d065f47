"""The life of a decision: its states, and what leads from one to another."""

from __future__ import annotations

from enum import StrEnum

from firsthand.core.refusal import NotNow


class State(StrEnum):
    PROPOSED = "proposed"
    IN_ROUND = "in-round"
    COUNTED = "counted"
    ADOPTED = "adopted"
    NOT_ADOPTED = "not-adopted"
    WITHDRAWN = "withdrawn"


class Step(StrEnum):
    OPEN_ROUND = "open-round"
    CLOSE_ROUND = "close-round"
    ADOPT = "adopt"
    TURN_DOWN = "turn-down"
    WITHDRAW = "withdraw"


class StepNotPossible(NotNow):
    code = "step-not-possible"
    sentence = "A decision that is {state} cannot do this: {step}."


TRANSITIONS: dict[tuple[State, Step], State] = {
    (State.PROPOSED, Step.OPEN_ROUND): State.IN_ROUND,
    (State.PROPOSED, Step.WITHDRAW): State.WITHDRAWN,
    (State.IN_ROUND, Step.CLOSE_ROUND): State.COUNTED,
    (State.IN_ROUND, Step.WITHDRAW): State.WITHDRAWN,
    (State.COUNTED, Step.OPEN_ROUND): State.IN_ROUND,
    (State.COUNTED, Step.ADOPT): State.ADOPTED,
    (State.COUNTED, Step.TURN_DOWN): State.NOT_ADOPTED,
    (State.COUNTED, Step.WITHDRAW): State.WITHDRAWN,
}


def after(state: State, step: Step) -> State:
    """The state that this step leads to.

    Raises:
        StepNotPossible: no such step leads from here.

    """
    if (state, step) not in TRANSITIONS:
        raise StepNotPossible(state=state.value, step=step.value)
    return TRANSITIONS[state, step]


def diagram() -> str:
    """The transitions as a Mermaid state diagram, for the manual."""
    ends = [state for state in State if all(start != state for start, _ in TRANSITIONS)]
    lines = ["stateDiagram-v2", f"    [*] --> {_name(State.PROPOSED)}"]
    lines += [f"    {_name(start)} --> {_name(end)}: {step.value.replace('-', ' ')}" for (start, step), end in TRANSITIONS.items()]
    lines += [f"    {_name(state)} --> [*]" for state in ends]
    return "\n".join(lines)


def _name(state: State) -> str:
    return state.value.replace("-", "_")
