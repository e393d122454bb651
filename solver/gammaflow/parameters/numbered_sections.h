// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/parameters/parameters.h>

#include <string>

namespace gammaflow
{
/// "case 3": the section of the third of several of a kind.
inline std::string numbered_section(const std::string &kind, unsigned number)
{
  return kind + " " + std::to_string(number);
}

/// Declares the sections "<kind> 1", ..., "<kind> <most>", all alike.
struct DeclareNumbered {
  DeclareNumbered(const std::string &kind, unsigned most, const DeclareParameters::Declaration &declaration)
  {
    for (unsigned i = 1; i <= most; ++i) DeclareParameters(numbered_section(kind, i), declaration);
  }
};

}  // namespace gammaflow
