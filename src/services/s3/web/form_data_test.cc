#include "services/s3/web/form_data.h"

#include <gtest/gtest.h>

namespace winterbaume::s3 {
namespace {

std::string part(std::string_view disposition, std::string_view value) {
  return "--b\r\nContent-Disposition: " + std::string(disposition) + "\r\n\r\n" + std::string(value) + "\r\n";
}
std::string field(std::string_view name, std::string_view value) {
  return part("form-data; name=\"" + std::string(name) + "\"", value);
}

FormHead head_of(std::string_view form) {
  auto parsed = parse_form_head(form, "b");
  EXPECT_TRUE(parsed && *parsed) << form;
  return parsed && *parsed ? std::move(**parsed) : FormHead();
}

TEST(FormData, FieldsAreThoseInFrontOfTheFile) {
  const auto fields = field("key", "a.txt") + field("X-Amz-Meta-A", "") + field("acl", "line\r\nline\r\n--c");
  const auto form = fields + part("form-data; name=\"File\"; filename=\"C:\\dir\\a \\\"b\\\".txt\"", "bytes") +
                    field("late", "x") + "--b--\r\n";
  const auto head = head_of(form);
  EXPECT_EQ(*head.fields.find("KEY"), "a.txt");
  EXPECT_EQ(*head.fields.find("x-amz-meta-a"), "");
  EXPECT_EQ(*head.fields.find("acl"), "line\r\nline\r\n--c");
  EXPECT_EQ(head.fields.find("late"), nullptr);
  EXPECT_EQ(head.filename, "C:\\dir\\a \"b\".txt");
  EXPECT_EQ(form.substr(head.file_at, 7), "bytes\r\n");
}

TEST(FormData, EveryPrefixWaitsForMore) {
  const auto form = "preamble\r\n" + field("key", "a") + "--b \t\r\ncontent-disposition:form-data;name=file\r\n\r\n";
  for (std::size_t i = 0; i < form.size(); ++i) {
    auto parsed = parse_form_head(std::string_view(form).substr(0, i), "b");
    ASSERT_TRUE(parsed.has_value()) << i;
    EXPECT_FALSE(parsed->has_value()) << i;
  }
  const auto head = head_of(form);
  EXPECT_EQ(head.file_at, form.size());
  EXPECT_FALSE(head.filename);
}

TEST(FormData, RefusesWhatIsNoForm) {
  EXPECT_EQ(parse_form_head(field("key", "a") + "--b--\r\n", "b").error(), FormFault::no_file);
  EXPECT_EQ(parse_form_head("--bx\r\n", "b").error(), FormFault::malformed);
  EXPECT_EQ(parse_form_head(part("attachment; name=\"file\"", "x"), "b").error(), FormFault::malformed);
  EXPECT_EQ(parse_form_head(part("form-data", "x"), "b").error(), FormFault::malformed);
}

TEST(FormData, FieldsOfOneNameAreJoined) {
  const auto head = head_of(field("x-amz-meta-a", "1") + field("X-Amz-Meta-A", "2") + part("form-data; name=file", ""));
  EXPECT_EQ(*head.fields.find("x-amz-meta-a"), "1,2");
}

TEST(FormData, TheFilesNameIsFilledIn) {
  FormFields fields;
  fields.add("key", "up/${filename}/${filename}");
  fields.fill_in_filename("/home/me\\a${filename}.txt");
  EXPECT_EQ(*fields.find("key"), "up/a${filename}.txt/a${filename}.txt");
}

TEST(FormData, BoundariesOfContentTypes) {
  EXPECT_EQ(find_boundary("multipart/form-data; boundary=abc"), "abc");
  EXPECT_EQ(find_boundary("Multipart/Form-Data; charset=utf-8; BOUNDARY=\"a b;c\""), "a b;c");
  EXPECT_EQ(find_boundary("multipart/form-data"), std::nullopt);
  EXPECT_EQ(find_boundary("multipart/form-data; boundary="), std::nullopt);
  EXPECT_EQ(find_boundary("multipart/form-data; boundary=" + std::string(71, 'a')), std::nullopt);
  EXPECT_EQ(find_boundary("text/plain; boundary=abc"), std::nullopt);
}

}  // namespace
}  // namespace winterbaume::s3
