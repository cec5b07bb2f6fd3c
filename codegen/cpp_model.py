"""A distilled model with the questions that the C++ writers ask of it: names, types, order, wire names."""

from __future__ import annotations

import re

KEYWORDS = set(
    """alignas alignof and asm auto bool break case catch char class concept const consteval constexpr constinit continue
    co_await co_return co_yield decltype default delete do double else enum explicit export extern false float for friend goto
    if inline int long mutable namespace new noexcept not nullptr operator or private protected public register requires return
    short signed sizeof static struct switch template this throw true try typedef typeid typename union unsigned using virtual
    void volatile while xor""".split()
)

PLAIN_TYPES = {
    "string": "std::string",
    "character": "std::string",
    "boolean": "bool",
    "integer": "std::int32_t",
    "long": "std::int64_t",
    "float": "float",
    "double": "double",
    "timestamp": "TimePoint",
    "blob": "aws::Blob",
}
PLAIN_KINDS = {"character": "string", "long": "long_", "float": "float_", "double": "double_"}

# Shapes that are no struct of their own but a type of ours, by what marks them: (C++ type, Kind, the schema to share).
SPECIAL_TYPES = {
    "stream": ("http::Body", "stream", "k_stream"),
    "document": ("aws::Document", "document", "k_document"),
}


def snake(name: str) -> str:
    """AWS's CamelCase as a C++ name: "MD5OfBody" -> "md5_of_body"."""
    text = re.sub(r"([a-z0-9])([A-Z])", r"\1_\2", name)
    text = re.sub(r"([A-Z]+)([A-Z][a-z])", r"\1_\2", text).lower()
    text = re.sub(r"[^a-z0-9]+", "_", text).strip("_")
    if text[0].isdigit():
        text = "_" + text
    return text + "_" if text in KEYWORDS else text


def pascal(name: str) -> str:
    return name[0].upper() + re.sub(r"[^A-Za-z0-9_]", "_", name[1:])


def quote(text: str) -> str:
    """A C++ string literal of any text (as UTF-8)."""
    out = []
    for byte in text.encode("utf-8", "surrogatepass"):
        char = chr(byte)
        if char in '"\\':
            out.append("\\" + char)
        elif 32 <= byte < 127:
            out.append(char)
        else:
            out.append(f"\\{byte:03o}")
    return '"' + "".join(out).replace("??", '?""?') + '"'


