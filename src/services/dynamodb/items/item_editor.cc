#include "services/dynamodb/items/item_editor.h"

#include <algorithm>

#include "services/dynamodb/items/value_writer.h"

namespace winterbaume::dynamodb {

// A value as it was, until a path goes through it: then its parts. Removed parts stay until the end, so that indexes keep
// counting.
struct ItemEditor::Node {
  struct Part {
    std::string name;            // of a map's entry
    std::string_view original;   // a whole value of the base
    std::unique_ptr<Node> node;  // instead of it, where a path goes to it or through it
    bool removed = false;
    std::uint64_t appended = 0;  // behind the end: one more than the index that it was set at
  };

  std::string_view original;  // of the base: a whole value, or an item where `item`
  std::string written;        // by an edit; instead of the original where it is not empty
  bool item = false;
  bool open = false;
  ValueTag tag = ValueTag::m;
  std::vector<Part> parts;

  ValueView value() const { return ValueView(written.empty() ? original : std::string_view(written)); }

  static std::unique_ptr<Node> of(std::string_view bytes) {
    auto node = std::make_unique<Node>();
    node->original = bytes;
    return node;
  }

  void unfold() {
    if (open) return;
    open = true;
    tag = item ? ValueTag::m : value().tag();
    if (tag == ValueTag::m) {
      for (const auto& [name, part] : item ? ItemView(original) : value().map()) {
        parts.push_back({std::string(name), part.bytes(), nullptr, false, 0});
      }
    } else if (tag == ValueTag::l) {
      for (const auto part : value().list()) parts.push_back({{}, part.bytes(), nullptr, false, 0});
    }
  }

  // The part that a step leads to, or null; removed ones are there no more.
  Part* find(const PathStep& step) {
    unfold();
    if (const auto* name = std::get_if<std::string>(&step)) {
      if (tag != ValueTag::m) return nullptr;
      const auto found = std::ranges::lower_bound(parts, *name, {}, &Part::name);
      return found != parts.end() && found->name == *name && !found->removed ? &*found : nullptr;
    }
    const auto index = std::get<std::uint64_t>(step);
    return tag == ValueTag::l && index < parts.size() && !parts[index].removed ? &parts[index] : nullptr;
  }

  bool fits(const PathStep& step) {
    unfold();
    return tag == (std::holds_alternative<std::string>(step) ? ValueTag::m : ValueTag::l);
  }

  void put(const PathStep& step, ValueView value) {
    auto node = std::make_unique<Node>();
    node->written = value.bytes();
    if (const auto* name = std::get_if<std::string>(&step)) {
      const auto at = std::ranges::lower_bound(parts, *name, {}, &Part::name);
      if (at != parts.end() && at->name == *name) {
        *at = {*name, {}, std::move(node), false, 0};
      } else {
        parts.insert(at, {*name, {}, std::move(node), false, 0});
      }
      return;
    }
    const auto index = std::get<std::uint64_t>(step);
    const auto behind = std::ranges::lower_bound(parts, std::uint64_t{1}, {}, &Part::appended);
    if (index < static_cast<std::uint64_t>(behind - parts.begin())) {
      parts[index] = {{}, {}, std::move(node), false, 0};
    } else {
      // Developer Guide, "Update expressions": elements behind the end are in the order of their indexes.
      const auto at = std::ranges::upper_bound(behind, parts.end(), index + 1, {}, &Part::appended);
      parts.insert(at, {{}, {}, std::move(node), false, index + 1});
    }
  }

  void write_parts(std::string& out) const {
    append_varint(out, static_cast<std::uint64_t>(std::ranges::count(parts, false, &Part::removed)));
    for (const auto& part : parts) {
      if (part.removed) continue;
      if (tag == ValueTag::m) append_sized(out, part.name);
      if (part.node == nullptr) {
        out += part.original;
      } else {
        part.node->write(out);
      }
    }
  }

