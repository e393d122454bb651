// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/parameters/parameters.h>

#include <string>

namespace gammaflow
{
/// InputError, with file, section and key, for a value that would be read back from DIRECTORY/case.prm as
/// another one. Writes nothing.
void check_case_can_be_written(const Parameters &parameters);

/// Copies the files that were read (input_files_of_all_cases()) to DIRECTORY/data/HASH-NAME, HASH being the
/// first digits of the SHA-256 of the content, and removes what another computation left there. InputError
/// where one has changed since it was read.
void store_input_files(const Parameters &parameters, const std::string &directory);

/// store_input_files(), and writes the values of `parameters` that are not defaults to DIRECTORY/case.prm,
/// with the names of the copies, so that the directory needs no other files. The file is read back and
/// compared; InputError where a value differs.
void write_case(const Parameters &parameters, const std::string &directory);

}  // namespace gammaflow
