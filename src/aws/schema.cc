#include "aws/schema.h"

#include <algorithm>

#include "core/clock.h"
#include "http/body.h"

namespace winterbaume::aws {
namespace {

// The one place that knows which C++ type stands for which kind. `visit` is called with a null pointer of that type.
template <class Visit>
auto with_plain_type(Kind kind, Visit visit) -> decltype(visit(static_cast<bool*>(nullptr))) {
  switch (kind) {
    case Kind::boolean:
      return visit(static_cast<bool*>(nullptr));
    case Kind::integer:
      return visit(static_cast<std::int32_t*>(nullptr));
    case Kind::long_:
      return visit(static_cast<std::int64_t*>(nullptr));
    case Kind::float_:
      return visit(static_cast<float*>(nullptr));
    case Kind::double_:
      return visit(static_cast<double*>(nullptr));
    case Kind::string:
      return visit(static_cast<std::string*>(nullptr));
    case Kind::blob:
      return visit(static_cast<Blob*>(nullptr));
    case Kind::timestamp:
      return visit(static_cast<TimePoint*>(nullptr));
    case Kind::document:
      return visit(static_cast<Document*>(nullptr));
    case Kind::stream:
      return visit(static_cast<http::Body*>(nullptr));
    case Kind::list:
    case Kind::map:
    case Kind::structure:
    case Kind::custom:
      break;
  }
  return nullptr;
}

}  // namespace

namespace plain {
const Schema k_boolean{Kind::boolean, "Boolean"};
const Schema k_integer{Kind::integer, "Integer"};
const Schema k_long{Kind::long_, "Long"};
const Schema k_float{Kind::float_, "Float"};
const Schema k_double{Kind::double_, "Double"};
const Schema k_string{Kind::string, "String"};
const Schema k_blob{Kind::blob, "Blob"};
const Schema k_timestamp{Kind::timestamp, "Timestamp"};
const Schema k_document{Kind::document, "Document"};
const Schema k_stream{Kind::stream, "Stream"};
}  // namespace plain

void* emplace(const Member& member, void* object) {
  void* slot = static_cast<char*>(object) + member.offset;
  if (member.boxed) return member.schema->boxed_slot->emplace(slot);
  if (member.schema->slot) return member.schema->slot->emplace(slot);
  return with_plain_type(member.schema->kind,
                         [slot]<class T>(T*) -> void* { return &static_cast<std::optional<T>*>(slot)->emplace(); });
}

const void* find(const Member& member, const void* object) {
  const void* slot = static_cast<const char*>(object) + member.offset;
  if (member.boxed) return member.schema->boxed_slot->find(slot);
  if (member.schema->slot) return member.schema->slot->find(slot);
  return with_plain_type(member.schema->kind, [slot]<class T>(T*) -> const void* {
    const auto& value = *static_cast<const std::optional<T>*>(slot);
    return value ? static_cast<const void*>(&*value) : nullptr;
  });
}

const OperationSchema* find_operation(const ServiceSchema& service, std::string_view name) {
  const auto operations = service.operations;
  const auto found = std::ranges::lower_bound(operations, name, {}, &OperationSchema::name);
  return found != operations.end() && found->name == name ? &*found : nullptr;
}

}  // namespace winterbaume::aws
