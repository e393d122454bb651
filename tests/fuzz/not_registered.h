// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

// Included before anything else in sources that are compiled a second time here: the library has registered
// what they register.
#include <gammaflow/base/registry.h>

namespace gammaflow
{
template <class Product>
struct NotRegistered {
  NotRegistered(const std::string &, const typename Registry<Product>::Traits &,
                const typename Registry<Product>::Factory &)
  {
  }
};
}  // namespace gammaflow

#define Register NotRegistered
