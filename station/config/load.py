"""Reading the configuration: defaults, then the file, then the environment; each value knows its origin."""

from __future__ import annotations

import difflib
import math
import re
import stat
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, get_args, get_origin, get_type_hints

import msgspec

from station.config.contradictions import refuse_contradictions
from station.config.keys import kind_of, section_types
from station.config.places import config_path
from station.config.sections import Config
from station.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

TOKEN_VARIABLE = "STATION_INFLUX_TOKEN"  # noqa: S105  the name of a variable, not a secret
FILE_VARIABLE = "STATION_CONFIG"
_NOT_KEYS = (TOKEN_VARIABLE, FILE_VARIABLE, "STATION_WEB_TOKEN", "STATION_REAL_DATA")
"""Variables of ours that are no keys; the last one belongs to the tests."""
_OTHERS_MAY_READ = stat.S_IRWXG | stat.S_IRWXO
_TRUE, _FALSE = ("1", "true", "yes", "on"), ("0", "false", "no", "off")

_LARGEST_BYTES = 1 << 20
"""No file that people write settings or a token into comes near."""


@dataclass(frozen=True, slots=True)
class Origin:
    """Where an effective value came from: ``default``, a file's path, or a variable's name."""

    key: str
    value: object
    source: str


@dataclass(frozen=True, slots=True)
class Effective:
    """The configuration in force, and the origin of each value in the order of the file."""

    config: Config
    origins: tuple[Origin, ...]
    file: Path
    """The file that was read, or would be if it existed."""


@dataclass(frozen=True, slots=True)
class _Setting:
    section: str
    name: str
    value: object
    source: str
    shown_as: str
    folder: Path | None = None
    """Where its relative paths begin; ``None``: where the command runs."""


def load(path: Path | None = None, environment: Mapping[str, str] | None = None) -> Effective:
    """Return the effective configuration.

    ``path`` (``--config``) and ``STATION_CONFIG`` must exist; the platform's file need not.
    ``UsageError`` names the key, the file or variable, and what would do instead.
    """
    environment = environment or {}
    named = path or (Path(environment[FILE_VARIABLE]) if environment.get(FILE_VARIABLE) else None)
    file = named or config_path()
    chosen: dict[tuple[str, str], tuple[object, str]] = {}
    for setting in (*_from_file(file, required=named is not None), *_from_environment(environment)):
        chosen[setting.section, setting.name] = (_typed(setting), setting.source)
    config = _build(chosen)
    origins = tuple(_origins(chosen))
    refuse_contradictions(config, {origin.key: origin.source for origin in origins})
    return Effective(config, origins, file)


def token(config: Config, environment: Mapping[str, str]) -> str | None:
    """Return InfluxDB's token from the environment or the owner-only file; ``None`` when neither is set."""
    if environment.get(TOKEN_VARIABLE):
        return environment[TOKEN_VARIABLE]
    file = config.influx.token_file
    return _owner_only(file.expanduser()) if file else None


def _owner_only(file: Path) -> str:
    try:
        mode = file.stat().st_mode
        if mode & _OTHERS_MAY_READ:
            raise UsageError(
                f"token file {file} can be read by others (mode {stat.S_IMODE(mode):04o})",
                f"Run: chmod 600 {file}",
            )
        if not stat.S_ISREG(mode):
            raise UsageError(
                f"token file {file} is not a file", f"Put the token into one, or set {TOKEN_VARIABLE}"
            )
        secret = _text(file).strip()
    except (OSError, UnicodeDecodeError) as error:
        why = getattr(error, "strerror", None) or "it is not text"
        raise UsageError(
            f"influx.token_file {file} cannot be read: {why}", f"Put the token there, or set {TOKEN_VARIABLE}"
        ) from error
    if not secret:
        raise UsageError(f"token file {file} is empty", f"Put the token there, or set {TOKEN_VARIABLE}")
    return secret


def _text(file: Path) -> str:
    """Return a small file's text; what has no end, like a device, is refused and not read into memory."""
    with file.open("rb") as source:
        raw = source.read(_LARGEST_BYTES + 1)
    if len(raw) > _LARGEST_BYTES:
        raise UsageError(
            f"{file} is larger than {_LARGEST_BYTES >> 20} MB, so it is no configuration", "Check the path"
        )
    return raw.decode("utf-8")


def _from_file(file: Path, *, required: bool) -> Iterator[_Setting]:
    for section, body in _read_toml(file, required=required).items():
        known = section_types().get(section)
        if known is None:
            raise _unknown(f"[{section}]", section, section_types(), str(file))
        if not isinstance(body, dict):
            raise UsageError(f"{section} in {file} must be a section", f"Write [{section}] on its own line")
        for name, value in body.items():
            if name not in known.__struct_fields__:
                raise _unknown(f"{section}.{name}", name, known.__struct_fields__, str(file))
            yield _Setting(section, name, value, str(file), f"{section}.{name} in {file}", file.parent)


