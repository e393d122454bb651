#pragma once

#include <gammaflow/core/parameters.h>

#include <nlohmann/json.hpp>

#include <string>

namespace gammaflow
{
/// Writes `text` to a temporary name beside `path` and renames it, so that a reader never sees half a file.
/// InputError if the directory cannot be written.
void write_file(const std::string &path, const std::string &text);
/// The same for JSON, indented, numbers with 17 digits; non-finite numbers become null.
void write_json(const std::string &path, const nlohmann::json &json);
/// InputError naming the file if it cannot be read or is not JSON.
nlohmann::json read_json(const std::string &path);

/// Version, revision, deal.II version, compiler: recorded in every output.
nlohmann::json versions();

/// Makes `directory` ready for the output of `parameters`: creates it, or accepts it when its manifest.json
/// says that it belongs to the same command and the same parameters. InputError if it cannot be written or
/// belongs to another. Returns true when it continues an earlier run.
bool claim_directory(const std::string &directory, const std::string &command, const Parameters &parameters);

}  // namespace gammaflow
