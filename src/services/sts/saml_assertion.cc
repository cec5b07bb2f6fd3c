#include "services/sts/saml_assertion.h"

#include <openssl/sha.h>

#include <algorithm>
#include <array>
#include <pugixml.hpp>

#include "aws/timestamps.h"
#include "core/bytes.h"
#include "generated/sts/errors.h"

namespace winterbaume::sts {
namespace {

constexpr std::string_view k_attribute_prefix = "https://aws.amazon.com/SAML/Attributes/";
constexpr std::string_view k_format_prefix = "urn:oasis:names:tc:SAML:2.0:nameid-format:";

std::unexpected<aws::Error> invalid(std::string text) {
  return aws::fail(errors::invalid_identity_token_exception(std::move(text)));
}

// Providers choose their own namespace prefixes: only what follows the colon counts.
std::string_view local_name(const char* name) {
  std::string_view text(name);
  auto colon = text.find(':');
  return colon == std::string_view::npos ? text : text.substr(colon + 1);
}

pugi::xml_node child_of(const pugi::xml_node& parent, std::string_view name) {
  return parent.find_child([&](const pugi::xml_node& node) { return local_name(node.name()) == name; });
}

std::string text_in(const pugi::xml_node& node) { return std::string(trim(node.text().get())); }

bool is_over(const pugi::xml_node& node, TimePoint now) {
  auto end = aws::parse_iso8601(node.attribute("NotOnOrAfter").value());
  return end && *end <= now;
}

// "role,provider", in either order.
std::optional<SamlAssertion::RolePair> role_pair_of(std::string_view text) {
  auto comma = text.find(',');
  if (comma == std::string_view::npos) return std::nullopt;
  std::string first(trim(text.substr(0, comma)));
  std::string second(trim(text.substr(comma + 1)));
  if (first.find(":saml-provider/") != std::string::npos) std::swap(first, second);
  return SamlAssertion::RolePair{std::move(first), std::move(second)};
}

void take_attribute(SamlAssertion& assertion, const pugi::xml_node& attribute) {
  std::string_view name = attribute.attribute("Name").value();
  if (!name.starts_with(k_attribute_prefix)) return;
  name.remove_prefix(k_attribute_prefix.size());
  for (const auto& value : attribute.children()) {
    if (local_name(value.name()) != "AttributeValue") continue;
    auto text = text_in(value);
    if (name == "Role") {
      if (auto pair = role_pair_of(text)) assertion.roles.push_back(std::move(*pair));
    }
    if (name == "RoleSessionName") assertion.role_session_name = text;
    if (name == "SourceIdentity") assertion.source_identity = text;
    if (name == "SessionDuration") assertion.duration_seconds = parse_integer(text);
  }
}

void take_subject(SamlAssertion& assertion, const pugi::xml_node& subject) {
  auto name = child_of(subject, "NameID");
  assertion.subject = text_in(name);
  assertion.subject_type = name.attribute("Format").value();
  if (assertion.subject_type.starts_with(k_format_prefix)) assertion.subject_type.erase(0, k_format_prefix.size());
  assertion.recipient =
      child_of(child_of(subject, "SubjectConfirmation"), "SubjectConfirmationData").attribute("Recipient").value();
}

// What AWS's pattern for session names and source identities says: [\w+=,.@-]{2,64}.
bool is_session_name(std::string_view text) {
  return text.size() >= 2 && text.size() <= 64 && std::ranges::all_of(text, [](char c) {
           bool word = (c >= '0' && c <= '9') || (ascii_lower(c) >= 'a' && ascii_lower(c) <= 'z');
           return word || std::string_view("_+=,.@-").find(c) != std::string_view::npos;
         });
}

aws::Result<SamlAssertion> read(const pugi::xml_node& node, TimePoint now) {
  SamlAssertion assertion;
  assertion.issuer = text_in(child_of(node, "Issuer"));
  auto subject = child_of(node, "Subject");
  take_subject(assertion, subject);
  for (const auto& statement : node.children()) {
    if (local_name(statement.name()) != "AttributeStatement") continue;
    for (const auto& attribute : statement.children()) {
      if (local_name(attribute.name()) == "Attribute") take_attribute(assertion, attribute);
    }
  }
  if (assertion.issuer.empty()) return invalid("Issuer is required in AuthnResponse");
  if (assertion.subject.empty()) return invalid("Subject is required in AuthnResponse");
  if (assertion.role_session_name.empty()) return invalid("RoleSessionName is required in AuthnResponse");
  if (!is_session_name(assertion.role_session_name)) {
    return invalid("RoleSessionName in AuthnResponse must match [a-zA-Z_0-9+=,.@-]{2,64}");
  }
  if (!assertion.source_identity.empty() && !is_session_name(assertion.source_identity)) {
    return invalid("SourceIdentity in AuthnResponse must match [a-zA-Z_0-9+=,.@-]{2,64}");
  }
  auto confirmation = child_of(child_of(subject, "SubjectConfirmation"), "SubjectConfirmationData");
  if (is_over(child_of(node, "Conditions"), now) || is_over(confirmation, now)) {
    return aws::fail(errors::expired_token_exception("Token must be redeemed within 5 minutes of issuance"));
  }
  return assertion;
}

}  // namespace

aws::Result<SamlAssertion> parse_saml_assertion(std::string_view encoded, TimePoint now) {
  auto xml = from_base64(encoded);
  if (!xml) return invalid("Invalid base64 SAMLResponse");
  pugi::xml_document document;
  if (!document.load_buffer(xml->data(), xml->size())) return invalid("Invalid SAMLResponse: it is not well-formed XML");
  auto root = document.document_element();
  auto assertion = local_name(root.name()) == "Assertion" ? root : child_of(root, "Assertion");
  if (!assertion) return invalid("Invalid SAMLResponse: it holds no assertion in plain text");
  return read(assertion, now);
}

std::string saml_name_qualifier(std::string_view issuer, std::string_view account_id, std::string_view provider_name) {
  auto text = std::string(issuer).append(account_id).append("/").append(provider_name);
  std::array<unsigned char, SHA_DIGEST_LENGTH> digest;
  SHA1(reinterpret_cast<const unsigned char*>(text.data()), text.size(), digest.data());
  return to_base64({reinterpret_cast<const char*>(digest.data()), digest.size()});
}

}  // namespace winterbaume::sts
