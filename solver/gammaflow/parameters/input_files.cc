// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/base/content_hash.h>
#include <gammaflow/parameters/input_files.h>
#include <gammaflow/parameters/parameters.h>

#include <boost/algorithm/string.hpp>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>
#include <mutex>
#include <utility>

namespace gammaflow
{
namespace
{
using Json = nlohmann::json;

/// What this process has read: of section/key and path, the hash of the content.
class ReadFiles
{
 public:
  void add(const std::string &name, const std::string &path, const std::string &hash)
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    hashes_[{name, path}] = hash;
  }
  /// Empty: it was not read.
  std::string hash(const std::string &name, const std::string &path) const
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    const auto found = hashes_.find({name, path});
    return found == hashes_.end() ? "" : found->second;
  }

 private:
  mutable std::mutex mutex_;
  std::map<std::pair<std::string, std::string>, std::string> hashes_;
};

ReadFiles &read_files()
{
  static ReadFiles all;
  return all;
}

void add_if_read(std::vector<InputFile> &files, const Parameters &parameters, const std::string &section,
                 const std::string &key, const std::string &value)
{
  const std::string given = boost::trim_copy(value);
  if (given.empty() || !names_a_file(key)) return;
  const std::string path = parameters.resolve(given), hash = read_files().hash(section + "/" + key, path);
  if (!hash.empty()) files.push_back({section, key, given, path, hash});
}
}  // namespace

bool names_a_file(const std::string &key)
{
  return key == "file" || boost::ends_with(key, " file");
}

std::string path_of_input(const Parameters &parameters, const std::string &section, const std::string &key,
                          const std::string &allowed)
{
  const auto reject = [&](const char *why) { parameters.reject(section, key, why, allowed); };
  const std::string given = boost::trim_copy(parameters.text(section, key));
  if (given.empty()) reject("is empty");
  const std::string path = parameters.resolve(given);
  std::error_code error;
  if (std::filesystem::is_directory(path, error)) reject("is a directory");
  if (!std::filesystem::is_regular_file(path, error) || !std::ifstream(path))
    reject("cannot be read, neither beside the parameter file nor from the working directory");
  read_files().add(section + "/" + key, path, sha256_of_file(path));
  return path;
}

std::vector<SettingsPart> parts_of_settings(const std::string &settings)
{
  std::vector<std::string> texts;
  boost::split(texts, settings, boost::is_any_of(";"));
  std::vector<SettingsPart> parts;
  for (const auto &text : texts) {
    SettingsPart part{"", "", "", text};
    const auto slash = text.find('/'), equals = text.find('=');
    if (equals != std::string::npos && slash < equals) {
      part.section = boost::trim_copy(text.substr(0, slash));
      part.key = boost::trim_copy(text.substr(slash + 1, equals - slash - 1));
      part.value = boost::trim_copy(text.substr(equals + 1));
    }
    parts.push_back(part);
  }
  return parts;
}

std::vector<InputFile> input_files(const Parameters &parameters)
{
  std::vector<InputFile> files;
  const Json values = parameters.as_json();  // which notes nothing as read
  for (const auto &section : values.items())
    for (const auto &entry : section.value().items())
      if (names_a_file(entry.key()))
        add_if_read(files, parameters, section.key(), entry.key(), entry.value().get<std::string>());
  return files;
}

std::vector<InputFile> input_files_of_all_cases(const Parameters &parameters)
{
  std::vector<InputFile> files = input_files(parameters);
  const Json values = parameters.as_json();
  for (const auto &section : values.items())
    if (section.value().contains("settings"))
      for (const auto &part : parts_of_settings(section.value()["settings"].get<std::string>()))
        add_if_read(files, parameters, part.section, part.key, part.value);
  return files;
}

nlohmann::json as_json(const std::vector<InputFile> &files)
{
  Json result = Json::array();
  for (const auto &file : files) {
    Json entry = {{"key", file.section + "/" + file.key}, {"file", file.given}, {"sha256", file.sha256}};
    if (std::find(result.begin(), result.end(), entry) == result.end()) result.push_back(std::move(entry));
  }
  return result;
}

nlohmann::json all_files_as_json(const Parameters &parameters)
{
  Json files = as_json(input_files_of_all_cases(parameters));
  for (const auto &path : parameters.included_files())
    files.push_back({{"key", "include"}, {"file", path}, {"sha256", sha256_of_file(path)}});
  return files;
}

nlohmann::json data_among(const nlohmann::json &files)
{
  Json data = Json::array();
  for (const auto &file : files)
    if (file.at("key") != "include") data.push_back(file);
  return data;
}

void require_same_input(const nlohmann::json &before, const std::vector<InputFile> &now)
{
  for (const auto &file : now)
    for (const auto &entry : before)
      if (entry.at("key") == file.section + "/" + file.key && entry.at("file") == file.given &&
          entry.at("sha256") != file.sha256)
        throw InputError("section '" + file.section + "', key '" + file.key + "'", file.given,
                         "the content of the file is no longer what it was when the computation began",
                         "files that stay as they are until the end");
}

}  // namespace gammaflow
