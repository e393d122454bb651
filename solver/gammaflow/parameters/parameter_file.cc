// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/base/errors.h>
#include <gammaflow/base/json_text.h>
#include <gammaflow/base/shortened.h>
#include <gammaflow/parameters/parameter_file.h>

#include <boost/algorithm/string.hpp>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>

namespace gammaflow
{
namespace
{
namespace fs = std::filesystem;
using Json = nlohmann::json;

class PrmParser
{
 public:
  PrmParser(ParameterFile &result, const std::string &file_name) : result_(result)
  {
    std::error_code ignored;
    open_.push_back(fs::weakly_canonical(file_name, ignored).string());
  }

  void parse(const std::string &text, const std::string &file_name)
  {
    std::istringstream in(text);
    std::string row, whole;
    const std::string section_before = section_;
    for (std::size_t number = 1, first = 1; std::getline(in, row); ++number) {
      boost::trim(row);
      if (whole.empty()) first = number;
      const bool goes_on = !row.empty() && row.back() == '\\';
      if (goes_on) row.pop_back();
      whole += row;
      if (goes_on && in.peek() != std::istringstream::traits_type::eof()) continue;
      file_ = file_name;
      place_ = file_name + ": line " + std::to_string(first);
      line(whole);
      whole.clear();
    }
    if (section_ != section_before)
      throw InputError(file_name + ": subsection '" + shortened(section_) + "' (" + opened_ + ") has no end");
  }

 private:
  /// The rest of the text behind a word with which it begins.
  static bool begins_with(const std::string &text, const std::string &word, std::string &rest)
  {
    if (!boost::istarts_with(text, word)) return false;
    if (text.size() > word.size() && !std::isspace(static_cast<unsigned char>(text[word.size()])))
      return false;
    rest = boost::trim_copy(text.substr(word.size()));
    return true;
  }

  [[noreturn]] void refuse(const std::string &text, const std::string &why) const
  {
    throw InputError(place_, shortened(text), why,
                     "subsection NAME, set KEY = VALUE, end, include FILE, # a comment");
  }

  void line(std::string text)
  {
    text = boost::trim_copy(text.substr(0, text.find('#')));
    std::string rest;
    if (text.empty()) return;
    if (begins_with(text, "subsection", rest)) {
      if (!section_.empty())
        refuse(text, "begins inside of subsection '" + shortened(section_) + "' (" + opened_ + ")");
      if (rest.empty()) refuse(text, "has no name");
      section_ = rest;
      opened_ = place_;
    } else if (begins_with(text, "end", rest)) {
      if (!rest.empty()) refuse(text, "has words after 'end'");
      if (section_.empty()) refuse(text, "ends no subsection");
      section_.clear();
    } else if (begins_with(text, "set", rest)) {
      const auto equals = rest.find('=');
      if (equals == std::string::npos) refuse(text, "has no '='");
      result_.entries.push_back({section_, boost::trim_copy(rest.substr(0, equals)),
                                 boost::trim_copy(rest.substr(equals + 1)), place_});
    } else if (begins_with(text, "include", rest))
      include(rest);
    else
      refuse(text, "is not a line of a parameter file");
  }

  void include(const std::string &name)
  {
    const fs::path beside = fs::path(file_).parent_path() / name;
    std::error_code ignored;
    const std::string path = fs::exists(beside, ignored) ? beside.string() : name;
    const std::string same = fs::weakly_canonical(path, ignored).string();
    if (result_.included.size() >= 100 || open_.size() >= 20 ||
        std::find(open_.begin(), open_.end(), same) != open_.end())
      throw InputError(place_ + ": include", shortened(name),
                       "is included while it is read, or there are too many files in each other",
                       "at most 100 files, 20 deep, none of which includes itself");
    result_.included.push_back(path);
    open_.push_back(same);
    const std::string file = file_, place = place_;
    std::string text;
    try {
      text = parameter_text(path);
    } catch (const InputError &error) {
      throw InputError(place + ": include: " + error.what());
    }
    parse(text, path);
    open_.pop_back();
    file_ = file;
    place_ = place;
  }

  ParameterFile &result_;
  std::string section_, opened_, file_, place_;
  std::vector<std::string> open_;  ///< the files around the place
};

std::string value_text(const Json &value, const std::string &where)
{
  if (value.is_string()) return value.get<std::string>();
  if (value.is_null() || value.is_object())
    throw InputError(where, value.is_null() ? "null" : "{...}", "is not a value",
                     "a number, a text, true, false, or a list of them");
  if (!value.is_array()) return value.dump();
  std::string text;
  for (const auto &entry : value)
    text += (text.empty() ? "" : entry.is_array() ? "; " : ", ") + value_text(entry, where);
  return text;
}
}  // namespace

std::string parameter_text(const std::string &path)
{
  constexpr std::size_t most = std::size_t(64) << 20;
  std::error_code ignored;
  std::ifstream in(path, std::ios::binary);
  if (!in || fs::is_directory(path, ignored))
    throw InputError(path, "", "cannot be read", "an existing parameter file, .prm or .json");
  std::string text;
  std::vector<char> part(std::size_t(1) << 16);
  while (in.read(part.data(), std::streamsize(part.size())), in.gcount() > 0) {
    text.append(part.data(), std::size_t(in.gcount()));
    if (text.size() > most)
      throw InputError(path, "", "is larger than 64 MiB", "a parameter file, .prm or .json");
  }
  if (boost::starts_with(text, "\xEF\xBB\xBF")) text.erase(0, 3);  // byte-order mark
  return text;
}

ParameterFile parse_prm(const std::string &text, const std::string &file_name)
{
  ParameterFile result;
  PrmParser(result, file_name).parse(text, file_name);
  return result;
}

ParameterFile parse_parameter_json(const std::string &text, const std::string &file_name)
{
  ParameterFile result;
  std::vector<std::string> repeated;
  const Json json = parse_json(text, file_name, 5, [&](const std::string &key) { repeated.push_back(key); });
  if (!repeated.empty())
    throw InputError(file_name + ": '" + shortened(repeated.front()) + "'", "", "is given twice",
                     "each key once");
  if (!json.is_object())
    throw InputError(file_name, "", "is not an object of sections", "{\"section\": {\"key\": value}}");
  for (const auto &section : json.items()) {
    if (!section.value().is_object())
      throw InputError(file_name + ": '" + shortened(section.key()) + "'", shortened(section.value().dump()),
                       "is not a section", "an object {\"key\": value}");
    for (const auto &entry : section.value().items())
      result.entries.push_back(
          {section.key(), entry.key(),
           value_text(entry.value(), file_name + ": section '" + shortened(section.key()) + "', key '" +
                                         shortened(entry.key()) + "'"),
           file_name});
  }
  return result;
}

}  // namespace gammaflow
