// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/parameters/parameters.h>

#include <string>

namespace gammaflow
{
/// InputError that names file, section and key of a value that DIRECTORY/case.prm could not hold: one that
/// would be read back as another. Writes nothing.
void check_case_can_be_written(const Parameters &parameters);

/// Copies the files that were read (input_files_of_all_cases()) to DIRECTORY/data/HASH-NAME, HASH being the
/// first digits of the SHA-256 of the content, and removes what another computation left there. InputError
/// where one has changed since it was read.
void store_input_files(const Parameters &parameters, const std::string &directory);

/// store_input_files(), and writes `parameters` as DIRECTORY/case.prm, what differs from the defaults, with
/// the names of the copies: the directory stands for itself. What was written is read back and compared;
/// where anything would not be what was computed with, InputError.
void write_case(const Parameters &parameters, const std::string &directory);

}  // namespace gammaflow
