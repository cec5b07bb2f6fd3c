#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <map>
#include <vector>

#include "aws/protocol/custom_json.h"
#include "core/bytes.h"
#include "services/dynamodb/items/value_json.h"
#include "services/dynamodb/items/value_writer.h"

namespace winterbaume::dynamodb {
namespace {

// DynamoDB takes no base64 without its padding (measured on AWS by the tests of Alternator).
std::optional<std::string> read_base64(std::string_view text) { return text.size() % 4 == 0 ? from_base64(text) : std::nullopt; }

// As PutItem, UpdateItem, DeleteItem, GetItem, BatchGetItem and Query tell of it (measured on AWS in October 2026 by
// dynamodb-conformance): the members in order as far as they were read, the one that was there already, the rest as it was sent.
std::string duplicates_message(ValueTag tag, const std::vector<std::string>& written) {
  const std::string begin = "One or more parameter values were invalid: Input collection ";
  if (tag == ValueTag::ns) return begin + "contains duplicates.";
  std::map<std::string, std::string> read;  // by their bytes
  auto next = written.begin();
  while (read.emplace(tag == ValueTag::bs ? read_base64(*next).value_or("") : *next, *next).second) ++next;
  std::vector<std::string> shown;
  for (const auto& [bytes, text] : read) shown.push_back("\"" + text + "\"");
  for (; next != written.end(); ++next) shown.push_back("\"" + *next + "\"");
  return fmt::format("{}[{}]{} contains duplicates.", begin, fmt::join(shown, tag == ValueTag::bs ? "," : ", "),
                     tag == ValueTag::bs ? "of type BS" : "");
}

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
  if (type.size() == 1) {
    switch (type.front()) {
      case 'S':
        return sized(ValueTag::s, json);
      case 'N':
        return number(json);
      case 'M':
        return map(json, depth + 1);
      case 'L':
        return list(json, depth + 1);
      case 'B':
        return sized(ValueTag::b, json);
      default:
        return true;
    }
  }
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
    return broken_rule(duplicates_message(tag, written));
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
