// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/parameters/parameters.h>

#include <string>
#include <vector>

namespace gammaflow
{
/// One initial state and target of a family: what it sets on top of a case.
struct Datum {
  std::string name, settings;
};

/// The family that a study names in sections `datum 1`, `datum 2`, ..., and `data` (seeded random ones);
/// empty: each case has the data of the file. InputError for data without a name, and for random ones on a
/// domain that is no box.
std::vector<Datum> data_family(const Parameters &parameters);

/// The name of a case with one of the data.
std::string name_with(const std::string &case_name, const Datum &datum);

}  // namespace gammaflow
