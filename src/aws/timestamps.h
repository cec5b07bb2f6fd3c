// Points in time as the wire writes them. All are UTC; years 0 to 9999, else null.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "core/clock.h"

namespace winterbaume::aws {

// "2023-11-14T22:13:20.5Z", without a fraction on a whole second.
void append_iso8601(std::string& out, TimePoint time);
// "2023-11-14T22:13:20.000Z", as S3 writes them: always three digits.
void append_iso8601_millis(std::string& out, TimePoint time);
// "Tue, 14 Nov 2023 22:13:20 GMT" (IMF-fixdate)
void append_http_date(std::string& out, TimePoint time);
// "1700000000.5": seconds, up to three decimals.
void append_epoch_seconds(std::string& out, TimePoint time);

// Also with an offset ("+02:00") and any number of decimals; a date alone is its midnight.
std::optional<TimePoint> parse_iso8601(std::string_view text);
// IMF-fixdate, and with one-digit days.
std::optional<TimePoint> parse_http_date(std::string_view text);
// A decimal number, exponents included.
std::optional<TimePoint> parse_epoch_seconds(std::string_view text);
std::optional<TimePoint> epoch_seconds(double seconds);
// Whichever of the three it is.
std::optional<TimePoint> parse_timestamp(std::string_view text);

}  // namespace winterbaume::aws
