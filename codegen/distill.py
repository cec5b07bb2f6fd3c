#!/usr/bin/env python3
"""Distils botocore's API models into models/<service>.json: facts of the wire only, no prose.

    pip download --no-deps -d DIR botocore==1.44.5 botocore==1.29.165
    codegen/distill.py DIR/botocore-1.44.5-py3-none-any.whl --legacy DIR/botocore-1.29.165-py3-none-any.whl

Both arguments are a wheel or the data folder of an installed botocore. What a model holds is what its operations reach; what
botocore does not know is added by hand in models/overlay/<service>.json, which only generate.py reads. The same input always
gives the same bytes.
"""

from __future__ import annotations

import argparse
import gzip
import json
import zipfile
from pathlib import Path

BOTOCORE_VERSION = "1.44.5"
# The last line of botocore whose SQS model spoke the query protocol: names, wrappers and error codes of that form.
LEGACY_VERSION = "1.29.165"

SERVICES = ["sqs", "dynamodb", "dynamodbstreams", "s3", "ebs", "glacier", "athena", "redshift-data", "sts", "glue"]
LEGACY_QUERY_SERVICES = ["sqs"]

GLUE_OPERATIONS = """
    CreateDatabase DeleteDatabase GetDatabase GetDatabases UpdateDatabase
    CreateTable DeleteTable GetTable GetTables UpdateTable BatchDeleteTable SearchTables
    GetTableVersion GetTableVersions DeleteTableVersion BatchDeleteTableVersion
    CreatePartition DeletePartition GetPartition GetPartitions UpdatePartition
    BatchCreatePartition BatchDeletePartition BatchGetPartition BatchUpdatePartition
    CreatePartitionIndex DeletePartitionIndex GetPartitionIndexes
    GetColumnStatisticsForTable UpdateColumnStatisticsForTable DeleteColumnStatisticsForTable
    GetColumnStatisticsForPartition UpdateColumnStatisticsForPartition DeleteColumnStatisticsForPartition
    TagResource UntagResource GetTags GetCatalogImportStatus ImportCatalogToGlue
""".split()
CHOSEN_OPERATIONS = {"glue": GLUE_OPERATIONS}

METADATA_KEYS = """apiVersion awsQueryCompatible endpointPrefix globalEndpoint jsonVersion protocols serviceId signingName
    targetPrefix xmlNamespace""".split()
SHAPE_KEYS = """type required min max pattern enum flattened locationName payload streaming eventstream event xmlNamespace
    timestampFormat sensitive error exception fault union document wrapper""".split()
REFERENCE_KEYS = """shape location locationName flattened streaming xmlNamespace xmlAttribute timestampFormat
    idempotencyToken hostLabel eventpayload eventheader jsonvalue""".split()


class Source:
    """A wheel of botocore, or the data folder of an installed one."""

    def __init__(self, path: Path, version: str) -> None:
        self.path = path
        self.wheel = zipfile.ZipFile(path) if path.is_file() else None
        if self.wheel and f"-{version}-" not in path.name:
            raise SystemExit(f"{path} is not botocore {version}")

    def load(self, service: str, document: str) -> dict:
        """The newest version of a service's document ("service-2", "paginators-1")."""
        if self.wheel:
            prefix = f"botocore/data/{service}/"
            names = [n for n in self.wheel.namelist() if n.startswith(prefix)]
        else:
            names = [str(p) for p in (self.path / service).glob("*/*")]
        wanted = sorted(n for n in names if n.rsplit("/", 1)[-1] in (f"{document}.json", f"{document}.json.gz"))
        if not wanted:
            raise SystemExit(f"{self.path} holds no {document} of {service}")
        data = self.wheel.read(wanted[-1]) if self.wheel else Path(wanted[-1]).read_bytes()
        return json.loads(gzip.decompress(data) if wanted[-1].endswith(".gz") else data)


def pick(source: dict, keys: list[str]) -> dict:
    return {key: source[key] for key in keys if key in source and source[key] is not False}


def references(shape: dict) -> list[dict]:
    """Every reference that a shape holds: members, list element, map key and value."""
    return list(shape.get("members", {}).values()) + [shape[k] for k in ("member", "key", "value") if k in shape]


def distill_shape(shape: dict) -> dict:
    result = pick(shape, SHAPE_KEYS)
    if shape["type"] == "structure":
        result["members"] = {name: pick(ref, REFERENCE_KEYS) for name, ref in shape.get("members", {}).items()}
    for key in ("member", "key", "value"):
        if key in shape:
            result[key] = pick(shape[key], REFERENCE_KEYS)
    return result


def distill_operation(operation: dict, pages: dict | None) -> dict:
    result: dict = {"http": pick(operation["http"], ["method", "requestUri", "responseCode"])}
    for key in ("input", "output"):
        if key in operation:
            result[key] = pick(operation[key], ["shape", "locationName", "xmlNamespace", "resultWrapper", "payload"])
    if operation.get("errors"):
        result["errors"] = [error["shape"] for error in operation["errors"]]
    result |= pick(operation, ["deprecated", "httpChecksum", "authtype", "unsignedPayload"])
    if "hostPrefix" in operation.get("endpoint", {}):
        result["hostPrefix"] = operation["endpoint"]["hostPrefix"]
    if pages:
        result["pages"] = pick(pages, ["input_token", "output_token", "limit_key", "result_key", "more_results"])
    return result


