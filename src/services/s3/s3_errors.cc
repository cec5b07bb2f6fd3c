#include "services/s3/s3_errors.h"
