// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <nlohmann/json_fwd.hpp>

#include <string>
#include <vector>

namespace gammaflow
{
class Parameters;

/// A file of data (samples, a grid, a mesh) that parameters name and that a computation has read.
struct InputFile {
  std::string section, key;  ///< that name it
  std::string given;         ///< as it stands there
  std::string path;          ///< where it was found
  std::string sha256;        ///< of its content when it was read last
};

/// The path of the file that section and key name; its content is hashed, and the hash remembered. Every
/// reader of data must call it. InputError with the key, and with what is `allowed`, where no file is named,
/// or the file cannot be read.
std::string path_of_input(const Parameters &parameters, const std::string &section, const std::string &key,
                          const std::string &allowed);

/// Whether the value of a key is the name of a file: "file", "mesh file", ...
bool names_a_file(const std::string &key);

/// The files that these values name and that were read: those of a key without effect are not among them.
std::vector<InputFile> input_files(const Parameters &parameters);
/// input_files() and the files that `settings` keys, a study's cases and its limit name.
std::vector<InputFile> input_files_of_all_cases(const Parameters &parameters);

/// [{"key": "target/file", "file": "old_faithful.csv", "sha256": "..."}]: what manifests, certificates and
/// the keys of stored results hold. Files with other contents are other data.
nlohmann::json as_json(const std::vector<InputFile> &files);

/// The files of data of all cases, and, with the key "include", those that the parameter file includes: these
/// are there to be known; what they set is among the parameters.
nlohmann::json all_files_as_json(const Parameters &parameters);
/// The entries of all_files_as_json() without those of the key "include".
nlohmann::json data_among(const nlohmann::json &files);

/// InputError where one of the files that were read since has another content than it had `before`.
void require_same_input(const nlohmann::json &before, const std::vector<InputFile> &now);

/// One assignment of a text "section/key = value; section/key = value".
struct SettingsPart {
  std::string section, key, value, text;  ///< empty where it is no assignment; the text as it stands
};
std::vector<SettingsPart> parts_of_settings(const std::string &settings);

}  // namespace gammaflow