def reachable(model: dict, operations: list[str]) -> list[str]:
    """The shapes that the operations reach, in order of their names."""
    todo = []
    for name in operations:
        operation = model["operations"][name]
        todo += [operation[k]["shape"] for k in ("input", "output") if k in operation]
        todo += [error["shape"] for error in operation.get("errors", [])]
    # An error that no operation lists is still one that the service answers with.
    if len(operations) == len(model["operations"]):
        todo += [name for name, shape in model["shapes"].items() if shape.get("exception")]
    found: set[str] = set()
    while todo:
        name = todo.pop()
        if name not in found:
            found.add(name)
            todo += [ref["shape"] for ref in references(model["shapes"][name])]
    return sorted(found)


def query_name(legacy: dict, ref: dict) -> str | None:
    """A reference's name on the wire; a shape's own locationName holds where the reference gives none."""
    return ref.get("locationName", legacy["shapes"][ref["shape"]].get("locationName"))


def merge_legacy_shape(shape: dict, old: dict, legacy: dict) -> None:
    if old.get("flattened"):
        shape["queryFlattened"] = True
    if old.get("error"):
        shape["error"] = old["error"]
    for name, ref in old.get("members", {}).items():
        wire = query_name(legacy, ref)
        if name in shape.get("members", {}) and wire and wire != name:
            shape["members"][name]["queryName"] = wire
    for key in ("member", "key", "value"):
        if key in old and key in shape and query_name(legacy, old[key]):
            shape[key]["queryName"] = query_name(legacy, old[key])


def merge_legacy_query(result: dict, legacy: dict) -> None:
    """Adds what the query protocol needs and the JSON-only model lost."""
    result["metadata"]["protocols"].append("query")
    result["metadata"]["xmlNamespace"] = legacy["metadata"]["xmlNamespace"]
    for name, shape in result["shapes"].items():
        if name in legacy["shapes"]:
            merge_legacy_shape(shape, legacy["shapes"][name], legacy)
    for name, operation in result["operations"].items():
        old = legacy["operations"].get(name, {}).get("output", {})
        if "resultWrapper" in old:
            operation["output"]["resultWrapper"] = old["resultWrapper"]


def distill(source: Source, legacy: Source, service: str) -> dict:
    model = source.load(service, "service-2")
    pagination = source.load(service, "paginators-1")["pagination"]
    operations = sorted(CHOSEN_OPERATIONS.get(service, model["operations"]))
    metadata = pick(model["metadata"], METADATA_KEYS)
    metadata["protocols"] = list(model["metadata"].get("protocols") or [model["metadata"]["protocol"]])
    result = {
        "source": f"botocore {BOTOCORE_VERSION}",
        "metadata": metadata,
        "operations": {n: distill_operation(model["operations"][n], pagination.get(n)) for n in operations},
        "shapes": {n: distill_shape(model["shapes"][n]) for n in reachable(model, operations)},
    }
    if service in LEGACY_QUERY_SERVICES:
        merge_legacy_query(result, legacy.load(service, "service-2"))
        result["source"] += f", query protocol of botocore {LEGACY_VERSION}"
    return result


def to_text(model: dict) -> str:
    """JSON with one line an operation and one a shape: small, and a change reads well in a diff."""
    compact = {"separators": (",", ":"), "ensure_ascii": True}
    lines = ["{"]
    lines.append(f' "source": {json.dumps(model["source"])},')
    lines.append(f' "metadata": {json.dumps(model["metadata"], sort_keys=True, **compact)},')
    for section in ("operations", "shapes"):
        rows = [f"  {json.dumps(name)}: {json.dumps(value, **compact)}" for name, value in sorted(model[section].items())]
        lines += [f' "{section}": {{', ",\n".join(rows), " }," if section == "operations" else " }"]
    return "\n".join(lines + ["}"]) + "\n"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("source", type=Path, help=f"botocore {BOTOCORE_VERSION}: a wheel, or an installed data folder")
    parser.add_argument("--legacy", type=Path, required=True, help=f"botocore {LEGACY_VERSION}, likewise")
    parser.add_argument("--out", type=Path, default=Path(__file__).resolve().parent.parent / "models")
    arguments = parser.parse_args()
    source, legacy = Source(arguments.source, BOTOCORE_VERSION), Source(arguments.legacy, LEGACY_VERSION)
    for service in SERVICES:
        model = distill(source, legacy, service)
        path = arguments.out / f"{service.replace('-', '_')}.json"
        path.write_text(to_text(model), encoding="ascii")
        print(f"{path.name}: {len(model['operations'])} operations, {len(model['shapes'])} shapes, {path.stat().st_size} bytes")


if __name__ == "__main__":
    main()
