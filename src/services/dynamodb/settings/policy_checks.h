// What a policy must be to be attached to a table or a stream, beyond its grammar.
#pragma once

#include <optional>

#include "aws/error.h"
#include "aws/request_context.h"
#include "services/dynamodb/settings/policy_document.h"

namespace winterbaume::dynamodb {

enum class PolicyTarget : std::uint8_t { table, stream };

// ValidationException for actions that such a resource does not have, for resources that are none or of the other kind, for
// principals that can't be, and for what allows something to everybody (Developer Guide, "Blocking public access"). Whether
// principals exist is not known here.
std::optional<aws::Error> check_attachable(const PolicyDocument& policy, PolicyTarget target);

// Whether the policy keeps the caller from `action` ("dynamodb:PutResourcePolicy") on the resource: one of its denials is for the
// caller. Conditions are weighed as far as they ask for aws:PrincipalArn and aws:PrincipalAccount; others are taken not to hold.
bool denies_caller(const PolicyDocument& policy, const aws::RequestContext& context, std::string_view action,
                   std::string_view resource);

}  // namespace winterbaume::dynamodb
