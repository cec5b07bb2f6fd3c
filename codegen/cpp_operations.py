"""Writes operations.h, errors.h and service.cc: a model's operations, errors and the service itself."""

from __future__ import annotations

from cpp_model import Model, pascal, quote, snake
from cpp_types import BANNER, fields, snake_schema

PROTOCOLS = {
    "json": {"1.0": "json_1_0", "1.1": "json_1_1"},
    "query": "query",
    "rest-json": "rest_json",
    "rest-xml": "rest_xml",
}


def operations_header(model: Model) -> str:
    name = model.name
    out = [BANNER.format(name=name), "#pragma once\n", f'#include "generated/{name}/types.h"\n', f"namespace winterbaume::{name} {{\n"]
    out += ["extern const aws::ServiceSchema k_service;\n", "namespace ops {\n"]
    for index, (operation, facts) in enumerate(model.operations.items()):
        out += [
            f"struct {pascal(operation)} {{",
            f"  using Input = {pascal(facts['input']['shape'])};",
            f"  using Output = {pascal(facts['output']['shape'])};",
            f'  static constexpr std::string_view k_name = "{operation}";',
            f"  static constexpr std::uint16_t k_index = {index};",
            f"  static constexpr std::size_t k_operation_count = {len(model.operations)};",
            "  static const aws::ServiceSchema& service() { return k_service; }",
            "  static const aws::OperationSchema& schema();",
            "};",
        ]
    out += ["\n}  // namespace ops", f"}}  // namespace winterbaume::{name}", ""]
    return "\n".join(out)


def errors_header(model: Model) -> str:
    out = [BANNER.format(name=model.name), "#pragma once\n", '#include "aws/error.h"', f'#include "generated/{model.name}/types.h"\n']
    out.append(f"namespace winterbaume::{model.name}::errors {{\n")
    for name in model.errors:
        out.append(f"extern const aws::ErrorShape k_{snake_schema(name)};")
        out.append(f"aws::Error {snake(name)}(std::string message);")
        if model.struct_members(name):
            out.append(f"aws::Error {snake(name)}(std::string message, {pascal(name)} fields);")
    out += ["", f"}}  // namespace winterbaume::{model.name}::errors", ""]
    return "\n".join(out)


def error_fault(shape: dict) -> str:
    error = shape.get("error", {})
    receiver = shape.get("fault") or error.get("httpStatusCode", 400) >= 500 or error.get("senderFault") is False
    return "aws::Fault::receiver" if receiver and not error.get("senderFault") else "aws::Fault::sender"


def error_text(model: Model, name: str) -> list[str]:
    shape = model.shapes[name]
    error = shape.get("error", {})
    status = error.get("httpStatusCode", 500 if shape.get("fault") else 400)
    ident, factory = snake_schema(name), snake(name)
    pairs = [("name", quote(name)), ("code", quote(error.get("code", name))), ("status", str(status)), ("fault", error_fault(shape))]
    if model.struct_members(name):
        pairs.append(("schema", f"&schemas::k_{ident}"))
    if model.message_name(name) != "message":
        pairs.append(("message_name", quote(model.message_name(name))))
    if "queryMessage" in error:
        pairs.append(("query_message", quote(error["queryMessage"])))
    out = [f"const aws::ErrorShape k_{ident}{{{fields(pairs)}}};"]
    out.append(f"aws::Error {factory}(std::string message) {{ return {{&k_{ident}, std::move(message), nullptr}}; }}")
    if model.struct_members(name):
        cpp = pascal(name)
        out.append(f"aws::Error {factory}(std::string message, {cpp} fields) {{")
        out.append(f"  return {{&k_{ident}, std::move(message), std::make_shared<const {cpp}>(std::move(fields))}};")
        out.append("}")
    return out


def path_segments(uri: str) -> list[str]:
    segments = []
    for piece in uri.split("?")[0].strip("/").split("/"):
        if not piece:
            continue
        if piece.startswith("{"):
            greedy = piece.endswith("+}")
            text = piece[1 : -2 if greedy else -1]
            segments.append(f"{{{quote(text)}, true{', true' if greedy else ''}}}")
        else:
            segments.append(f"{{{quote(piece)}}}")
    return segments


def query_literals(uri: str) -> list[str]:
    literals = []
    for pair in filter(None, uri.partition("?")[2].split("&")):
        key, _, value = pair.partition("=")
        literals.append(f"{{{quote(key)}, {quote(value)}}}")
    return literals


def payload_streams(model: Model, shape_name: str) -> bool:
    shape = model.shapes[shape_name]
    payload = shape.get("payload")
    if not payload:
        return False
    return model.special(shape["members"][payload]["shape"], shape["members"][payload]) == "stream"


def output_root(model: Model, facts: dict) -> str | None:
    output = facts["output"]
    if "query" in model.metadata["protocols"]:
        return output.get("resultWrapper")
    shape = model.shapes[output["shape"]]
    return facts.get("outputRoot") or output.get("locationName") or shape.get("locationName")


def checksum_text(model: Model, name: str, checksum: dict) -> str:
    pairs = []
    for key, field in (("requestAlgorithmMember", "request_algorithm_member"), ("requestValidationModeMember", "request_validation_mode_member")):
        if key in checksum:
            pairs.append((field, quote(checksum[key])))
    if checksum.get("requestChecksumRequired"):
        pairs.append(("request_required", "true"))
    if "responseAlgorithms" in checksum:
        pairs.append(("response_algorithms", f"k_{name}_checksums"))
    return "{" + fields(pairs) + "}"


