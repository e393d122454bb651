// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <cstddef>
#include <string>
#include <vector>

namespace gammaflow
{
/// One assignment of a parameter file, before it is compared with the keys that are declared.
struct FileEntry {
  std::string section, key, value;
  std::string place;  ///< "study.prm: line 12"; the file alone for JSON
};

/// The entries of a parameter file and of the files that it includes.
struct ParameterFile {
  std::vector<FileEntry> entries;  ///< in the order of the file
  std::vector<std::string> included;
};

/// The whole text of a file of at most 64 MiB; InputError if there is none.
std::string parameter_text(const std::string &path);

/// The language of deal.II's ParameterHandler: `subsection NAME`, `set KEY = VALUE`, `end`, `include FILE`
/// (beside the file, else from the working directory), comments from # on, lines that go on after a \ at
/// their end. Sections do not lie in each other. InputError with the line for anything else.
ParameterFile parse_prm(const std::string &text, const std::string &file_name);

/// {"section": {"key": value}}; [1, 2] is "1, 2", [[1, 2], [3, 4]] is "1, 2; 3, 4". InputError for other
/// JSON, and for keys that are given twice.
ParameterFile parse_parameter_json(const std::string &text, const std::string &file_name);

}  // namespace gammaflow
