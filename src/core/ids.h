// Identifiers, injected: random in a server, a counted sequence in a test.
#pragma once

#include <array>
#include <atomic>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace winterbaume {

// A UUID's 16 bytes; text() is the lower-case 8-4-4-4-12 form.
struct Uuid {
  std::array<std::uint8_t, 16> bytes{};
  std::string text() const;
  void write_text(std::span<char, 36> out) const;
  friend bool operator==(const Uuid&, const Uuid&) = default;
  friend auto operator<=>(const Uuid&, const Uuid&) = default;
};

// Thread-safe.
class Ids {
 public:
  virtual ~Ids() = default;
  virtual std::uint64_t random() = 0;
  // A version 4 UUID made of two random() values.
  Uuid uuid();
};

// A generator a thread, seeded from the kernel. Unique, not secret: nothing here guards anything.
class RandomIds final : public Ids {
 public:
  std::uint64_t random() override;
};

// 1, 2, 3, … spread over 64 bits, the same in every run.
class SequentialIds final : public Ids {
 public:
  std::uint64_t random() override;

 private:
  std::atomic<std::uint64_t> next_{0};
};

}  // namespace winterbaume
