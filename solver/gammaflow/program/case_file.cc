// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/base/content_hash.h>
#include <gammaflow/base/processes.h>
#include <gammaflow/io/files.h>
#include <gammaflow/parameters/input_files.h>
#include <gammaflow/program/case_file.h>

#include <boost/algorithm/string.hpp>
#include <boost/algorithm/string/trim_all.hpp>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <regex>
#include <set>

namespace gammaflow
{
namespace
{
namespace fs = std::filesystem;
using Json = nlohmann::json;
using Files = std::vector<InputFile>;

const char *const folder = "data";

/// HASH-NAME: different contents have different names, whatever folders they come from. The ending stays, by
/// which meshes are told apart; other characters than those of plain names become _.
std::string copy_name(const InputFile &file)
{
  const fs::path from = file.path;
  const std::string hash = file.sha256.substr(0, 12) + "-";
  if (boost::starts_with(from.filename().string(), hash)) return from.filename().string();  // a copy of ours
  std::string stem = from.stem().string().substr(0, 64), ending = from.extension().string().substr(0, 16);
  for (std::string *part : {&stem, &ending})
    for (char &c : *part)
      if (!std::isalnum(static_cast<unsigned char>(c)) && c != '-' && c != '.') c = '_';
  return hash + stem + ending;
}

/// The name in case.prm of what `section`, `key` and `value` name; the value itself where it was not read.
std::string stored_name(const Files &files, const std::string &section, const std::string &key,
                        const std::string &value)
{
  const std::string given = boost::trim_copy(value);
  for (const auto &file : files)
    if (file.section == section && file.key == key && file.given == given)
      return std::string(folder) + "/" + copy_name(file);
  return value;
}

std::string stored_settings(const Files &files, const std::string &settings)
{
  std::vector<std::string> parts;
  for (const auto &part : parts_of_settings(settings)) {
    const std::string name = stored_name(files, part.section, part.key, part.value);
    parts.push_back(name == part.value ? part.text : part.section + "/" + part.key + " = " + name);
  }
  return boost::join(parts, ";");
}

/// Blanks around a value and how many there are in it mean nothing in a .prm file.
std::string without_blanks(std::string value)
{
  boost::replace_all(value, "\t", " ");
  boost::trim_all(value);
  return value;
}

struct Entry {
  std::string section, key, value;
  std::string text() const { return "subsection " + section + "\n  set " + key + " = " + value + "\nend\n"; }
};

/// Everything that differs from the defaults, with the names of the copies.
std::vector<Entry> entries_of(const Parameters &parameters)
{
  const Files files = input_files_of_all_cases(parameters);
  const Json values = parameters.as_json();  // which notes nothing as read
  std::vector<Entry> entries;
  for (const auto &entry : Parameters::descriptions()) {
    if (entry.section == "output" || entry.section == "memory") continue;
    const std::string value = values[entry.section][entry.key];
    if (value == entry.default_value) continue;
    entries.push_back({entry.section, entry.key,
                       entry.key == "settings" ? stored_settings(files, value)
                                               : stored_name(files, entry.section, entry.key, value)});
  }
  return entries;
}

std::string text_of(const std::vector<Entry> &entries)
{
  std::string text, section;
  for (const auto &entry : entries) {
    if (entry.section != section) {
      text += (section.empty() ? "" : "end\n\n") + ("subsection " + entry.section) + "\n";
      section = entry.section;
    }
    text += "  set " + entry.key + " = " + entry.value + "\n";
  }
  return text + (section.empty() ? "" : "end\n");
}

/// Whether `text` is read back as these entries, and as nothing else.
bool says(const std::string &text, const std::vector<Entry> &entries)
{
  Json expected = Parameters().as_json(), found;
  for (const auto &entry : entries) expected[entry.section][entry.key] = entry.value;
  try {
    found = Parameters::from_string(text, "case.prm").as_json();
  } catch (const InputError &) {
    return false;
  }
  for (const auto &section : expected.items())
    for (const auto &entry : section.value().items())
      if (without_blanks(entry.value()) != without_blanks(found[section.key()][entry.key()])) return false;
  return true;
}

void refuse_values_that_do_not_survive(const Parameters &parameters, const std::vector<Entry> &entries)
{
  for (const auto &entry : entries)
    if (!says(entry.text(), {entry}))
      parameters.reject(entry.section, entry.key, "cannot be stored in case.prm: it would be read as another",
                        "text in one line, without '#', and without a backslash at its end");
}

std::string content_of(const std::string &path)
{
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

void copy(const InputFile &file, const fs::path &to)
{
  std::error_code error;
  if (fs::exists(to, error) && sha256_of_file(to.string()) == file.sha256) return;
  const std::string content = content_of(file.path);
  if (sha256(content) != file.sha256)
    throw InputError("section '" + file.section + "', key '" + file.key + "'", file.given,
                     "the content of the file is no longer what was read",
                     "files that stay as they are until the end");
  write_file(to.string(), content);
}

void store_here(const Files &files, const fs::path &directory)
{
  std::error_code error;
  std::set<std::string> names;
  if (!files.empty()) fs::create_directories(directory / folder, error);  // write_file() says what fails
  for (const auto &file : files) {
    names.insert(copy_name(file));
    copy(file, directory / folder / copy_name(file));
  }
  static const std::regex own("[0-9a-f]{12}-.*");
  std::vector<fs::path> others;
  for (const auto &entry : fs::directory_iterator(directory / folder, error)) {
    const std::string name = entry.path().filename().string();
    if (names.count(name) == 0 && std::regex_match(name, own)) others.push_back(entry.path());
  }
  for (const auto &path : others) fs::remove(path, error);
}

/// InputError where DIRECTORY/case.prm, as it stands there now, names other data than were read.
void compare_data(const Files &files, const Parameters &stored)
{
  for (const auto &file : files)
    if (sha256_of_file(stored.resolve(std::string(folder) + "/" + copy_name(file))) != file.sha256)
      throw InputError(stored.file_name(), file.given, "its copy has another content",
                       "a place that can be written");
}
}  // namespace

void check_case_can_be_written(const Parameters &parameters)
{
  const auto entries = entries_of(parameters);
  if (!says(text_of(entries), entries)) refuse_values_that_do_not_survive(parameters, entries);
}

void store_input_files(const Parameters &parameters, const std::string &directory)
{
  on_root([&] {
    store_here(input_files_of_all_cases(parameters), directory);
    return 0;
  });
}

void write_case(const Parameters &parameters, const std::string &directory)
{
  check_case_can_be_written(parameters);
  store_input_files(parameters, directory);
  const auto entries = entries_of(parameters);
  const std::string path = (fs::path(directory) / "case.prm").string();
  write_file(path, text_of(entries));
  on_root([&] {
    if (!says(content_of(path), entries))
      throw InputError(path, "", "does not say what was computed with", "a place that can be written");
    compare_data(input_files_of_all_cases(parameters), Parameters::from_file(path));
    return 0;
  });
}

}  // namespace gammaflow
