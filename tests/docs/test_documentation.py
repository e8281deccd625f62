"""What the documents say is so: commands, options, settings, targets and links exist."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest
import typer.main

from assistant.cli import app
from assistant.settings import Settings

ROOT = Path(__file__).parent.parent.parent
PAGES = [*sorted(ROOT.glob("*.md")), *sorted((ROOT / "docs").glob("*.md"))]
COMMANDS = typer.main.get_command(app).commands  # type: ignore[attr-defined]
COMMAND_LINE = (ROOT / "docs/command-line.md").read_text(encoding="utf-8")


def section(command: str) -> str:
    return re.split(r"\n## ", COMMAND_LINE.split(f"## rapporteur {command}\n", 1)[1])[0]


def shell_lines(page: Path) -> list[str]:
    blocks = re.findall(r"```sh\n(.*?)```", page.read_text(encoding="utf-8"), re.DOTALL)
    return [line.strip() for block in blocks for line in block.splitlines() if line.strip()]


def test_every_command_is_documented_and_every_documented_command_exists():
    assert re.findall(r"^## rapporteur (\w+)$", COMMAND_LINE, re.MULTILINE) == list(COMMANDS)


@pytest.mark.parametrize("command", COMMANDS)
def test_every_option_is_documented_and_every_documented_option_exists(command):
    options = {name for param in COMMANDS[command].params for name in param.opts if name[0] == "-"}
    named = set(re.findall(r"(?<![\w-])(--?[a-z][a-z-]*)", section(command)))
    if "[FILTERS]" in section(command):
        filters = {"--since", "--until", "--publisher", "--place", "--kind", "--language", "--as"}
        assert filters <= options
        named |= filters
    assert named == options


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_and_option_explains_itself(command):
    assert COMMANDS[command].help
    assert all(getattr(param, "help", "") for param in COMMANDS[command].params)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_make_targets_named_in_the_documents_exist(page):
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    named = {
        word
        for line in shell_lines(page)
        for part in re.split(r"&&|\|", line.split("#")[0])
        if "make" in (words := shlex.split(part))
        for word in words[words.index("make") + 1 :]
        if "=" not in word
    }
    assert named <= targets


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_lead_somewhere(page):
    links = re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", page.read_text(encoding="utf-8"))
    assert [link for link in links if not (page.parent / link).exists()] == []


def test_every_setting_is_documented_and_every_documented_setting_exists():
    page = (ROOT / "docs/configuration.md").read_text(encoding="utf-8")
    documented = set(re.findall(r"^\| `(RAPPORTEUR_\w+)`", page, re.MULTILINE))
    assert documented == {f"RAPPORTEUR_{name.upper()}" for name in Settings.model_fields}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_extras_named_in_the_documents_exist(page):
    import tomllib

    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    named = re.findall(r"'\.\[([a-z,]+)\]'", page.read_text(encoding="utf-8"))
    assert {extra for group in named for extra in group.split(",")} <= set(
        project["optional-dependencies"]
    )
