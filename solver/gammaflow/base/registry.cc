// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/base/registry.h>

#include <cstdlib>
#include <iostream>

namespace gammaflow
{
/// Registrations run before main(): there is nobody yet who could catch an exception.
void refuse_second(const std::string &name)
{
  std::cerr << "gammaflow: two implementations are registered under the name '" << name
            << "'. Give one of them another name." << std::endl;
  std::_Exit(exit_numerical_failure);
}

}  // namespace gammaflow