  void write(std::string& out) const {
    if (!open || (tag != ValueTag::m && tag != ValueTag::l)) {
      out += value().bytes();
      return;
    }
    out += static_cast<char>(tag);
    const auto begin = out.size();
    write_parts(out);
    close_payload(out, begin);
  }

  // What the path's last step is a part of; null where the way there is missing or of another kind.
  Node* parent_of(const DocumentPath& path, PathStep& last) {
    Node* node = this;
    last = path.root;
    for (const auto& step : path.steps) {
      auto* part = node->find(last);
      if (part == nullptr) return nullptr;
      if (part->node == nullptr) part->node = of(part->original);
      node = part->node.get();
      last = step;
    }
    return node->fits(last) ? node : nullptr;
  }
};

ItemEditor::ItemEditor(ItemView base) : root_(std::make_unique<Node>()) {
  root_->item = true;
  root_->open = true;
  root_->parts.reserve(base.size() + 1);
  for (const auto& [name, value] : base) root_->parts.push_back({std::string(name), value.bytes(), nullptr, false, 0});
}

ItemEditor::~ItemEditor() = default;
ItemEditor::ItemEditor(ItemEditor&&) noexcept = default;

bool ItemEditor::set(const DocumentPath& path, ValueView value) {
  PathStep last;
  auto* parent = root_->parent_of(path, last);
  if (parent == nullptr) return false;
  parent->put(last, value);
  return true;
}

bool ItemEditor::remove(const DocumentPath& path) {
  PathStep last;
  auto* parent = root_->parent_of(path, last);
  if (parent == nullptr) return false;
  if (auto* part = parent->find(last)) part->removed = true;
  return true;
}

Item ItemEditor::finish() && {
  std::string out;
  root_->write_parts(out);
  return Item(std::move(out));
}

namespace {

// The steps of the paths that lead through one value, by the step that they take there.
using Tails = std::vector<std::pair<const DocumentPath*, std::size_t>>;

bool ends_here(const Tails& tails) {
  return std::ranges::any_of(tails, [](const auto& tail) { return tail.second == tail.first->steps.size(); });
}

template <class Step>
Tails through(const Tails& tails, const Step& step) {
  Tails out;
  for (const auto& [path, at] : tails) {
    const auto* wanted = std::get_if<Step>(&path->steps[at]);
    if (wanted != nullptr && *wanted == step) out.emplace_back(path, at + 1);
  }
  return out;
}

// Appends what the paths name of the value; false where they name nothing of it.
bool append_projected(std::string& out, ValueView value, const Tails& tails) {
  if (ends_here(tails)) {
    out += value.bytes();
    return true;
  }
  if (value.tag() != ValueTag::m && value.tag() != ValueTag::l) return false;
  std::string parts;
  std::uint64_t count = 0;
  if (value.tag() == ValueTag::m) {
    for (const auto& [name, entry] : value.map()) {
      const auto below = through(tails, std::string(name));
      std::string part;
      if (below.empty() || !append_projected(part, entry, below)) continue;
      append_sized(parts, name);
      parts += part;
      ++count;
    }
  } else {
    std::uint64_t index = 0;
    for (const auto element : value.list()) {
      const auto below = through(tails, index++);
      if (!below.empty() && append_projected(parts, element, below)) ++count;
    }
  }
  if (count == 0) return false;
  out += static_cast<char>(value.tag());
  const auto begin = out.size();
  append_varint(out, count);
  out += parts;
  close_payload(out, begin);
  return true;
}

}  // namespace

Item project(ItemView item, const std::vector<DocumentPath>& paths) {
  std::string entries;
  std::uint64_t count = 0;
  for (const auto& [name, value] : item) {
    Tails tails;
    for (const auto& path : paths) {
      if (path.root == name) tails.emplace_back(&path, 0);
    }
    std::string part;
    if (tails.empty() || !append_projected(part, value, tails)) continue;
    append_sized(entries, name);
    entries += part;
    ++count;
  }
  std::string out;
  append_varint(out, count);
  return Item(out + entries);
}

}  // namespace winterbaume::dynamodb
