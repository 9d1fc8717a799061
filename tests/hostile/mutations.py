"""Documents that are almost right: a tree is taken apart by a few random blows, written as text, and hurt again.

All randomness comes from one `random.Random`. Hypothesis supplies it in the tests, and shrinks it; a campaign supplies
seeded ones, a thousand inputs a second.
"""

import json
import re
from collections.abc import Sequence
from random import Random

RAW = (
    *("1e999", "-1e999", "nan", "inf", "NaN", "Infinity", "-Infinity", "0x" + "f" * 3600, "0b1", "0o7", "9" * 4400),
    *("1979-05-27", "07:32:00", '"\\ud800"', '"\\u0000"', '"""a"""', "'", "[" * 2000 + "]" * 2000, "{", "}", ",", "="),
)
"""Tokens that are written as they stand, whether they are of the format or not."""

_STAND_IN = re.compile(r'"\\u0007(\d+)\\u0007"')
"""How a raw token looks in a tree once it is written: its number between two bells."""

NASTY = (
    *(
        "",
        " ",
        "0",
        "-0",
        "1",
        "-1",
        "1/0",
        "0/1",
        "22/7",
        "-1/3",
        "1e-5",
        "1e1000",
        "1e-1000",
        "1e1001",
        "-1e1000",
        "1e",
    ),
    *(
        "9" * 999,
        "9" * 1001,
        "1/" + "9" * 990,
        "0x1p-3",
        "0x1p-9999999",
        "0x1p-4194304",
        "-0x1p-1",
        "0x",
        "0x1p3",
        "1_0",
    ),
    *("nan", "inf", "NaN", "Infinity", "½", "١", "\u202e1", "1\x00", "1\n", "\ud800", "\x1b[2J", "é" * 50, "a" * 5000),
    *(r"\frac{" * 20, r"\verb", r"\frac", "$x_$", "$" * 9, r"$\left($", "<script>", "{{x}}", "%s%n", "../../x", "-"),
    *(0, 1, -1, 2, 10**9, 10**9 + 1, 2**64, -(2**63), 10**30, 10**400, True, False, None, 0.1, 1.5),
    *([], {}, [[]], [[[]]], ["1"], [["1"]], [[1], [1, 2]], {"": ""}, {"a": {"b": 1}}, [None], ["1"] * 50),
    *(f"\x07{number}\x07" for number in range(len(RAW))),
)
"""Values that no reader should trip over, wherever they stand."""

NAMES = (
    "",
    "a",
    "A",
    "step",
    "step_size",
    "steps",
    "seed",
    "width",
    "__class__",
    "a.b.c",
    "é",
    "\x00",
    "mid",
    "rad",
    "x" * 300,
)

Path = tuple[object, ...]


def somewhere(tree: object, random: Random) -> Path:
    """The path of a value of a tree of mappings and lists, shallow ones more often; the root is one."""
    path: list[object] = []
    while isinstance(tree, (dict, list)) and tree and random.randrange(6):
        key: object = random.choice(list(tree)) if isinstance(tree, dict) else random.randrange(len(tree))
        path.append(key)
        tree = tree[key]  # type: ignore[index]
    return tuple(path)


def changed(tree: object, path: Path, value: object) -> object:
    """The tree with another value at a path; an ellipsis leaves the place out."""
    if not path:
        return tree if value is ... else value
    key, *rest = path
    if isinstance(tree, dict):
        items = {k: changed(v, tuple(rest), value) if k == key else v for k, v in tree.items()}
        return {k: v for k, v in items.items() if not (k == key and not rest and value is ...)}
    assert isinstance(tree, list)
    items = [changed(v, tuple(rest), value) if i == key else v for i, v in enumerate(tree)]
    return [v for i, v in enumerate(items) if not (i == key and not rest and value is ...)]


def at(tree: object, path: Path) -> object:
    """The value at a path."""
    for key in path:
        tree = tree[key]  # type: ignore[index]
    return tree


