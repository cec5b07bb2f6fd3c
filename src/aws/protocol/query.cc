#include "aws/protocol/query.h"

#include <algorithm>
#include <charconv>
#include <tuple>

#include "aws/common_errors.h"
#include "aws/protocol/json_text.h"
#include "aws/protocol/map_keys.h"
#include "aws/protocol/plain_text.h"
#include "aws/protocol/xml_writer.h"
#include "aws/query_string.h"
#include "core/bytes.h"

namespace winterbaume::aws {
namespace {

// Deeper than any model of a query service; a name can be as long as a body.
constexpr int k_depth_max = 32;

using Parameter = QueryParameters::Parameter;

// Reads parameters whose names begin with prefix_, which grows and shrinks with the walk down the schema.
class QueryDecoder {
 public:
  explicit QueryDecoder(const QueryParameters& parameters) : parameters_(parameters) {}
  bool members(const Schema& schema, void* out);
  const std::string& problem() const { return problem_; }

 private:
  // A longer prefix for as long as it lives.
  class Step {
   public:
    Step(std::string& prefix, std::string_view name) : prefix_(prefix), size_(prefix.size()) {
      if (size_ > 0) prefix_ += '.';
      prefix_ += name;
    }
    ~Step() { prefix_.resize(size_); }
    Step(const Step&) = delete;
    Step& operator=(const Step&) = delete;

   private:
    std::string& prefix_;
    std::size_t size_;
  };

  bool present() const;
  std::vector<std::uint32_t> indices() const;
  bool value(const Schema& schema, void* out);
  bool list(const Schema& schema, bool flattened, void* out);
  bool map(const Schema& schema, bool flattened, void* out);
  bool items(const Schema& schema, void* out);
  bool entries(const Schema& schema, void* out);

  const QueryParameters& parameters_;
  std::string prefix_;
  std::string problem_;
  int depth_ = 0;
};

// Whether a parameter has this name, or names something below it.
bool QueryDecoder::present() const {
  for (const Parameter& parameter : parameters_.within(prefix_)) {
    if (parameter.name.size() == prefix_.size() || parameter.name[prefix_.size()] == '.') return true;
  }
  return false;
}

// The numbers that follow the prefix, in order; gaps are no error, as with AWS.
std::vector<std::uint32_t> QueryDecoder::indices() const {
  std::vector<std::uint32_t> found;
  for (const Parameter& parameter : parameters_.within(prefix_)) {
    std::string_view rest = std::string_view(parameter.name).substr(prefix_.size());
    if (!rest.starts_with('.')) continue;
    rest = rest.substr(1, rest.find('.', 1) - 1);
    std::uint32_t index = 0;
    const auto [end, error] = std::from_chars(rest.data(), rest.data() + rest.size(), index);
    if (error == std::errc{} && end == rest.data() + rest.size() && (found.empty() || found.back() != index))
      found.push_back(index);
  }
  std::ranges::sort(found);
  const auto repeated = std::ranges::unique(found);
  found.erase(repeated.begin(), repeated.end());
  return found;
}

bool QueryDecoder::members(const Schema& schema, void* out) {
  if (++depth_ > k_depth_max) return problem_ = "The parameters are nested too deeply", false;
  for (const Member& member : schema.members) {
    const Step step(prefix_, member.xml_name);
    if (!present()) continue;
    const Schema& target = *member.schema;
    void* slot = emplace(member, out);
    const bool fits = target.kind == Kind::list  ? list(target, member.flattened, slot)
                      : target.kind == Kind::map ? map(target, member.flattened, slot)
                                                 : value(target, slot);
    if (!fits) return false;
  }
  --depth_;
  return true;
}

bool QueryDecoder::value(const Schema& schema, void* out) {
  switch (schema.kind) {
    case Kind::structure:
      return members(schema, out);
    case Kind::list:
      return list(schema, false, out);
    case Kind::map:
      return map(schema, false, out);
    default:
      break;
  }
  const std::string* text = parameters_.find(prefix_);
  if (text != nullptr && parse_plain_text(*text, schema, out)) return true;
  problem_ = "Invalid value for the parameter " + prefix_;
  return false;
}

bool QueryDecoder::list(const Schema& schema, bool flattened, void* out) {
  if (flattened) return items(schema, out);
  const Step step(prefix_, schema.element_name);
  return items(schema, out);
}

bool QueryDecoder::map(const Schema& schema, bool flattened, void* out) {
  if (flattened) return entries(schema, out);
  const Step step(prefix_, "entry");
  return entries(schema, out);
}

bool QueryDecoder::items(const Schema& schema, void* out) {
  for (const std::uint32_t index : indices()) {
    const Step step(prefix_, std::to_string(index));
    if (!value(*schema.element, schema.container->append(out, {}))) return false;
  }
  return true;
}

bool QueryDecoder::entries(const Schema& schema, void* out) {
  MapKeys keys(schema, out);
  for (const std::uint32_t index : indices()) {
    const Step step(prefix_, std::to_string(index));
    const std::string* key = nullptr;
    {
      const Step key_step(prefix_, schema.key_name);
      key = parameters_.find(prefix_);
    }
    const Step value_step(prefix_, schema.element_name);
    if (key == nullptr) return problem_ = "The parameter " + prefix_ + " has no " + std::string(schema.key_name), false;
    void* slot = keys.value_of(*key);
    if (present() && !value(*schema.element, slot)) return false;
  }
  return true;
}

}  // namespace

bool QueryParameters::add(std::string_view text) {
  for (const QueryPair& pair : QueryString(text)) {
    auto name = percent_decode(pair.name, true);
    auto value = percent_decode(pair.value, true);
    if (!name || !value) return false;
    parameters_.push_back({std::move(*name), std::move(*value), parameters_.size()});
  }
  return true;
}

void QueryParameters::sort() {
  std::ranges::sort(parameters_, {}, [](const Parameter& p) { return std::tie(p.name, p.order); });
}

const std::string* QueryParameters::find(std::string_view name) const {
  const auto found = std::ranges::lower_bound(parameters_, name, {}, &Parameter::name);
  return found != parameters_.end() && found->name == name ? &found->value : nullptr;
}

std::span<const Parameter> QueryParameters::within(std::string_view prefix) const {
  const auto begins_with = [size = prefix.size()](const Parameter& p) { return std::string_view(p.name).substr(0, size); };
  const auto [first, last] = std::ranges::equal_range(parameters_, prefix, {}, begins_with);
  return {first, last};
}

std::optional<Error> decode_query(const QueryParameters& parameters, const Schema& structure, void* out) {
  QueryDecoder decoder(parameters);
  if (!decoder.members(structure, out)) return errors::malformed_input(decoder.problem());
  return std::nullopt;
}

void encode_query_response(std::string& out, const ServiceSchema& service, const OperationSchema& operation, const void* output,
                           std::string_view request_id) {
  const std::string root = std::string(operation.name) + "Response";
  append_open_tag(out, root, service.xml_namespace);
  if (!operation.output_root.empty()) {
    append_open_tag(out, operation.output_root);
    encode_xml_members(out, *operation.output, output);
    append_close_tag(out, operation.output_root);
  }
  append_open_tag(out, "ResponseMetadata");
  append_element(out, "RequestId", request_id);
  append_close_tag(out, "ResponseMetadata");
  append_close_tag(out, root);
}

}  // namespace winterbaume::aws
