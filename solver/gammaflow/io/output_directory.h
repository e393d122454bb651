// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/parameters/input_files.h>
#include <gammaflow/parameters/parameters.h>

#include <string>
#include <vector>

namespace gammaflow
{
/// How results that a directory holds are treated.
enum class Existing {
  go_on,     ///< kept and gone on from, where command, parameters, data and program are the same
  overwrite  ///< removed, whatever they are of
};

/// Makes `directory` ready for the output of `parameters`: creates and locks it (lock_directory()), takes
/// away what a process that was killed has left half-written, and accepts the directory when its
/// manifest.json says that it belongs to the same command, the same parameters and the same contents of the
/// files that they name (input_files_of_all_cases(), once they were read). InputError where it cannot be
/// written, belongs to another computation, or is locked. Results of another build of the program are
/// removed, as all are where they are to be overwritten; in a directory without a manifest of gammaflow's,
/// nothing ever is. Returns true when it continues an earlier run.
bool claim_directory(const std::string &directory, const std::string &command, const Parameters &parameters,
                     Existing existing = Existing::go_on);

/// InputError where one of the files that were read has another content than the manifest of `directory`
/// says, which holds what was computed with them. Without a manifest there is nothing to compare.
void require_data_of(const std::string &directory, const std::vector<InputFile> &read);

}  // namespace gammaflow
