// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <cstdio>  // before ARKODE's headers, which use FILE
#include <memory>

// clang-format off
#include <arkode/arkode_butcher.h>
#include <arkode/arkode_butcher_dirk.h>
#include <arkode/arkode_butcher_erk.h>
// clang-format on

namespace gammaflow
{
/// A table of SUNDIALS: a_ij, b_i, c_i, and d_i, the weights of the embedded method of order p.
using ButcherTable = std::unique_ptr<ARKodeButcherTableMem, void (*)(ARKodeButcherTable)>;

inline ButcherTable butcher_table(ARKODE_ERKTableID name)
{
  return {ARKodeButcherTable_LoadERK(name), &ARKodeButcherTable_Free};
}
inline ButcherTable butcher_table(ARKODE_DIRKTableID name)
{
  return {ARKodeButcherTable_LoadDIRK(name), &ARKodeButcherTable_Free};
}

}  // namespace gammaflow
