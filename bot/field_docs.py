"""What the fields of a model are for: the line below each in the code, for documentation and editors."""

from __future__ import annotations

import ast
import inspect
import textwrap
from collections.abc import Mapping
from itertools import pairwise

from pydantic import BaseModel


def field_docs(model: type[BaseModel]) -> Mapping[str, str]:
    """Return what each field of a model is for, by the name that it has in files; in Markdown, on one line.

    Those of the models that it is built on come first.
    """
    found: dict[str, str] = {}
    for base in reversed(model.__mro__):
        # Neither pydantic's own models nor those that it makes of a generic one stand in a file of ours.
        if issubclass(base, BaseModel) and not base.__module__.startswith("pydantic") and "[" not in base.__name__:
            found |= _below(base)
    names = {name: field.alias or name for name, field in model.model_fields.items()}
    return {file_name: found[name] for name, file_name in names.items() if name in found}


def class_doc(model: type[BaseModel]) -> str:
    """Return what a model is for, in Markdown, on one line."""
    return _markdown(inspect.getdoc(model) or "")


def _below(model: type[BaseModel]) -> dict[str, str]:
    """Return the texts below the fields of a model itself."""
    body = ast.parse(textwrap.dedent(inspect.getsource(model))).body[0]
    lines = body.body if isinstance(body, ast.ClassDef) else []
    found: dict[str, str] = {}
    for field, below in pairwise(lines):
        match field, below:
            case ast.AnnAssign(target=ast.Name(id=name)), ast.Expr(value=ast.Constant(value=str(said))):
                found[name] = _markdown(inspect.cleandoc(said))
            case _:
                pass
    return found


def _markdown(text: str) -> str:
    return " ".join(text.split()).replace("``", "`")
