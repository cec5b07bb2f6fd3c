// The time of a signed request: ISO 8601's basic form, to the second.
#include <fmt/format.h>

#include "aws/sigv4.h"

namespace winterbaume::aws {
namespace {

using namespace std::chrono;

// A fixed count of digits at `at`; null where there is anything else.
std::optional<int> digits(std::string_view text, std::size_t at, std::size_t count) {
  int value = 0;
  for (std::size_t i = at; i < at + count; ++i) {
    if (i >= text.size() || text[i] < '0' || text[i] > '9') return std::nullopt;
    value = value * 10 + (text[i] - '0');
  }
  return value;
}

struct Fields {
  std::optional<int> year, month, day, hour, minute, second;
};

std::optional<TimePoint> time_of(const Fields& f) {
  if (!f.year || !f.month || !f.day || !f.hour || !f.minute || !f.second) return std::nullopt;
  year_month_day date{year(*f.year), month(static_cast<unsigned>(*f.month)), day(static_cast<unsigned>(*f.day))};
  if (!date.ok() || *f.hour > 23 || *f.minute > 59 || *f.second > 59) return std::nullopt;
  return sys_days(date) + hours(*f.hour) + minutes(*f.minute) + seconds(*f.second);
}

}  // namespace

std::string amz_date_text(TimePoint time) {
  auto day = floor<days>(time);
  year_month_day date(day);
  hh_mm_ss clock(floor<seconds>(time - day));
  return fmt::format("{:04}{:02}{:02}T{:02}{:02}{:02}Z", static_cast<int>(date.year()), static_cast<unsigned>(date.month()),
                     static_cast<unsigned>(date.day()), clock.hours().count(), clock.minutes().count(), clock.seconds().count());
}

std::optional<TimePoint> parse_amz_date(std::string_view text) {
  if (text.size() != 16 || text[8] != 'T' || text[15] != 'Z') return std::nullopt;
  return time_of(
      {digits(text, 0, 4), digits(text, 4, 2), digits(text, 6, 2), digits(text, 9, 2), digits(text, 11, 2), digits(text, 13, 2)});
}

}  // namespace winterbaume::aws
