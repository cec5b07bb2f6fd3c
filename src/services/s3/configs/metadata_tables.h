// S3 Metadata: the tables that describe a bucket's objects (User Guide, "Discovering your data with S3 Metadata tables"). There
// is no table store behind them: what a configuration says is kept, and its tables are told of as S3 tells of them once made.
#pragma once

#include <optional>
#include <string>

#include "core/ids.h"
#include "generated/s3/types.h"
#include "services/s3/s3_types.h"

namespace winterbaume::s3 {

// Errors of each: InvalidRequest, InvalidArgument.
std::optional<aws::Error> check_metadata(const MetadataConfiguration& configuration);
std::optional<aws::Error> check_record_expiration(const RecordExpiration& expiration);
std::optional<aws::Error> check_table_encryption(const std::optional<MetadataTableEncryptionConfiguration>& encryption);
std::optional<aws::Error> check_annotation_role(const std::optional<std::string>& role);

// The current form (V2): journal, inventory and annotation tables in AWS's own table bucket.
MetadataConfigurationResult make_metadata_tables(const BucketRecord& bucket, const MetadataConfiguration& configuration,
                                                 Ids& ids);
// The inventory table, present or gone; `kept` keeps its identity while it stays enabled.
InventoryTableConfigurationResult make_inventory_table(const BucketRecord& bucket,
                                                       const std::optional<InventoryTableConfigurationResult>& kept,
                                                       const std::string& state, Ids& ids);
AnnotationTableConfigurationResult make_annotation_table(const BucketRecord& bucket,
                                                         const std::optional<AnnotationTableConfigurationResult>& kept,
                                                         const std::string& state, std::optional<std::string> role, Ids& ids);

// The first form (V1): one table in a table bucket of the caller's, in its region and account. Errors: InvalidArgument.
std::optional<aws::Error> check_metadata_table(const BucketRecord& bucket, const MetadataTableConfiguration& configuration);
GetBucketMetadataTableConfigurationResult make_metadata_table(const MetadataTableConfiguration& configuration, Ids& ids);

}  // namespace winterbaume::s3