class Model:
    def __init__(self, name: str, document: dict) -> None:
        self.name = name
        self.metadata = document["metadata"]
        self.operations = dict(sorted(document["operations"].items()))
        self.shapes = document["shapes"]
        self.source = document.get("source", "")
        self.errors = [n for n in sorted(self.shapes) if self.shapes[n].get("exception")]
        self._add_empty_structs()
        self.event_streams = [n for n in sorted(self.shapes) if self.shapes[n].get("eventstream")]
        self._order()
        self._checked: dict[str, bool] = {}

    # ---- what a shape is ----

    def special(self, shape_name: str, ref: dict | None = None) -> str | None:
        """The key of SPECIAL_TYPES for this shape (where `ref` refers to it), or None."""
        shape = self.shapes[shape_name]
        if shape.get("custom"):
            return "custom"
        if shape.get("document"):
            return "document"
        if shape.get("eventstream") or (shape["type"] == "blob" and (shape.get("streaming") or (ref or {}).get("streaming"))):
            return "stream" if ref is not None and not ref.get("eventpayload") else None
        return None

    def cpp_type(self, shape_name: str, ref: dict | None = None) -> str:
        shape = self.shapes[shape_name]
        special = self.special(shape_name, ref)
        if special == "custom":
            return shape["custom"]["type"]
        if special:
            return SPECIAL_TYPES[special][0]
        kind = shape["type"]
        if kind in PLAIN_TYPES:
            return PLAIN_TYPES[kind]
        if kind == "list":
            element = self.cpp_type(shape["member"]["shape"])
            if element == "bool":
                raise ValueError(f"{shape_name}: std::vector<bool> has no addressable elements")
            return f"std::vector<{element}>"
        if kind == "map":
            return f"aws::Map<{self.cpp_type(shape['value']['shape'])}>"
        return pascal(shape_name)

    def struct_members(self, shape_name: str) -> dict[str, dict]:
        """A structure's members; an error's message is not among them: every aws::Error has one."""
        shape = self.shapes[shape_name]
        members = shape.get("members", {})
        if shape.get("exception"):
            return {n: r for n, r in members.items() if n.lower() != "message"}
        return members

    def message_name(self, error_name: str) -> str:
        names = [n for n in self.shapes[error_name].get("members", {}) if n.lower() == "message"]
        return names[0] if names else "message"

    def structs(self) -> list[str]:
        """The structures to define, each after those that it holds by value."""
        return self._ordered

    def containers(self) -> list[str]:
        return [n for n in sorted(self.shapes) if self.shapes[n]["type"] in ("list", "map")]

    def is_boxed(self, shape_name: str, member: str) -> bool:
        return (shape_name, member) in self._boxed

    def is_recursive(self, shape_name: str) -> bool:
        """Whether the struct holds itself, however far down."""
        found: set[str] = set()
        todo = [shape_name]
        while todo:
            for ref in self.struct_members(todo.pop()).values():
                target, _ = self._target_struct(ref)
                if target == shape_name:
                    return True
                if target is not None and target not in found:
                    found.add(target)
                    todo.append(target)
        return False

    def custom_types(self) -> dict[str, tuple[str, str]]:
        """The shapes that are a type of ours, by an overlay's `custom`: (C++ type, header)."""
        return {n: (s["custom"]["type"], s["custom"]["header"]) for n, s in sorted(self.shapes.items()) if s.get("custom")}

    # ---- rules ----

    def constraint(self, shape_name: str) -> dict:
        # An overlay's empty enum: the service words that error itself.
        return {k: v for k, v in self.shapes[shape_name].items() if k in ("min", "max", "pattern", "enum") and v != []}

    def is_checked(self, shape_name: str, stack: tuple[str, ...] = ()) -> bool:
        """Whether a rule of validation holds for this shape or for one within it."""
        if shape_name in self._checked:
            return self._checked[shape_name]
        if shape_name in stack:
            return False
        shape = self.shapes[shape_name]
        if shape.get("custom"):
            return False  # its type keeps its own rules
        result = bool(self.constraint(shape_name) or shape.get("required"))
        refs = list(shape.get("members", {}).values()) + [shape[k] for k in ("member", "key", "value") if k in shape]
        below = [self.is_checked(r["shape"], stack + (shape_name,)) for r in refs]
        result = result or any(below)
        if result or not stack:  # a negative inside a cycle may be too early
            self._checked[shape_name] = result
        return result

    # ---- wire names ----

    def flattened(self, ref: dict) -> bool:
        shape = self.shapes[ref["shape"]]
        return bool(shape.get("queryFlattened") or shape.get("flattened") or ref.get("flattened"))

    def wire_name(self, name: str, ref: dict) -> str:
        return ref.get("locationName", name)

    def xml_name(self, name: str, ref: dict) -> str:
        """The element in XML and the key in query; a flattened list goes by the name of its items where they have one."""
        shape = self.shapes[ref["shape"]]
        if shape["type"] == "list" and self.flattened(ref):
            inner = shape["member"].get("queryName", shape["member"].get("locationName"))
            if inner:
                return inner
        return ref.get("queryName", ref.get("locationName", shape.get("locationName", name)))

    # ---- making ----

    def _add_empty_structs(self) -> None:
        for name, operation in self.operations.items():
            for role, suffix in (("input", "Request"), ("output", "Response")):
                if role not in operation:
                    shape_name = f"{name}{suffix}"
                    if shape_name in self.shapes:
                        shape_name += "Empty"
                    self.shapes[shape_name] = {"type": "structure", "members": {}}
                    operation[role] = {"shape": shape_name, "absent": True}

    def _order(self) -> None:
        """Orders the structures by dependency; a member that closes a cycle by value is boxed."""
        self._boxed: set[tuple[str, str]] = set()
        self._ordered: list[str] = []
        state: dict[str, str] = {}

        def visit(name: str) -> None:
            state[name] = "open"
            for member, ref in self.struct_members(name).items():
                target, by_value = self._target_struct(ref)
                if target is None:
                    continue
                if state.get(target) == "open":
                    if by_value:
                        self._boxed.add((name, member))
                elif target not in state:
                    visit(target)
            state[name] = "done"
            self._ordered.append(name)

        for name in sorted(self.shapes):
            if self.shapes[name]["type"] == "structure" and name not in state and self._is_struct(name):
                visit(name)

    def _is_struct(self, name: str) -> bool:
        if self.shapes[name].get("exception"):
            return bool(self.struct_members(name))
        return self._is_plain_struct(name)

    def _is_plain_struct(self, name: str) -> bool:
        return not (self.shapes[name].get("document") or self.shapes[name].get("custom"))

    def _target_struct(self, ref: dict) -> tuple[str | None, bool]:
        name, by_value = ref["shape"], True
        if self.special(name, ref):
            return None, False
        while self.shapes[name]["type"] in ("list", "map") and not self.shapes[name].get("custom"):
            shape = self.shapes[name]
            name, by_value = shape["member" if shape["type"] == "list" else "value"]["shape"], False
        if self.shapes[name]["type"] != "structure" or not self._is_plain_struct(name):
            return None, False
        return name, by_value
