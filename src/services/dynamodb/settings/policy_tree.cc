#include "services/dynamodb/settings/policy_tree.h"

#include <simdjson.h>

namespace winterbaume::dynamodb {
namespace {

namespace ondemand = simdjson::ondemand;

constexpr int k_depth_max = 64;

class TreeReader {
 public:
  explicit TreeReader(const char* begin) : begin_(begin) {}

  bool read(ondemand::value value, PolicyNode& out, int depth) {
    if (depth > k_depth_max) return false;
    out.at = static_cast<std::size_t>(value.raw_json_token().data() - begin_);
    ondemand::json_type type;
    if (value.type().get(type) != simdjson::SUCCESS) return false;
    switch (type) {
      case ondemand::json_type::object:
        return read_members(value, out, depth);
      case ondemand::json_type::array:
        return read_items(value, out, depth);
      case ondemand::json_type::string:
        return read_text(value, out);
      default:
        return read_other(value, out);
    }
  }

 private:
  bool read_members(ondemand::value value, PolicyNode& out, int depth) {
    out.kind = PolicyNodeKind::object;
    ondemand::object object;
    if (value.get_object().get(object) != simdjson::SUCCESS) return false;
    for (auto field : object) {
      std::string_view name;
      if (field.unescaped_key().get(name) != simdjson::SUCCESS) return false;
      out.members.push_back({std::string(name), {}});
      ondemand::value inner;
      if (field.value().get(inner) != simdjson::SUCCESS || !read(inner, out.members.back().value, depth + 1)) return false;
    }
    return true;
  }

  bool read_items(ondemand::value value, PolicyNode& out, int depth) {
    out.kind = PolicyNodeKind::list;
    ondemand::array array;
    if (value.get_array().get(array) != simdjson::SUCCESS) return false;
    for (auto item : array) {
      ondemand::value inner;
      if (item.get(inner) != simdjson::SUCCESS || !read(inner, out.items.emplace_back(), depth + 1)) return false;
    }
    return true;
  }

  static bool read_text(ondemand::value value, PolicyNode& out) {
    out.kind = PolicyNodeKind::text;
    std::string_view text;
    if (value.get_string().get(text) != simdjson::SUCCESS) return false;
    out.text = text;
    return true;
  }

  static bool read_other(ondemand::value value, PolicyNode& out) {
    out.text = value.raw_json_token();
    out.text.erase(out.text.find_last_not_of(" \t\r\n") + 1);
    return true;
  }

  const char* begin_;
};

}  // namespace

std::optional<PolicyNode> read_policy_tree(std::string_view json) {
  const simdjson::padded_string padded(json);
  // The reader by places looks at no more than it is asked for: this one at everything.
  simdjson::dom::parser whole;
  if (whole.parse(padded).error() != simdjson::SUCCESS) return std::nullopt;
  ondemand::parser parser;
  ondemand::document document;
  ondemand::value root;
  if (parser.iterate(padded).get(document) != simdjson::SUCCESS) return std::nullopt;
  PolicyNode out;
  if (document.get_value().get(root) != simdjson::SUCCESS) {  // no object and no list
    out.text = json;
    return out;
  }
  if (!TreeReader(padded.data()).read(root, out, 0)) return std::nullopt;
  return out;
}

}  // namespace winterbaume::dynamodb
