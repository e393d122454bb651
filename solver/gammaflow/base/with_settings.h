// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <string>

namespace gammaflow
{
/// "name (settings)", or the name alone where it needs no settings: a limit, as people read it.
inline std::string with_settings(const std::string &name, const std::string &settings)
{
  return settings.empty() ? name : name + " (" + settings + ")";
}

}  // namespace gammaflow
