// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/base/did_you_mean.h>
#include <gammaflow/base/pattern_words.h>
#include <gammaflow/base/shortened.h>
#include <gammaflow/base/utf8.h>
#include <gammaflow/parameters/number.h>
#include <gammaflow/parameters/parameter_file.h>
#include <gammaflow/parameters/parameters.h>

#include <boost/algorithm/string.hpp>
#include <deal.II/base/utilities.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <cctype>
#include <filesystem>
#include <map>
#include <mutex>
#include <set>
#include <sstream>
#include <tuple>

namespace gammaflow
{
namespace
{
using Declarations = std::map<std::string, std::vector<DeclareParameters::Declaration>>;

Declarations &declarations()
{
  static Declarations all;
  return all;
}

const DeclareParameters memory("memory", [](dealii::ParameterHandler &prm) {
  prm.declare_entry("limit", "8192", Number(1),
                    "MiB that may be allocated; what would need more is refused before it starts.");
});

using Json = nlohmann::json;

/// Every section with its keys and present values.
Json values_of(const dealii::ParameterHandler &prm)
{
  std::ostringstream out;
  prm.print_parameters(out,
                       dealii::ParameterHandler::ShortJSON | dealii::ParameterHandler::KeepDeclarationOrder);
  return Json::parse(out.str());
}

/// "initial_20state" -> "initial state": deal.II writes what is not a letter or a digit as _ and two
/// hexadecimal digits.
std::string demangled(const std::string &name)
{
  std::string result;
  for (std::size_t i = 0; i < name.size(); ++i)
    if (name[i] == '_' && i + 2 < name.size()) {
      result += static_cast<char>(std::stoi(name.substr(i + 1, 2), nullptr, 16));
      i += 2;
    } else
      result += name[i];
  return result;
}

std::string names_in(const Json &object)
{
  std::vector<std::string> names;
  for (const auto &item : object.items())
    if (!boost::starts_with(item.key(), "case ") && !boost::starts_with(item.key(), "probe "))
      names.push_back(item.key());
  return boost::join(names, ", ") + (object.contains("case 1") ? ", case 1 ... case 32" : "") +
         (object.contains("probe 1") ? ", probe 1 ... probe 16" : "");
}

std::vector<std::string> list_of_names(const Json &object)
{
  std::vector<std::string> names;
  for (const auto &item : object.items()) names.push_back(item.key());
  return names;
}

std::string in_section(const std::string &file, const std::string &section, const std::string &key)
{
  return (file.empty() ? "" : file + ": ") + "section '" + shortened(section) + "', key '" + shortened(key) +
         "'";
}

/// Whether a declaration is the one that says what the section is about.
bool names_the_section(const DeclareParameters::Declaration &declaration)
{
  dealii::ParameterHandler keys;
  declaration(keys);
  const Json values = values_of(keys);
  return values.is_object() && (values.contains("name") || values.contains("kind"));
}

/// Every section, in the order in which a file is thought of (templates and the reference show them so), then
/// the others; in each, the declaration first that names what the section is about. (They come in the order
/// in which the files of the program happen to be linked.)
std::vector<std::pair<std::string, std::vector<DeclareParameters::Declaration>>> in_reading_order()
{
  static const std::vector<std::string> order = {"study",    "domain", "initial state", "target", "energy",
                                                 "geometry", "kernel", "energy kernel", "time",   "solver",
                                                 "sweep",    "limit",  "accuracy"};
  const auto place = [](const std::string &section) {
    return std::find(order.begin(), order.end(), section) - order.begin();
  };
  std::vector<std::pair<std::string, std::vector<DeclareParameters::Declaration>>> all(declarations().begin(),
                                                                                       declarations().end());
  std::stable_sort(all.begin(), all.end(),
                   [&](const auto &a, const auto &b) { return place(a.first) < place(b.first); });
  for (auto &section : all)
    std::stable_partition(section.second.begin(), section.second.end(), names_the_section);
  return all;
}
}  // namespace

DeclareParameters::DeclareParameters(const std::string &section, Declaration declaration)
{
  declarations()[section].push_back(std::move(declaration));
}

/// Which keys were read. Evolutions are computed side by side.
struct Parameters::Reads {
  std::mutex mutex;
  std::set<std::pair<std::string, std::string>> keys;
  std::shared_ptr<Reads> also;  ///< of what a copy was set apart from
  void add(const std::string &section, const std::string &key)
  {
    {
      const std::lock_guard<std::mutex> lock(mutex);
      keys.emplace(section, key);
    }
    if (also) also->add(section, key);
  }
};

/// What is to be said about what was given.
struct Parameters::Notes {
  std::mutex mutex;
  std::vector<std::string> texts;
  void add(const std::string &text)
  {
    const std::lock_guard<std::mutex> lock(mutex);
    if (std::find(texts.begin(), texts.end(), text) == texts.end()) texts.push_back(text);
  }
};

Parameters::Parameters() : reads_(std::make_shared<Reads>()), notes_(std::make_shared<Notes>())
{
  declare();
}
Parameters::~Parameters() = default;

Parameters::Parameters(const Parameters &other)
    : reads_(other.reads_), notes_(other.notes_), file_name_(other.file_name_), included_(other.included_)
{
  declare();
  for (const auto &a : other.assignments_) set(a.section, a.key, a.value, a.origin);
}

Parameters &Parameters::operator=(const Parameters &other)
{
  Parameters copy(other);
  std::swap(prm_, copy.prm_);
  std::swap(reads_, copy.reads_);
  std::swap(assignments_, copy.assignments_);
  std::swap(notes_, copy.notes_);
  std::swap(file_name_, copy.file_name_);
  std::swap(included_, copy.included_);
  return *this;
}

void Parameters::declare()
{
  prm_ = std::make_unique<dealii::ParameterHandler>();
  static const auto all = in_reading_order();
  for (const auto &[section, list] : all) {
    prm_->enter_subsection(section);
    for (const auto &declaration : list) declaration(*prm_);
    prm_->leave_subsection();
  }
}

Parameters Parameters::from_file(const std::string &path)
{
  const std::string text = parameter_text(path);
  return from_entries(
      boost::iends_with(path, ".json") ? parse_parameter_json(text, path) : parse_prm(text, path), path);
}

Parameters Parameters::from_string(const std::string &text, const std::string &file_name)
{
  return from_entries(parse_prm(text, file_name), file_name);
}

Parameters Parameters::from_entries(const ParameterFile &file, const std::string &file_name)
{
  Parameters result;
  result.file_name_ = file_name;
  result.included_ = file.included;
  const Json defaults = values_of(*result.prm_);
  std::map<std::pair<std::string, std::string>, const FileEntry *> given;
  for (const FileEntry &entry : file.entries) {
    if (entry.section.empty())
      throw InputError(entry.place + ": key '" + shortened(entry.key) + "'", shortened(entry.value),
                       "stands outside of every section",
                       "subsection NAME ... set " + shortened(entry.key) +
                           " = ... end, NAME one of: " + names_in(defaults));
    result.set(entry.section, entry.key, entry.value, entry.place);
    const FileEntry *&first = given[{entry.section, entry.key}];
    if (first != nullptr)
      result.notes_->add(in_section(entry.place, entry.section, entry.key) + " is given twice: '" +
                         shortened(first->value) + "' (" + first->place + ") and then '" +
                         shortened(entry.value) + "', which holds");
    first = &entry;
  }
  auto &all = result.assignments_;
  all.erase(std::remove_if(all.begin(), all.end(),
                           [&](const Assignment &a) { return a.value == defaults[a.section][a.key]; }),
            all.end());
  std::sort(all.begin(), all.end(), [](const Assignment &a, const Assignment &b) {
    return std::tie(a.section, a.key) < std::tie(b.section, b.key);
  });
  return result;
}

void Parameters::set(const std::string &section, const std::string &key, const std::string &value,
                     const std::string &origin)
{
  const std::string where = in_section(origin.empty() ? file_name_ : origin, section, key);
  if (!is_utf8(value)) throw InputError(where, shortened(as_utf8(value)), "is not UTF-8 text", "UTF-8");
  if (!prm_->subsection_path_exists({section})) {
    const Json all = values_of(*prm_);
    throw InputError(where, shortened(value),
                     "there is no such section" + did_you_mean(section, list_of_names(all)), names_in(all));
  }
  prm_->enter_subsection(section);
  try {
    prm_->set(key, value);
    prm_->leave_subsection();
  } catch (const dealii::ParameterHandler::ExcEntryUndeclared &) {
    prm_->leave_subsection();
    const Json keys = values_of(*prm_)[section];
    throw InputError(where, shortened(value), "there is no such key" + did_you_mean(key, list_of_names(keys)),
                     names_in(keys));
  } catch (const dealii::ExceptionBase &error) {
    prm_->leave_subsection();
    std::ostringstream info;
    error.print_info(info);
    const std::string text = boost::trim_copy(info.str());
    const auto from = text.find("pattern"), open = text.find('<', from), close = text.rfind('>');
    const std::string allowed =
        pattern_in_words(open == std::string::npos ? text : text.substr(open + 1, close - open - 1));
    std::vector<std::string> names;
    boost::split(names, allowed, boost::is_any_of(","));
    for (auto &name : names) boost::trim(name);
    throw InputError(where, shortened(value), "is not allowed here" + did_you_mean(value, names), allowed);
  }
  for (auto &a : assignments_)
    if (a.section == section && a.key == key) {
      a.value = value;
      a.origin = origin;
      return;
    }
  assignments_.push_back({section, key, value, origin});
}

void Parameters::assign(const std::string &assignment, const std::string &origin)
{
  const auto equals = assignment.find('=');
  const auto slash = assignment.find('/');
  const bool parts = equals != std::string::npos && slash != std::string::npos && slash < equals;
  const std::string section = parts ? boost::trim_copy(assignment.substr(0, slash)) : "",
                    key = parts ? boost::trim_copy(assignment.substr(slash + 1, equals - slash - 1)) : "";
  if (section.empty() || key.empty())
    throw InputError(origin, shortened(assignment), "is not an assignment", "section/key = value");
  const std::string value = boost::trim_copy(assignment.substr(equals + 1));
  const auto before = std::find_if(assignments_.begin(), assignments_.end(), [&](const Assignment &a) {
    return a.section == section && a.key == key && (a.origin == "--set" || a.origin == origin);
  });
  const std::string given = before == assignments_.end() ? value : before->value,
                    by = before == assignments_.end() ? "" : before->origin;
  set(section, key, value, origin);
  if (given != value)
    notes_->add(in_section(origin, section, key) + " is '" + shortened(value) + "', which holds; " +
                (by == origin ? "it is given twice there, first as '" : by + " gave '") + shortened(given) +
                "'");
}

void Parameters::assign_all(const std::string &assignments, const std::string &origin)
{
  std::vector<std::string> parts;
  boost::split(parts, assignments, boost::is_any_of(";"));
  for (const auto &part : parts)
    if (!boost::trim_copy(part).empty()) assign(part, origin);
}

std::string Parameters::text(const std::string &section, const std::string &key) const
{
  reads_->add(section, key);
  return prm_->get({section}, key);
}

double Parameters::number(const std::string &section, const std::string &key) const
{
  const auto value = number_in(text(section, key));
  if (!value) reject(section, key, "is not one number", "a number");
  return *value;
}

long Parameters::integer(const std::string &section, const std::string &key) const
{
  reads_->add(section, key);
  return prm_->get_integer({section}, key);
}

bool Parameters::flag(const std::string &section, const std::string &key) const
{
  reads_->add(section, key);
  return prm_->get_bool({section}, key);
}

std::vector<std::string> Parameters::list(const std::string &section, const std::string &key) const
{
  std::vector<std::string> result;
  const std::string all = text(section, key);
  if (boost::trim_copy(all).empty()) return result;
  boost::split(result, all, boost::is_any_of(","));
  for (auto &entry : result) boost::trim(entry);
  return result;
}

std::vector<double> Parameters::numbers(const std::string &section, const std::string &key) const
{
  std::vector<double> result;
  for (const auto &entry : list(section, key)) {
    const auto value = number_in(entry);
    if (!value) reject(section, key, "'" + entry + "' is not a number", "numbers, separated by commas");
    result.push_back(*value);
  }
  return result;
}

bool Parameters::is_default(const std::string &section, const std::string &key) const
{
  for (const auto &a : assignments_)
    if (a.section == section && a.key == key) return false;
  return true;
}

std::vector<std::pair<std::string, std::string>> Parameters::unread() const
{
  const std::lock_guard<std::mutex> lock(reads_->mutex);
  std::vector<std::pair<std::string, std::string>> result;
  for (const auto &a : assignments_)
    if (reads_->keys.count({a.section, a.key}) == 0) result.emplace_back(a.section, a.key);
  return result;
}

Parameters Parameters::apart() const
{
  Parameters copy = *this;
  copy.reads_ = std::make_shared<Reads>();
  copy.reads_->also = reads_;
  return copy;
}

std::vector<std::string> Parameters::keys_read_in(const std::string &section) const
{
  const std::lock_guard<std::mutex> lock(reads_->mutex);
  std::vector<std::string> result;
  for (const auto &[of, key] : reads_->keys)
    if (of == section) result.push_back(key);
  return result;
}

std::vector<std::string> Parameters::notes() const
{
  const std::lock_guard<std::mutex> lock(notes_->mutex);
  return notes_->texts;
}

void Parameters::reject(const std::string &section, const std::string &key, const std::string &why,
                        const std::string &allowed) const
{
  std::string origin = file_name_;
  for (const auto &a : assignments_)
    if (a.section == section && a.key == key && !a.origin.empty()) origin = a.origin;
  throw InputError(in_section(origin, section, key), shortened(text(section, key)), why, allowed);
}

std::string Parameters::resolve(const std::string &file) const
{
  const std::filesystem::path path(file);
  if (path.is_absolute() || file_name_.empty()) return file;
  const auto beside = std::filesystem::path(file_name_).parent_path() / path;
  std::error_code error;  // a name that is too long is not there either
  return std::filesystem::exists(beside, error) ? beside.string() : file;
}

Json Parameters::as_json() const
{
  return values_of(*prm_);
}

std::vector<ParameterDescription> Parameters::descriptions()
{
  std::ostringstream out;
  Parameters().prm_->print_parameters(
      out, dealii::ParameterHandler::JSON | dealii::ParameterHandler::KeepDeclarationOrder);
  const auto sections = nlohmann::ordered_json::parse(out.str());
  std::vector<ParameterDescription> result;
  for (const auto &section : sections.items())
    for (const auto &entry : section.value().items())
      result.push_back({demangled(section.key()), demangled(entry.key()),
                        entry.value().value("default_value", ""),
                        pattern_in_words(entry.value().value("pattern_description", "")),
                        entry.value().value("documentation", "")});
  return result;
}

std::string Parameters::as_prm() const
{
  std::ostringstream out;
  prm_->print_parameters(out, dealii::ParameterHandler::PRM | dealii::ParameterHandler::KeepDeclarationOrder);
  return out.str();
}

}  // namespace gammaflow
