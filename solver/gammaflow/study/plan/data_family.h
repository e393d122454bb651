// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/parameters/parameters.h>

#include <string>
#include <vector>

namespace gammaflow
{
/// One initial state and target of a family, as settings on top of those of a case.
struct Datum {
  std::string name, settings;
};

/// The family that a study names in sections `datum 1`, `datum 2`, ..., and `data` (seeded random ones on the
/// domain), from the parameters of a case; empty: it has the data of the file. InputError for data without a
/// name, and for random ones on a domain that is no box.
std::vector<Datum> data_family(const Parameters &of_case);

/// InputError for a datum whose settings would change the family.
void check_settings(const Datum &datum, const Parameters &of_case, const Parameters &with_datum);

/// The name of a case with one of the data.
std::string name_with(const std::string &case_name, const Datum &datum);

}  // namespace gammaflow
