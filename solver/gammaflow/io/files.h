// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/base/errors.h>

#include <nlohmann/json.hpp>

#include <string>

namespace gammaflow
{
/// The temporary name beside `path` under which this process writes it: PATH.part.PROCESS. Files that a
/// killed process left under such names are removed by the next claim_directory().
std::string temporary_name(const std::string &path);
/// The final name of a file with a temporary name; empty for other names.
std::string meant_by_temporary(const std::string &file_name);
/// Removes the temporary files of `path` that killed processes have left beside it.
void remove_temporaries_of(const std::string &path);

/// Writes `text` to a temporary name beside `path` and renames it, so that a reader never sees half a file.
/// InputError if the directory cannot be written.
void write_file(const std::string &path, const std::string &text);
/// The same for JSON, indented, numbers with 17 digits; non-finite numbers become null.
void write_json(const std::string &path, const nlohmann::json &json);
/// InputError naming the file if it cannot be read or is not JSON.
nlohmann::json read_json(const std::string &path);

/// Version, revision, deal.II version, compiler: recorded in every output.
nlohmann::json versions();

}  // namespace gammaflow
