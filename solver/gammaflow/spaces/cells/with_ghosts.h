// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/base/types.h>

namespace gammaflow
{
/// Gives a vector its ghosts, for as long as this lives.
class WithGhosts
{
 public:
  explicit WithGhosts(const Vector &v) : v_(v) { v_.update_ghost_values(); }
  ~WithGhosts() { v_.zero_out_ghost_values(); }
  WithGhosts(const WithGhosts &) = delete;
  WithGhosts &operator=(const WithGhosts &) = delete;

 private:
  const Vector &v_;
};

}  // namespace gammaflow
