#include "aws/timestamps.h"

#include <fmt/format.h>

#include <array>
#include <charconv>
#include <cmath>

namespace winterbaume::aws {
namespace {

using std::chrono::days;
using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;
using std::chrono::year_month_day;

constexpr std::array<std::string_view, 7> k_weekdays = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
constexpr std::array<std::string_view, 12> k_months = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                       "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
constexpr TimePoint k_earliest = std::chrono::sys_days{std::chrono::year{0} / 1 / 1};
constexpr TimePoint k_latest = std::chrono::sys_days{std::chrono::year{9999} / 12 / 31} + days{1} - Millis{1};

struct Civil {
  year_month_day date;
  std::chrono::hh_mm_ss<Millis> time;
  explicit Civil(TimePoint point) : date(std::chrono::floor<days>(point)), time(point - std::chrono::floor<days>(point)) {}
  int year() const { return static_cast<int>(date.year()); }
  unsigned month() const { return static_cast<unsigned>(date.month()); }
  unsigned day() const { return static_cast<unsigned>(date.day()); }
};

TimePoint clamped(TimePoint time) { return std::clamp(time, k_earliest, k_latest); }

// Dates are in every answer, and a thousand times in a list: written digit by digit they cost a fifth of fmt's time.
template <int digits, class Number>
void append_digits(std::string& out, Number number) {
  char text[digits];
  for (int i = digits; i-- > 0; number /= 10) text[i] = static_cast<char>('0' + number % 10);
  out.append(text, digits);
}

void append_time(std::string& out, const Civil& civil) {
  append_digits<2>(out, civil.time.hours().count());
  out += ':';
  append_digits<2>(out, civil.time.minutes().count());
  out += ':';
  append_digits<2>(out, civil.time.seconds().count());
}

void append_seconds(std::string& out, const Civil& civil) {
  append_digits<4>(out, civil.year());
  out += '-';
  append_digits<2>(out, civil.month());
  out += '-';
  append_digits<2>(out, civil.day());
  out += 'T';
  append_time(out, civil);
}

// ".5" of 500; nothing of 0.
void append_fraction(std::string& out, std::int64_t millis) {
  if (millis == 0) return;
  fmt::format_to(std::back_inserter(out), ".{:03}", millis);
  while (out.back() == '0') out.pop_back();
}

// Reads text from its front; every step fails for good once one has failed.
class Reader {
 public:
  explicit Reader(std::string_view text) : rest_(text) {}
  // Exactly `min` to `max` digits.
  int number(std::size_t min, std::size_t max) {
    int value = 0;
    std::size_t used = 0;
    while (used < max && used < rest_.size() && rest_[used] >= '0' && rest_[used] <= '9')
      value = value * 10 + (rest_[used++] - '0');
    ok_ = ok_ && used >= min;
    rest_.remove_prefix(used);
    return value;
  }
  bool take(char c) {
    if (rest_.empty() || rest_.front() != c) return false;
    rest_.remove_prefix(1);
    return true;
  }
  void expect(std::string_view text) {
    ok_ = ok_ && rest_.starts_with(text);
    rest_.remove_prefix(std::min(text.size(), rest_.size()));
  }
  // The name's index in `names`, all three letters long.
  std::size_t name(std::span<const std::string_view> names) {
    const auto found = std::ranges::find(names, rest_.substr(0, 3));
    ok_ = ok_ && found != names.end();
    rest_.remove_prefix(std::min<std::size_t>(3, rest_.size()));
    return static_cast<std::size_t>(found - names.begin());
  }
  Millis fraction() {
    std::int64_t value = 0;
    std::size_t digits = 0;
    for (; !rest_.empty() && rest_.front() >= '0' && rest_.front() <= '9'; rest_.remove_prefix(1), ++digits) {
      if (digits < 3) value = value * 10 + (rest_.front() - '0');
    }
    ok_ = ok_ && digits > 0;
    for (; digits < 3; ++digits) value *= 10;
    return Millis{value};
  }
  void fail() { ok_ = false; }
  bool at_end() const { return rest_.empty(); }
  bool done() const { return ok_ && rest_.empty(); }
  bool ok() const { return ok_; }

