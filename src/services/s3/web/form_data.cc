#include "services/s3/web/form_data.h"

#include <algorithm>
#include <cstdint>

#include "core/bytes.h"

namespace winterbaume::s3 {
namespace {

constexpr std::string_view k_line_end = "\r\n";
constexpr std::size_t k_boundary_bytes_max = 70;

// One parameter of a header's value ("; name=\"key\""), taken off `rest`; null at the end and where it is none.
struct Parameter {
  std::string name;
  std::string value;
};
std::optional<Parameter> take_parameter(std::string_view& rest) {
  rest = trim(rest);
  if (!rest.starts_with(';')) return std::nullopt;
  rest = trim(rest.substr(1));
  const auto equals = rest.find('=');
  if (equals == std::string_view::npos) return std::nullopt;
  Parameter parameter{to_lower(trim(rest.substr(0, equals))), {}};
  rest = trim(rest.substr(equals + 1));
  if (!rest.starts_with('"')) {
    const auto end = std::min(rest.find(';'), rest.size());
    parameter.value = trim(rest.substr(0, end));
    rest.remove_prefix(end);
    return parameter;
  }
  std::size_t at = 1;
  // Browsers escape nothing but quotes; a lone backslash is one of a Windows path.
  for (; at < rest.size() && rest[at] != '"'; ++at) {
    const bool escape = rest[at] == '\\' && at + 1 < rest.size() && (rest[at + 1] == '"' || rest[at + 1] == '\\');
    parameter.value += rest[escape ? ++at : at];
  }
  if (at == rest.size()) return std::nullopt;
  rest.remove_prefix(at + 1);
  return parameter;
}

struct PartHead {
  bool form_data = false;
  std::optional<std::string> name;
  std::optional<std::string> filename;
};

void read_disposition(std::string_view value, PartHead& head) {
  const auto end = std::min(value.find(';'), value.size());
  head.form_data = equals_ignoring_case(trim(value.substr(0, end)), "form-data");
  auto rest = value.substr(end);
  while (auto parameter = take_parameter(rest)) {
    if (parameter->name == "name") head.name = std::move(parameter->value);
    if (parameter->name == "filename") head.filename = std::move(parameter->value);
  }
}

PartHead read_part_head(std::string_view lines) {
  PartHead head;
  while (!lines.empty()) {
    const auto end = std::min(lines.find(k_line_end), lines.size());
    const auto line = lines.substr(0, end);
    lines.remove_prefix(std::min(end + k_line_end.size(), lines.size()));
    const auto colon = line.find(':');
    if (colon == std::string_view::npos) continue;
    if (equals_ignoring_case(trim(line.substr(0, colon)), "Content-Disposition")) read_disposition(line.substr(colon + 1), head);
  }
  return head;
}

// Where a line that begins a part or the end of the form stands, and what it is.
enum class Line : std::uint8_t { part, end, cut, broken };
struct DelimiterLine {
  Line kind = Line::cut;
  std::size_t after = 0;  // of a part: behind the line
};
DelimiterLine read_delimiter_line(std::string_view bytes, std::size_t behind_boundary) {
  const auto rest = bytes.substr(behind_boundary);
  if (rest.starts_with("--")) return {Line::end};
  std::size_t at = 0;
  while (at < rest.size() && (rest[at] == ' ' || rest[at] == '\t')) ++at;
  if (rest.size() - at < k_line_end.size())
    return {rest.substr(at) == "\r" || at == rest.size() || rest == "-" ? Line::cut : Line::broken};
  if (!rest.substr(at).starts_with(k_line_end)) return {Line::broken};
  return {Line::part, behind_boundary + at + k_line_end.size()};
}

}  // namespace

void FormFields::add(std::string name, std::string value) {
  for (auto& field : fields_) {
    if (!equals_ignoring_case(field.name, name)) continue;
    field.value.append(",").append(value);
    return;
  }
  fields_.push_back({std::move(name), std::move(value)});
}

const std::string* FormFields::find(std::string_view name) const {
  for (const auto& field : fields_) {
    if (equals_ignoring_case(field.name, name)) return &field.value;
  }
  return nullptr;
}

void FormFields::fill_in_filename(std::string_view filename) {
  constexpr std::string_view k_variable = "${filename}";
  const auto slash = filename.find_last_of("/\\");
  if (slash != std::string_view::npos) filename.remove_prefix(slash + 1);
  for (auto& field : fields_) {
    for (auto at = field.value.find(k_variable); at != std::string::npos;
         at = field.value.find(k_variable, at + filename.size())) {
      field.value.replace(at, k_variable.size(), filename);
    }
  }
}

bool is_form_data(std::string_view content_type) {
  return equals_ignoring_case(trim(content_type.substr(0, content_type.find(';'))), "multipart/form-data");
}

std::optional<std::string> find_boundary(std::string_view content_type) {
  if (!is_form_data(content_type)) return std::nullopt;
  auto rest = content_type.substr(std::min(content_type.find(';'), content_type.size()));
  while (auto parameter = take_parameter(rest)) {
    if (parameter->name != "boundary") continue;
    if (parameter->value.empty() || parameter->value.size() > k_boundary_bytes_max) return std::nullopt;
    return std::move(parameter->value);
  }
  return std::nullopt;
}

std::expected<std::optional<FormHead>, FormFault> parse_form_head(std::string_view bytes, std::string_view boundary) {
  const std::string delimiter = std::string(k_line_end).append("--").append(boundary);
  const auto first = std::string_view(delimiter).substr(k_line_end.size());
  std::size_t behind = first.size();
  if (!bytes.starts_with(first)) {  // behind a preamble
    const auto at = bytes.find(delimiter);
    if (at == std::string_view::npos) return std::nullopt;
    behind = at + delimiter.size();
  }
  FormHead head;
  while (true) {
    const auto line = read_delimiter_line(bytes, behind);
    if (line.kind == Line::cut) return std::nullopt;
    if (line.kind == Line::broken) return std::unexpected(FormFault::malformed);
    if (line.kind == Line::end) return std::unexpected(FormFault::no_file);
    const auto head_end = bytes.find("\r\n\r\n", line.after);
    if (head_end == std::string_view::npos) return std::nullopt;
    auto part = read_part_head(bytes.substr(line.after, head_end - line.after));
    if (!part.form_data || !part.name) return std::unexpected(FormFault::malformed);
    const auto content_at = head_end + 4;
    if (equals_ignoring_case(*part.name, "file")) {
      head.filename = std::move(part.filename);
      head.file_at = content_at;
      return head;
    }
    // An empty value's line end may be its head's.
    const auto content_end = bytes.find(delimiter, content_at - k_line_end.size());
    if (content_end == std::string_view::npos) return std::nullopt;
    head.fields.add(
        std::move(*part.name),
        std::string(content_end < content_at ? std::string_view() : bytes.substr(content_at, content_end - content_at)));
    behind = content_end + delimiter.size();
  }
}

}  // namespace winterbaume::s3
