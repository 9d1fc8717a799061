"""The drawing of what builds on what: every arrow once, from left to right, and no two boxes on each other."""

import re
from graphlib import CycleError

import pytest
from hypothesis import given
from hypothesis import strategies as st

from verifier.claim.claim_graph import depths, layered
from verifier.report.claim_drawing import HEIGHT, MARGIN, draw


@st.composite
def relations(draw_from: st.DrawFn) -> dict[str, list[str]]:
    """Up to ten claims, each built on some of those before it."""
    names = [f"claim-{'x' * draw_from(st.integers(0, 9))}{i}" for i in range(draw_from(st.integers(0, 10)))]
    return {
        name: draw_from(st.lists(st.sampled_from(names[:i]), unique=True)) if i else [] for i, name in enumerate(names)
    }


@given(relations())
def test_every_arrow_once_and_from_left_to_right(relation):
    drawing = draw(relation)
    assert sorted((a.source, a.target) for a in drawing.arrows) == sorted((p, n) for n in relation for p in relation[n])
    boxes = {box.id: box for box in drawing.boxes}
    for arrow in drawing.arrows:
        assert boxes[arrow.source].x + boxes[arrow.source].width < boxes[arrow.target].x
        assert arrow.path.startswith(f"M{boxes[arrow.source].x + boxes[arrow.source].width:.0f} ")


@given(relations())
def test_boxes_lie_within_the_drawing_and_apart(relation):
    drawing = draw(relation)
    for i, box in enumerate(drawing.boxes):
        assert MARGIN <= box.x <= drawing.width - box.width
        assert MARGIN <= box.y <= drawing.height - HEIGHT
        for other in drawing.boxes[:i]:
            assert abs(box.y - other.y) >= HEIGHT or box.x + box.width < other.x or other.x + other.width < box.x


@given(relations())
def test_no_arrow_passes_through_a_box(relation):
    """Where an arrow runs level through a column, no box of that column is in its way."""
    drawing = draw(relation)
    for arrow in drawing.arrows:
        for end, y, right in re.findall(r"(\d+) (\d+)H(\d+)", arrow.path):
            inside = [box for box in drawing.boxes if box.x < int(right) and int(end) < box.x + box.width]
            assert all(not box.y < int(y) < box.y + HEIGHT for box in inside)


@given(relations())
def test_cut_arrows_span_one_column_each(relation):
    cut = layered(relation)
    depth = depths(cut)
    assert all(depth[name] == depth[parent] + 1 for name, above in cut.items() for parent in above)
    assert {name: depth[name] for name in relation} == depths(relation)


def test_by_hand():
    drawing = draw({"a": [], "b": ["a"], "c": ["a", "b"], "alone": [], "d": ["elsewhere"]})
    assert [box.id for box in drawing.boxes] == ["a", "b", "c"]
    assert sum("H" in arrow.path for arrow in drawing.arrows) == 1


def test_a_circle_is_an_error():
    with pytest.raises(CycleError):
        draw({"a": ["b"], "b": ["a"]})