def page_text(pages: dict) -> str:
    names = {"input_token": "input_token", "output_token": "output_token", "limit_key": "limit", "result_key": "result"}
    pairs = []
    for key, field in names.items():
        value = pages.get(key)
        if value:
            pairs.append((field, quote(value if isinstance(value, str) else ",".join(value))))
    return "{" + fields(pairs) + "}"


def operation_text(model: Model, index: int, name: str) -> tuple[list[str], str]:
    """Tables that the operation's row points to, and the row."""
    facts, before = model.operations[name], []
    http = facts["http"]
    pairs = [("name", quote(name)), ("index", str(index))]
    for role in ("input", "output"):
        pairs.append((role, f"&schemas::k_{snake_schema(facts[role]['shape'])}"))
    method = http["method"].lower()
    pairs.append(("method", f"http::Method::{method + '_' if method == 'delete' else method}"))
    if http.get("responseCode", 200) != 200:
        pairs.append(("status", str(http["responseCode"])))
    if any(p.startswith("rest") for p in model.metadata["protocols"]):
        for kind, field, rows in (
            ("PathSegment", "path", path_segments(http["requestUri"])),
            ("QueryLiteral", "query", query_literals(http["requestUri"])),
        ):
            if rows:
                before.append(f"constexpr aws::{kind} k_{pascal(name)}_{field}[] = {{{', '.join(rows)}}};")
                pairs.append((field, f"k_{pascal(name)}_{field}"))
    if "locationName" in facts["input"]:
        pairs.append(("input_root", quote(facts["input"]["locationName"])))
    root = output_root(model, facts)
    if root:
        pairs.append(("output_root", quote(root)))
    flags = {
        "streams_in": payload_streams(model, facts["input"]["shape"]),
        "no_output": facts["output"].get("absent"),
        "bare_output": facts.get("bareOutput"),
        "deprecated": facts.get("deprecated"),
        "anonymous": facts.get("authtype") == "none",
        "unsigned_payload": facts.get("unsignedPayload") or facts.get("authtype") == "v4-unsigned-body",
    }
    pairs += [(flag, "true") for flag, value in flags.items() if value]
    if "hostPrefix" in facts:
        pairs.append(("host_prefix", quote(facts["hostPrefix"])))
    if "httpChecksum" in facts:
        checksum = facts["httpChecksum"]
        if "responseAlgorithms" in checksum:
            values = ", ".join(quote(a) for a in checksum["responseAlgorithms"])
            before.append(f"constexpr std::string_view k_{pascal(name)}_checksums[] = {{{values}}};")
        pairs.append(("checksum", checksum_text(model, pascal(name), checksum)))
    if "pages" in facts:
        pairs.append(("pages", page_text(facts["pages"])))
    return before, "    {" + fields(pairs) + "},"


def protocol_names(metadata: dict) -> list[str]:
    known = [p for p in metadata["protocols"] if p in PROTOCOLS]
    return [PROTOCOLS[p][metadata["jsonVersion"]] if p == "json" else PROTOCOLS[p] for p in known]


def service_text(model: Model) -> str:
    meta = model.metadata
    namespace = meta.get("xmlNamespace", "")
    pairs = [
        ("name", quote(model.name)),
        ("id", quote(meta["serviceId"])),
        ("api_version", quote(meta["apiVersion"])),
        ("endpoint_prefix", quote(meta["endpointPrefix"])),
        ("signing_name", quote(meta.get("signingName", meta["endpointPrefix"]))),
        ("target_prefix", quote(meta.get("targetPrefix", ""))),
        ("protocols", "k_protocols"),
        ("xml_namespace", quote(namespace if isinstance(namespace, str) else namespace["uri"])),
        ("error_prefix", quote(meta.get("errorPrefix", ""))),
    ]
    if "awsQueryCompatible" in meta:
        pairs.append(("query_compatible", "true"))
    if "queryUrlMember" in meta:
        pairs.append(("query_url_member", quote(meta["queryUrlMember"])))
    if "validationStyle" in meta:
        pairs.append(("validation_style", f"aws::ValidationStyle::{meta['validationStyle']}"))
    if "validationError" in meta:
        pairs.append(("validation_error", f"&errors::k_{snake_schema(meta['validationError'])}"))
    pairs.append(("operations", "k_operations"))
    return f"const aws::ServiceSchema k_service{{{fields(pairs)}}};"


def service_source(model: Model) -> str:
    name = model.name
    out = [BANNER.format(name=name), f'#include "generated/{name}/errors.h"', f'#include "generated/{name}/operations.h"\n']
    out.append(f"namespace winterbaume::{name} {{\n\nnamespace errors {{")
    for error in model.errors:
        out += error_text(model, error)
    out += ["}  // namespace errors\n", "namespace {\n"]
    rows = []
    for index, operation in enumerate(model.operations):
        before, row = operation_text(model, index, operation)
        out += before
        rows.append(row)
    out += ["constexpr aws::OperationSchema k_operations[] = {", *rows, "};"]
    protocols = ", ".join(f"aws::ProtocolKind::{p}" for p in protocol_names(model.metadata))
    out += [f"constexpr aws::ProtocolKind k_protocols[] = {{{protocols}}};", "\n}  // namespace\n", service_text(model), ""]
    out += [f"const aws::OperationSchema& ops::{pascal(o)}::schema() {{ return k_operations[{i}]; }}" for i, o in enumerate(model.operations)]
    out += ["", f"}}  // namespace winterbaume::{name}", ""]
    return "\n".join(out)