 private:
  std::string_view rest_;
  bool ok_ = true;
};

Millis time_of_day(Reader& reader) {
  const int hour = reader.number(2, 2);
  reader.expect(":");
  const int minute = reader.number(2, 2);
  reader.expect(":");
  const int second = reader.number(2, 2);
  if (hour > 23 || minute > 59 || second > 60) reader.fail();
  return hours{hour} + minutes{minute} + seconds{second};
}

std::optional<TimePoint> point(const Reader& reader, int year, unsigned month, unsigned day, Millis within_day) {
  const year_month_day date{std::chrono::year{year}, std::chrono::month{month}, std::chrono::day{day}};
  if (!reader.done() || !date.ok()) return std::nullopt;
  const TimePoint time = std::chrono::sys_days{date} + within_day;
  return time < k_earliest || time > k_latest ? std::nullopt : std::optional(time);
}

// "Z" or "+02:00"; how far local time is ahead.
Millis offset(Reader& reader) {
  if (reader.take('Z') || reader.take('z')) return Millis{0};
  const bool behind = reader.take('-');
  if (!behind) reader.expect("+");
  const int hour = reader.number(2, 2);
  reader.take(':');
  const int minute = reader.number(2, 2);
  if (hour > 23 || minute > 59) reader.fail();
  const Millis ahead = hours{hour} + minutes{minute};
  return behind ? -ahead : ahead;
}

}  // namespace

void append_iso8601(std::string& out, TimePoint time) {
  const Civil civil(clamped(time));
  append_seconds(out, civil);
  append_fraction(out, civil.time.subseconds().count());
  out += 'Z';
}

void append_iso8601_millis(std::string& out, TimePoint time) {
  const Civil civil(clamped(time));
  append_seconds(out, civil);
  out += '.';
  append_digits<3>(out, civil.time.subseconds().count());
  out += 'Z';
}

void append_http_date(std::string& out, TimePoint time) {
  const Civil civil(clamped(time));
  const std::chrono::weekday weekday{std::chrono::sys_days{civil.date}};
  out.append(k_weekdays[weekday.c_encoding()]).append(", ");
  append_digits<2>(out, civil.day());
  out.append(1, ' ').append(k_months[civil.month() - 1]).append(1, ' ');
  append_digits<4>(out, civil.year());
  out += ' ';
  append_time(out, civil);
  out += " GMT";
}

void append_epoch_seconds(std::string& out, TimePoint time) {
  const std::int64_t millis = clamped(time).time_since_epoch().count();
  const std::int64_t size = millis < 0 ? -millis : millis;
  if (millis < 0) out += '-';
  fmt::format_to(std::back_inserter(out), "{}", size / 1000);
  append_fraction(out, size % 1000);
}

std::optional<TimePoint> parse_iso8601(std::string_view text) {
  Reader reader(text);
  const int year = reader.number(4, 4);
  reader.expect("-");
  const int month = reader.number(2, 2);
  reader.expect("-");
  const int day = reader.number(2, 2);
  Millis time{0};
  if (reader.ok() && !reader.at_end()) {
    if (!reader.take('T') && !reader.take('t')) reader.expect(" ");
    time = time_of_day(reader);
    if (reader.take('.')) time += reader.fraction();
    time -= offset(reader);
  }
  return point(reader, year, static_cast<unsigned>(month), static_cast<unsigned>(day), time);
}

std::optional<TimePoint> parse_http_date(std::string_view text) {
  Reader reader(text);
  reader.name(k_weekdays);
  reader.expect(", ");
  const int day = reader.number(1, 2);
  reader.expect(" ");
  const std::size_t month = reader.name(k_months);
  reader.expect(" ");
  const int year = reader.number(4, 4);
  reader.expect(" ");
  Millis time = time_of_day(reader);
  if (reader.take('.')) time += reader.fraction();
  reader.expect(" GMT");
  return point(reader, year, static_cast<unsigned>(month + 1), static_cast<unsigned>(day), time);
}

std::optional<TimePoint> epoch_seconds(double value) {
  const double millis = std::round(value * 1000);
  const auto bound = [](TimePoint time) { return static_cast<double>(time.time_since_epoch().count()); };
  if (!(millis >= bound(k_earliest) && millis <= bound(k_latest))) return std::nullopt;
  return TimePoint{Millis{static_cast<std::int64_t>(millis)}};
}

std::optional<TimePoint> parse_epoch_seconds(std::string_view text) {
  double value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return epoch_seconds(value);
}

std::optional<TimePoint> parse_timestamp(std::string_view text) {
  if (auto time = parse_epoch_seconds(text)) return time;
  if (auto time = parse_iso8601(text)) return time;
  return parse_http_date(text);
}

}  // namespace winterbaume::aws
