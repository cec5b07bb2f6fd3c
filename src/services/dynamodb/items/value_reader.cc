#include <algorithm>
#include <vector>

#include "aws/protocol/custom_json.h"
#include "core/bytes.h"
#include "services/dynamodb/items/value_json.h"
#include "services/dynamodb/items/value_writer.h"

namespace winterbaume::dynamodb {
namespace {

// As AWS prints them in "Input collection [1, 2] contains duplicates."
std::string printed_collection(const std::vector<std::string>& members) {
  std::string out = "[";
  for (const auto& member : members) out.append(out.size() == 1 ? "" : ", ").append(member);
  return out + "]";
}

// DynamoDB takes no base64 without its padding (measured on AWS by the tests of Alternator).
std::optional<std::string> read_base64(std::string_view text) { return text.size() % 4 == 0 ? from_base64(text) : std::nullopt; }

std::string empty_set_message(ValueTag tag) {
  if (tag == ValueTag::bs) return "One or more parameter values were invalid: Binary sets should not be empty";
  return std::string("One or more parameter values were invalid: An ") + (tag == ValueTag::ns ? "number" : "string") +
         " set  may not be empty";
}

}  // namespace

bool ValueReader::wrong_type(simdjson::dom::element json, std::string_view wanted) {
  problem_ = aws::wrong_json_type(json, wanted);
  return false;
}

bool ValueReader::broken_rule(std::string message) {
  if (!fault_) fault_ = std::move(message);
  return false;
}

bool ValueReader::text(simdjson::dom::element json, std::string_view& out) {
  return !json.get(out) || wrong_type(json, "String");
}

bool ValueReader::value(simdjson::dom::element json, int depth) {
  simdjson::dom::object object;
  if (json.get(object)) return wrong_type(json, "Structure");
  std::size_t types = 0;
  const auto begin = out_.size();
  for (const auto [type, content] : object) {
    if (content.is_null()) continue;
    if (++types > 1) {
      return broken_rule(
          "Supplied AttributeValue has more than one datatypes set, must contain exactly one of the supported datatypes");
    }
    if (!typed(type, content, depth)) return false;
    if (out_.size() == begin) --types;  // a member that the model doesn't know
  }
  if (types == 0) return broken_rule("Supplied AttributeValue is empty, must contain exactly one of the supported datatypes");
  return true;
}

bool ValueReader::typed(std::string_view type, simdjson::dom::element json, int depth) {
  if (type == "S") return sized(ValueTag::s, json);
  if (type == "N") return number(json);
  if (type == "M") return map(json, depth + 1);
  if (type == "L") return list(json, depth + 1);
  if (type == "B") return sized(ValueTag::b, json);
  if (type == "SS") return set(ValueTag::ss, json);
  if (type == "NS") return set(ValueTag::ns, json);
  if (type == "BS") return set(ValueTag::bs, json);
  if (type == "BOOL" || type == "NULL") return flag(type, json);
  return true;
}

bool ValueReader::number(simdjson::dom::element json) {
  std::string_view written;
  if (!text(json, written)) return false;
  const auto parsed = Number::parse(written);
  if (!parsed) return broken_rule(number_fault_message(parsed.error(), written));
  out_ += static_cast<char>(ValueTag::n);
  parsed->append_ordered(out_);
  return true;
}

bool ValueReader::sized(ValueTag tag, simdjson::dom::element json) {
  std::string_view written;
  if (!text(json, written)) return false;
  out_ += static_cast<char>(tag);
  if (tag == ValueTag::s) {
    append_sized(out_, written);
    return true;
  }
  const auto bytes = read_base64(written);
  if (!bytes) {
    problem_ = "Invalid base64 value";
    return false;
  }
  append_sized(out_, *bytes);
  return true;
}

bool ValueReader::set_member(ValueTag tag, simdjson::dom::element json, std::string& member) {
  std::string_view written;
  if (!text(json, written)) return false;
  if (tag == ValueTag::ss) {
    member.assign(written);
    return true;
  }
  if (tag == ValueTag::bs) {
    auto bytes = read_base64(written);
    if (!bytes) {
      problem_ = "Invalid base64 value";
      return false;
    }
    member = std::move(*bytes);
    return true;
  }
  const auto parsed = Number::parse(written);
  if (!parsed) return broken_rule(number_fault_message(parsed.error(), written));
  parsed->append_ordered(member);
  return true;
}

bool ValueReader::set(ValueTag tag, simdjson::dom::element json) {
  simdjson::dom::array array;
  if (json.get(array)) return wrong_type(json, "List");
  std::vector<std::string> members, written;
  for (const auto element : array) {
    if (!set_member(tag, element, members.emplace_back())) return false;
    written.emplace_back(element.get_string().value_unsafe());
  }
  if (members.empty()) return broken_rule(empty_set_message(tag));
  std::ranges::sort(members);
  if (std::ranges::adjacent_find(members) != members.end()) {
    return broken_rule("One or more parameter values were invalid: Input collection " + printed_collection(written) +
                       " contains duplicates.");
  }
  out_ += static_cast<char>(tag);
  const auto begin = out_.size();
  append_varint(out_, members.size());
  for (const auto& member : members) tag == ValueTag::ns ? out_.append(member), void() : append_sized(out_, member);
  close_payload(out_, begin);
  return true;
}

bool ValueReader::list(simdjson::dom::element json, int depth) {
  simdjson::dom::array array;
  if (json.get(array)) return wrong_type(json, "List");
  if (depth > k_nesting_max) {
    return broken_rule(
        "Nesting Levels have exceeded supported limits: Attributes in the item have nested levels beyond supported limit");
  }
  out_ += static_cast<char>(ValueTag::l);
  const auto begin = out_.size();
  append_varint(out_, array.size());
  for (const auto element : array) {
    if (!value(element, depth)) return false;
  }
  close_payload(out_, begin);
  return true;
}

bool ValueReader::map(simdjson::dom::element json, int depth) {
  simdjson::dom::object object;
  if (json.get(object)) return wrong_type(json, "Map");
  if (depth > k_nesting_max) {
    return broken_rule(
        "Nesting Levels have exceeded supported limits: Attributes in the item have nested levels beyond supported limit");
  }
  out_ += static_cast<char>(ValueTag::m);
  const auto begin = out_.size();
  if (!entries(object, depth)) return false;
  close_payload(out_, begin);
  return true;
}

bool ValueReader::entries(simdjson::dom::object json, int depth) {
  EntryWriter writer(out_);
  for (const auto [name, content] : json) {
    if (content.is_null()) continue;
    writer.begin_entry(name);
    if (!value(content, depth)) return false;
  }
  writer.finish();
  return true;
}

bool ValueReader::flag(std::string_view type, simdjson::dom::element json) {
  bool given = false;
  if (json.get(given)) return wrong_type(json, "Boolean");
  if (type == "BOOL") {
    out_ += static_cast<char>(given ? ValueTag::true_ : ValueTag::false_);
    return true;
  }
  if (!given) {
    return broken_rule("One or more parameter values were invalid: Null attribute value types must have the value of true");
  }
  out_ += static_cast<char>(ValueTag::null);
  return true;
}

}  // namespace winterbaume::dynamodb
