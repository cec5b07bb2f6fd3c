// multipart/form-data as browsers send it (RFC 7578, RFC 2046 section 5.1): the fields in front of the file, and where the file
// begins. Pure rules; the file itself is form_file.h's.
#pragma once

#include <expected>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace winterbaume::s3 {

// The fields in front of the file. Names compare without case; of two fields with one name the values are joined with a comma, as
// HTTP joins header fields.
class FormFields {
 public:
  struct Field {
    std::string name;  // as sent
    std::string value;
  };

  void add(std::string name, std::string value);
  const std::string* find(std::string_view name) const;  // null where it was not sent
  std::vector<Field>::const_iterator begin() const { return fields_.begin(); }
  std::vector<Field>::const_iterator end() const { return fields_.end(); }
  // Puts the file's name where values say ${filename}: what follows the last slash or backslash of `filename`.
  void fill_in_filename(std::string_view filename);

 private:
  std::vector<Field> fields_;
};

struct FormHead {
  FormFields fields;
  std::optional<std::string> filename;  // of the part named "file"; null where that has none
  std::size_t file_at = 0;              // where in the body the file's bytes begin
};

enum class FormFault : std::uint8_t { malformed, no_file };

// The boundary that a Content-Type of multipart/form-data names; null where it names none, or one that is not allowed.
std::optional<std::string> find_boundary(std::string_view content_type);
bool is_form_data(std::string_view content_type);

// Reads up to the part named "file". Null: that takes more of the body than `bytes`.
std::expected<std::optional<FormHead>, FormFault> parse_form_head(std::string_view bytes, std::string_view boundary);

}  // namespace winterbaume::s3
