// Cuts what an import reads into records: objects of JSON (one behind the other, on one line or on many: measured on AWS by
// moto), rows of CSV, top-level structs of Ion.
#pragma once

#include <string>
#include <string_view>

namespace winterbaume::dynamodb {

enum class InputFormat : std::uint8_t { dynamodb_json, csv, ion };

// Takes bytes in pieces. Not thread-safe. Holds no more than one record and one piece.
class RecordSplitter {
 public:
  explicit RecordSplitter(InputFormat format) : format_(format) {}

  void add(std::string_view bytes) { bytes_ += bytes; }
  // The next whole record, without its end. False: there is none yet.
  bool next(std::string& record);
  // At the end: what is left where it is more than blanks. False: nothing.
  bool rest(std::string& record);
  // No record is that long: an item has 400 KB.
  bool is_too_long() const { return bytes_.size() > k_record_bytes_max; }

 private:
  static constexpr std::size_t k_record_bytes_max = 8 << 20;
  enum class Mode : std::uint8_t {
    plain,
    quoted,         // JSON's, CSV's and Ion's "…"
    one_quote,      // Ion: behind a first '
    two_quotes,     // Ion: behind ''
    symbol,         // Ion: '…'
    long_string,    // Ion: '''…'''
    blob,           // Ion: {{…}}
    line_comment,   // Ion
    block_comment,  // Ion
  };
  // Whether the record ends with this byte.
  bool ends(char c);
  bool ends_json(char c);
  bool ends_ion(char c);
  void pass_quotes(char c);
  void pass_plain_ion(char c);

  InputFormat format_;
  std::string bytes_;
  std::size_t at_ = 0;  // what is before was looked at
  Mode mode_ = Mode::plain;
  int depth_ = 0;
  int quotes_ = 0;  // in a row, in a long string
  bool escaped_ = false;
  bool ended_ = false;
  char before_ = 0;
};

}  // namespace winterbaume::dynamodb
