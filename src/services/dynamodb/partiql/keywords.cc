#include "services/dynamodb/partiql/keywords.h"

#include <algorithm>
#include <string>
#include <vector>

namespace winterbaume::dynamodb::partiql {
namespace {

// SQL-92, 5.2 <token>, and PartiQL's additions (partiql.org, specification, "Keywords").
constexpr std::string_view k_keywords =
    "absolute action add all allocate alter and any are as asc assertion at authorization avg bag begin between "
    "bit bit_length blob bool boolean by cascade cascaded case cast catalog char char_length character "
    "character_length check clob close coalesce collate collation column commit connect connection constraint "
    "constraints continue convert corresponding count create cross current current_date current_time "
    "current_timestamp current_user cursor date date_add date_diff deallocate dec decimal declare default "
    "deferrable deferred delete desc describe descriptor diagnostics disconnect distinct domain double drop else "
    "end escape except exception exec execute exists external extract false fetch first float for foreign found "
    "from full get global go goto grant group having identity immediate in index indicator initially inner input "
    "insensitive insert int integer intersect interval into is isolation join key language last left let level "
    "like limit list local lower match max min missing module names national natural nchar next no not null nullif "
    "numeric octet_length of on only open option or order outer output overlaps pad partial pivot position "
    "precision prepare preserve primary prior privileges procedure public read real references relative remove "
    "restrict revoke right rollback rows schema scroll section select session session_user set sexp size smallint "
    "some space sql sqlcode sqlerror sqlstate string struct substring sum symbol system_user table temporary then "
    "time timestamp to transaction translate translation trim true tuple union unique unknown unpivot update upper "
    "usage user using value values varchar varying view when whenever where with work write zone";

constexpr std::string_view k_function_keywords =
    "exists count avg max min sum substring char_length character_length octet_length bit_length upper lower size "
    "nullif coalesce sexp list bag";

constexpr std::string_view k_type_names =
    "missing null bool boolean smallint int integer int4 int8 float real double dec decimal numeric timestamp char "
    "character varchar string symbol clob blob struct tuple list sexp bag";

std::vector<std::string_view> sorted_words(std::string_view text) {
  std::vector<std::string_view> words;
  while (!text.empty()) {
    const auto end = std::min(text.find(' '), text.size());
    words.push_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  std::ranges::sort(words);
  return words;
}

}  // namespace

bool is_keyword(std::string_view word) {
  static const auto k_words = sorted_words(k_keywords);
  return std::ranges::binary_search(k_words, word);
}

bool is_function_keyword(std::string_view word) {
  static const auto k_words = sorted_words(k_function_keywords);
  return std::ranges::binary_search(k_words, word);
}

bool is_type_name(std::string_view word) {
  static const auto k_words = sorted_words(k_type_names);
  return std::ranges::binary_search(k_words, word);
}

}  // namespace winterbaume::dynamodb::partiql
