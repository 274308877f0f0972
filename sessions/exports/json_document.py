"""One JSON document with every table, and the JSON Schema that it keeps to."""

from __future__ import annotations

import json
from typing import Any

from sessions.exports.columns import FLAG, LIST, NUMBER, Column
from sessions.exports.dossier import SCHEMA, Dossier
from sessions.exports.grade import GRADES, Grade
from sessions.exports.tables import TABLES

DRAFT = "https://json-schema.org/draft/2020-12/schema"
_TYPES: dict[str, dict[str, Any]] = {
    NUMBER: {"type": ["number", "null"]},
    FLAG: {"type": ["boolean", "null"]},
    LIST: {"type": "array", "items": {"type": "string"}},
}


def write(dossier: Dossier) -> bytes:
    """The document, in UTF-8: `schema`, `grade`, `about`, a list per table, and the codebook."""
    document: dict[str, Any] = {"schema": SCHEMA, "grade": dossier.grade.word, "about": dossier.about}
    document |= {sheet.name: sheet.rows for sheet in dossier.sheets if sheet.name != "about"}
    document["codebook"] = [
        {"table": table, "column": column, "kind": kind, "by": by, "meaning": meaning}
        for table, column, kind, by, meaning in dossier.codebook
    ]
    return json.dumps(document, ensure_ascii=False, indent=1).encode()


def schema() -> dict[str, Any]:
    """The JSON Schema of the documents of this version, all grades; shipped as docs/export.schema.json."""
    tables = [table for table in TABLES.values() if table.name != "about"]
    properties: dict[str, Any] = {
        "schema": {"const": SCHEMA},
        "grade": {"enum": list(GRADES)},
        "about": {"type": "object", "additionalProperties": {"type": ["string", "number"]}},
    }
    for table in tables:
        required = [column.name for column in table.columns_at(table.grade)]
        properties[table.name] = {
            "type": "array",
            "items": {
                "type": "object",
                "properties": {column.name: _type(column) for column in table.columns},
                "required": required,
                "additionalProperties": False,
            },
        }
    entry = {"type": "object", "required": ["table", "column", "kind", "by", "meaning"]}
    properties["codebook"] = {"type": "array", "items": entry}
    public = [table.name for table in tables if table.grade is Grade.PUBLIC]
    return {
        "$schema": DRAFT,
        "title": SCHEMA,
        "type": "object",
        "properties": properties,
        "required": ["schema", "grade", "about", *public, "codebook"],
        "additionalProperties": False,
    }


def _type(column: Column) -> dict[str, Any]:
    return _TYPES.get(column.kind, {"type": ["string", "null"]})