def _read_toml(file: Path, *, required: bool) -> dict[str, Any]:
    if not required and not file.exists():
        return {}
    try:
        return tomllib.loads(_text(file))
    except FileNotFoundError as error:
        raise UsageError(f"no configuration file {file}", "Check the path, or leave it out") from error
    except OSError as error:
        raise UsageError(
            f"configuration {file} cannot be read: {error.strerror}", "Check the path"
        ) from error
    except UnicodeDecodeError as error:
        raise UsageError(f"configuration {file} is not UTF-8 text", "Save it as UTF-8") from error
    except tomllib.TOMLDecodeError as error:
        raise UsageError(f"configuration {file} is not TOML: {error}", "Correct that line") from error
    except RecursionError as error:
        raise UsageError(
            f"configuration {file} is nested too deeply", "Values here are never nested"
        ) from error


def _from_environment(environment: Mapping[str, str]) -> Iterator[_Setting]:
    known = {
        f"STATION_{section}_{name}".upper(): (section, name)
        for section, kind in section_types().items()
        for name in kind.__struct_fields__
    }
    for variable, text in sorted(environment.items()):
        if not variable.startswith("STATION_") or variable in _NOT_KEYS:
            continue
        if variable not in known:
            raise _unknown(variable, variable, (*known, TOKEN_VARIABLE, FILE_VARIABLE), "the environment")
        yield _Setting(*known[variable], text, variable, variable)


def _unknown(shown: str, given: str, known: Any, where: str) -> UsageError:  # noqa: ANN401  any names
    nearest = difflib.get_close_matches(given, list(known), n=1, cutoff=0.5)
    remedy = f"Did you mean {nearest[0]}?" if nearest else f"Known: {', '.join(known)}"
    return UsageError(f"unknown key {shown} in {where}", remedy)


def _typed(setting: _Setting) -> object:
    section = section_types()[setting.section]
    default = next(f.default for f in msgspec.structs.fields(section) if f.name == setting.name)
    hint = get_type_hints(section, include_extras=True)[setting.name]
    value = setting.value
    if setting.source == setting.shown_as and isinstance(value, str):
        value = _from_text(value, default)
    if hint == (Path | None):
        if isinstance(value, str):
            return _begun_at(setting.folder, Path(value)) if value else None
        hint = str
    try:
        return msgspec.convert(_finite(value), hint)
    except msgspec.ValidationError as error:
        given = repr(setting.value) if isinstance(setting.value, str) else setting.value
        raise UsageError(
            f"{setting.shown_as} is {given}, but must be {_choices(hint) or _demand(kind_of(default), str(error))}",
            f"Correct it, or leave it out for {default!r}",
        ) from error


def _begun_at(folder: Path | None, path: Path) -> Path:
    return path if folder is None or path.parts[0].startswith("~") else folder / path


def _finite(value: object) -> object:
    if isinstance(value, float) and not math.isfinite(value):
        raise msgspec.ValidationError("Expected a finite number")
    return value


def _choices(hint: object) -> str:
    """Say which words a key takes; empty when it takes any."""
    words = [str(word) for word in get_args(hint)] if get_origin(hint) is Literal else []
    return " or ".join(word or "empty" for word in words)


def _demand(kind: str, complaint: str) -> str:
    """Say what a value must be, from the kind of its key and the checker's complaint."""
    limit = re.search(r"[<>]=? \S+$|finite|matching regex '.*'", complaint)
    if limit is None:
        return kind if kind in ("text", "true or false") else f"a {kind}"
    if limit.group().startswith("matching"):
        return "1 to 64 letters, digits, '_', '.' or '-'"
    return f"a {kind} {limit.group()}" if limit.group() != "finite" else f"a finite {kind}"


def _from_text(text: str, default: object) -> object:
    """Read a variable's text as the kind of its default; what cannot be read stays text and is refused."""
    if isinstance(default, bool):
        return True if text.lower() in _TRUE else False if text.lower() in _FALSE else text
    if isinstance(default, (int, float)):
        try:
            return int(text) if isinstance(default, int) else float(text)
        except ValueError:
            return text
    return text


def _build(chosen: Mapping[tuple[str, str], tuple[object, str]]) -> Config:
    def values(section: str) -> dict[str, Any]:
        return {name: value for (of, name), (value, _source) in chosen.items() if of == section}

    built: dict[str, Any] = {name: kind(**values(name)) for name, kind in section_types().items()}
    return Config(**built)


def _origins(chosen: Mapping[tuple[str, str], tuple[object, str]]) -> Iterator[Origin]:
    for section, kind in section_types().items():
        for field in msgspec.structs.fields(kind):
            value, source = chosen.get((section, field.name), (field.default, "default"))
            yield Origin(f"{section}.{field.name}", value, source)
