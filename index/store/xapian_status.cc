// SPDX-License-Identifier: GPL-3.0-or-later
#include "index/store/xapian_status.h"

#include <exception>
#include <new>

#include "absl/strings/str_cat.h"
#include <xapian.h>

namespace facetwire {

absl::Status CurrentExceptionStatus() {
  try {
    throw;
  } catch (const Xapian::QueryParserError& error) {
    return absl::InvalidArgumentError(error.get_msg());
  } catch (const Xapian::DocNotFoundError& error) {
    return absl::NotFoundError(error.get_msg());
  } catch (const Xapian::DatabaseModifiedError& error) {
    return absl::AbortedError(error.get_msg());
  } catch (const Xapian::DatabaseLockError& error) {
    return absl::FailedPreconditionError(error.get_msg());
  } catch (const Xapian::DatabaseCorruptError& error) {
    return absl::DataLossError(error.get_msg());
  } catch (const Xapian::DatabaseError& error) {
    return absl::UnavailableError(error.get_description());
  } catch (const Xapian::Error& error) {
    return absl::InternalError(error.get_description());
  } catch (const std::bad_alloc&) {
    return absl::ResourceExhaustedError("out of memory");
  } catch (const std::exception& error) {
    return absl::InternalError(error.what());
  } catch (...) {
    return absl::InternalError("unknown exception");
  }
}

}  // namespace facetwire