def struck(tree: object, random: Random) -> object:
    """The tree after one blow: a value replaced, left out, wrapped, moved, repeated or renamed."""
    path, other = somewhere(tree, random), somewhere(tree, random)
    old, kind = at(tree, path), random.randrange(9)
    if kind < 3:
        return changed(tree, path, random.choice(NASTY))
    if kind == 3:
        return changed(tree, path, ...)
    if kind == 4:
        return changed(tree, path, wrapped(old, random.choice((1, 2, 30, 40))))
    if kind == 5:
        return changed(tree, path, at(tree, other))
    if kind == 6 and isinstance(old, list):
        return changed(tree, path, old * random.choice((2, 3, 50)))
    if kind == 7 and isinstance(old, dict):
        return changed(tree, path, {**old, random.choice(NAMES): random.choice(NASTY)})
    if kind == 8 and isinstance(old, dict) and old:
        name = random.choice(list(old))
        return changed(tree, path, {random.choice(NAMES) if k == name else k: v for k, v in old.items()})
    return changed(tree, path, number_near(old, random))


def wrapped(value: object, depth: int) -> object:
    """A value in lists within lists."""
    for _ in range(depth):
        value = [value]
    return value


def number_near(value: object, random: Random) -> object:
    """Another small number, in the clothes of the old one where it has some."""
    number = random.choice((0, 1, 2, 3, 5, 7, -1, 10))
    return str(number) if isinstance(value, str) else number


def as_json(value: object, random: Random) -> str:
    """JSON in which raw tokens stand as they are, and now and then a key stands twice."""
    text = _with_tokens(json.dumps(value))
    if isinstance(value, dict) and value and random.randrange(60) == 0:
        return text.replace("{", f"{{{json.dumps(random.choice(list(value)))}: 1, ", 1)
    return text


def _with_tokens(text: str) -> str:
    return _STAND_IN.sub(lambda found: RAW[int(found[1])], text)


def as_toml(value: object, random: Random) -> str:
    """TOML: mappings of the root are tables, lists of mappings arrays of tables, everything else is inline."""
    if not isinstance(value, dict):
        return _inline(value)
    lines = []
    for key, item in value.items():
        if isinstance(item, dict) and random.randrange(8):
            lines += [f"[{_key(key)}]", *(f"{_key(k)} = {_inline(v)}" for k, v in item.items())]
        elif isinstance(item, list) and item and all(isinstance(one, dict) for one in item):
            for one in item:
                lines += [f"[[{_key(key)}]]", *(f"{_key(k)} = {_inline(v)}" for k, v in one.items())]
        else:
            lines.insert(0, f"{_key(key)} = {_inline(item)}")
    return "\n".join(lines) + "\n"


def _key(key: object) -> str:
    text = str(key)
    return text if text.isascii() and text.replace(".", "").replace("_", "").isalnum() else json.dumps(text)


def _inline(value: object) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f"{_key(k)} = {_inline(v)}" for k, v in value.items()) + "}"
    if isinstance(value, list) and any(isinstance(item, (dict, list)) for item in value):
        return "[" + ", ".join(_inline(item) for item in value) + "]"
    return _with_tokens(json.dumps(value))


def hurt(text: str, random: Random) -> bytes:
    """The bytes of a text, most often as they are, else cut, doubled, flipped, or with something foreign in them."""
    data = text.encode("utf-8", "surrogatepass")
    if random.randrange(3):
        return data
    for _ in range(random.choice((1, 1, 2, 5))):
        begin, end = sorted((random.randrange(len(data) + 1), random.randrange(len(data) + 1)))
        piece: Sequence[bytes] = (
            b"",
            data[begin:end] * 2,
            b"\x00",
            b"\xff\xfe",
            b"\xef\xbb\xbf",
            b"\r\n",
            b'"',
            b"#",
            b"\\",
        )
        end = end if random.randrange(4) == 0 else min(end, begin + random.randrange(4))
        data = data[:begin] + random.choice(piece) + data[end:]
    return data


def blows(random: Random) -> int:
    """How many changes are made: most often one."""
    return random.choice((0, 1, 1, 1, 2, 3, 6))


def battered(base: object, random: Random) -> object:
    """A document with so many changes."""
    for _ in range(blows(random)):
        base = struck(base, random)
    return base
