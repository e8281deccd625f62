"""A fresh installation has whatever the code imports."""

from __future__ import annotations

import ast
import importlib.metadata
import re
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
OURS = {"app", "assistant", "corpus", "index", "page"}
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]


def normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", re.split(r"[\[<>=~ ]", name)[0]).lower()


def imports() -> Iterator[tuple[str, str]]:
    """Each package that our code imports from elsewhere, with the file that does."""
    files = [ROOT / "app.py", *(f for name in OURS for f in (ROOT / name).rglob("*.py"))]
    for file in files:
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            names = []
            if isinstance(node, ast.Import):
                names = [alias.name for alias in node.names]
            elif isinstance(node, ast.ImportFrom) and node.module:
                names = [node.module]
            for package in {name.split(".")[0] for name in names}:
                if package not in OURS | set(sys.stdlib_module_names):
                    yield package, str(file.relative_to(ROOT))


def test_every_imported_package_is_a_declared_dependency():
    declared = {normal(name) for name in PROJECT["dependencies"]}
    distributions = importlib.metadata.packages_distributions()
    undeclared = {
        (package, file)
        for package, file in imports()
        if not declared & {normal(name) for name in distributions.get(package, [package])}
    }
    assert undeclared == set()


def test_every_declared_dependency_is_pinned():
    pins = {normal(line) for line in (ROOT / "constraints.txt").read_text().splitlines()}
    extras = PROJECT["optional-dependencies"].values()
    declared = {normal(name) for names in [PROJECT["dependencies"], *extras] for name in names}
    assert declared - pins - {normal(PROJECT["name"])} == set()


def test_nothing_pins_the_packages_of_one_maker_of_graphics_cards():
    pins = (ROOT / "constraints.txt").read_text()
    assert not re.search(r"^(nvidia|cuda|triton)", pins, re.MULTILINE)
