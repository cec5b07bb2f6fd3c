#include "services/sqs/text_rules.h"

#include <gtest/gtest.h>

#include <string>

namespace winterbaume::sqs {
namespace {

TEST(MessageText, TakesWhatXmlTakes) {
  EXPECT_TRUE(is_message_text(""));
  EXPECT_TRUE(is_message_text("a\t\r\nb"));
  EXPECT_TRUE(
      is_message_text("Stra\xC3\x9F"
                      "e \xE2\x82\xAC \xF0\x9F\x98\x80"));
  EXPECT_TRUE(is_message_text("\x7F"));
  EXPECT_TRUE(is_message_text("\xEF\xBF\xBD"));      // U+FFFD
  EXPECT_TRUE(is_message_text("\xED\x9F\xBF"));      // U+D7FF
  EXPECT_TRUE(is_message_text("\xF4\x8F\xBF\xBF"));  // U+10FFFF
}

TEST(MessageText, RefusesControlCharactersWhereverTheyStand) {
  for (std::size_t at = 0; at < 20; ++at) {
    for (char c : {'\0', '\1', '\x08', '\x0B', '\x1F'}) {
      std::string text(20, 'x');
      text[at] = c;
      EXPECT_FALSE(is_message_text(text)) << at << " " << int(c);
    }
  }
}

TEST(MessageText, RefusesWhatIsNoCharacter) {
  EXPECT_FALSE(is_message_text("\xEF\xBF\xBE"));      // U+FFFE
  EXPECT_FALSE(is_message_text("\xEF\xBF\xBF"));      // U+FFFF
  EXPECT_FALSE(is_message_text("\xED\xA0\x80"));      // a surrogate
  EXPECT_FALSE(is_message_text("\xC0\x80"));          // overlong
  EXPECT_FALSE(is_message_text("\xE0\x80\x80"));      // overlong
  EXPECT_FALSE(is_message_text("\xF4\x90\x80\x80"));  // past U+10FFFF
  EXPECT_FALSE(is_message_text("\xFF"));
  EXPECT_FALSE(is_message_text("\x80"));
  EXPECT_FALSE(is_message_text("abcdefg\xE2\x82"));  // cut off
  EXPECT_FALSE(is_message_text("\xE2\x82z"));
}

TEST(Identifier, IsPrintableAsciiWithoutSpaces) {
  EXPECT_TRUE(is_identifier("a"));
  EXPECT_TRUE(is_identifier("!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~"));
  EXPECT_TRUE(is_identifier(std::string(128, 'a')));
  EXPECT_FALSE(is_identifier(""));
  EXPECT_FALSE(is_identifier(std::string(129, 'a')));
  EXPECT_FALSE(is_identifier("a b"));
  EXPECT_FALSE(is_identifier("\x7F"));
  EXPECT_FALSE(is_identifier("\xC3\xA4"));
}

TEST(PlainName, HoldsLettersDigitsHyphensAndUnderscores) {
  EXPECT_TRUE(is_plain_name("aZ09-_", 6));
  EXPECT_FALSE(is_plain_name("aZ09-_", 5));
  EXPECT_FALSE(is_plain_name("", 5));
  EXPECT_FALSE(is_plain_name("a.b", 5));
}

}  // namespace
}  // namespace winterbaume::sqs
