// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/base/processes.h>
#include <gammaflow/io/directory_lock.h>
#include <gammaflow/io/files.h>
#include <gammaflow/io/output_directory.h>
#include <gammaflow/parameters/input_files.h>
#include <gammaflow/parameters/number.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <vector>

namespace gammaflow
{
namespace
{
namespace fs = std::filesystem;
using Json = nlohmann::json;

const char *const manifest_name = "manifest.json";
/// What a command leaves in its directory, but for parameter files: removed when the program that computed it
/// is another one by now. First what vouches for the rest.
const std::array<const char *, 21> results = {{"expected.csv",    "evolution.h5",  "certificate.json",
                                               "trajectory.h5",   "particles.h5",  "particles.npz",
                                               "reference.json",  "report.html",   "cases",
                                               "ledger.csv",      "checkpoint.h5", "vtu",
                                               "fields.pvd",      "fields.xdmf",   "fields.h5",
                                               "observables.csv", "events.csv",    "errors.csv",
                                               "PROVENANCE.md",   "evaluated",     "figures"}};
/// The parameters and the files that they name; a user may have no other copy, so only --overwrite removes
/// them, and not those that it reads.
const std::array<const char *, 2> inputs = {{"case.prm", "data"}};

const DeclareParameters output("output", [](dealii::ParameterHandler &prm) {
  prm.declare_entry(
      "directory", "", dealii::Patterns::Anything(),
      "Where results are written; --output replaces it. Empty: output/<name of the parameter file>, in "
      "the directory where the program was started.");
  prm.declare_entry(
      "vtu", "false", dealii::Patterns::Bool(),
      "Also write the states at all output times as VTU files with a PVD file that ParaView opens "
      "(`run` always does).");
  prm.declare_entry("report", "true", dealii::Patterns::Bool(),
                    "Also write report.html, one file that any browser shows.");
  prm.declare_entry(
      "checkpoint seconds", "2", Number(0),
      "How often `run` writes checkpoint.h5, at the output times: a kill undoes at most this, and "
      "one interval between outputs.");
});

/// Where a run writes to and how much memory it may use change nothing in what it computes.
Json what_is_computed(Json parameters)
{
  parameters.erase("memory");
  parameters.erase("output");
  return parameters;
}

/// A reference that was given too little time may be computed anew with more (with less, a worse one would
/// replace it).
void allow_more_time(Json &before, const Json &now)
{
  const Json::json_pointer seconds("/reference/seconds");
  if (!before.contains(seconds) || !now.contains(seconds)) return;
  const auto number = [&](const Json &all) { return number_in(all[seconds].get<std::string>()).value_or(0); };
  if (number(now) >= number(before)) before[seconds] = now[seconds];
}

/// "section/key = old, now new" for the first few parameters that differ.
std::string differences(const Json &before, const Json &now)
{
  std::string text;
  unsigned count = 0;
  const auto value_in = [](const Json &all, const std::string &section, const std::string &key) {
    return all.contains(section) && all[section].contains(key) ? all[section][key].dump() : "absent";
  };
  Json keys = before;
  keys.merge_patch(now);
  for (const auto &section : keys.items())
    for (const auto &entry : section.value().items()) {
      const std::string a = value_in(before, section.key(), entry.key()),
                        b = value_in(now, section.key(), entry.key());
      if (a != b && ++count <= 4)
        text += "\n  " + section.key() + "/" + entry.key() + " was " + a + ", is now " + b;
    }
  if (count > 4) text += "\n  and " + std::to_string(count - 4) + " more";
  return text;
}

/// The same for the contents of files.
std::string other_contents(const Json &before, const Json &now)
{
  std::string text;
  for (const auto &file : now)
    if (std::find(before.begin(), before.end(), file) == before.end())
      text += "\n  " + file["key"].get<std::string>() + ": " + file["file"].get<std::string>() +
              " has another content than it had, now SHA-256 " + file["sha256"].get<std::string>();
  return text.empty() ? "\n  fewer files are read" : text;
}

[[noreturn]] void refuse_directory(const std::string &directory, const std::string &why)
{
  throw InputError(directory, "", why,
                   "a directory that is empty, new, or of the same command, parameters and data (--output "
                   "DIR); --overwrite for one that gammaflow has made");
}

template <class Names>
bool has(const Names &names, const std::string &name)
{
  return std::find(names.begin(), names.end(), name) != names.end();
}

/// Removes what a process that was killed was writing. Directly in the directory, where others may have put
/// files of theirs, only what is to become one of ours.
void remove_leftovers(const fs::path &directory)
{
  std::error_code error;
  std::vector<fs::path> leftovers;
  const auto meant_by = [](const fs::path &path) { return meant_by_temporary(path.filename().string()); };
  for (const auto &entry : fs::directory_iterator(directory, error)) {
    const std::string meant = meant_by(entry.path());
    if (has(results, meant) || has(inputs, meant) || meant == manifest_name)
      leftovers.push_back(entry.path());
  }
  for (const std::string own : {"cases", "vtu", "data", "figures"})
    for (const auto &entry : fs::recursive_directory_iterator(directory / own, error))
      if (!meant_by(entry.path()).empty()) leftovers.push_back(entry.path());
  for (const auto &path : leftovers) fs::remove(path, error);
}

/// Nothing is there but the manifest of a process that was killed before it had its name.
bool is_free(const fs::path &directory)
{
  for (const auto &entry : fs::directory_iterator(directory))
    if (meant_by_temporary(entry.path().filename().string()) != manifest_name) return false;
  return true;
}

void remove_wholly(const fs::path &path)
{
  std::error_code error;
  fs::remove_all(path, error);
  if (error)
    throw InputError(path.string(), "", "cannot be removed: " + error.message(),
                     "a directory that can be written (--output DIR)");
}

void remove_results(const fs::path &directory)
{
  for (const auto *name : results) remove_wholly(directory / name);
}

/// Whether `path` is one of the files that these parameters come from.
bool is_read(const fs::path &path, const Parameters &parameters)
{
  std::error_code error;
  if (fs::equivalent(path, parameters.file_name(), error)) return true;
  const auto files = input_files_of_all_cases(parameters);
  return std::any_of(files.begin(), files.end(), [&](const InputFile &file) {
    return fs::equivalent(path, fs::path(file.path).parent_path(), error);
  });
}

/// Whether the results of another computation may stay and be gone on from; InputError where they may not.
bool continues(const std::string &directory, const Json &before, const Json &now)
{
  const std::string command = now["command"];
  if (before["command"] != command)
    refuse_directory(directory, "holds the output of another command, 'gammaflow " +
                                    before["command"].get<std::string>() + "'");
  Json old_parameters = what_is_computed(before["parameters"]);
  const Json new_parameters = what_is_computed(now["parameters"]);
  allow_more_time(old_parameters, new_parameters);
  const std::string of_another =
      "holds the output of another " + command +
      (before.value("file", "").empty() ? "" : " (" + before.value("file", "") + ")");
  if (old_parameters != new_parameters)
    refuse_directory(directory, of_another + ":" + differences(old_parameters, new_parameters) + "\n ");
  const bool same_program = before.value("gammaflow", Json()) == now["gammaflow"];
  const Json data = data_among(now["files"]);
  if (!before.contains("files")) return same_program && data.empty();
  const Json old_data = data_among(before["files"]);
  if (old_data != data)
    refuse_directory(directory, of_another + ":" + other_contents(old_data, data) + "\n ");
  // Results of another build of the program would stand under the revision of this one: they are computed
  // anew.
  return same_program;
}

bool claim_here(const std::string &directory, const std::string &command, const Parameters &parameters,
                const Existing existing)
{
  lock_directory(directory);
  const fs::path manifest = fs::path(directory) / manifest_name;
  const Json now = {{"gammaflow", versions()},
                    {"command", command},
                    {"file", fs::path(parameters.file_name()).filename().string()},
                    {"files", all_files_as_json(parameters)},
                    {"parameters", parameters.as_json()}};
  std::error_code error;
  if (!fs::exists(manifest, error)) {
    if (!is_free(directory)) refuse_directory(directory, "is not empty, and holds no output of gammaflow");
    remove_leftovers(directory);
    write_json(manifest.string(), now);
    return false;
  }
  const Json before = read_json(manifest.string());
  const auto is_text = [&](const char *entry) { return before.contains(entry) && before[entry].is_string(); };
  if (!before.is_object() || !is_text("command") || !before.contains("parameters") ||
      !before["parameters"].is_object())
    refuse_directory(directory, "holds a manifest.json that is not gammaflow's");
  bool goes_on = false;
  try {
    goes_on = existing == Existing::go_on && continues(directory, before, now);
  } catch (const Json::exception &problem) {
    refuse_directory(directory,
                     std::string("holds a manifest.json that is not gammaflow's: ") + problem.what());
  }
  remove_leftovers(directory);
  if (!goes_on) remove_results(directory);
  if (existing == Existing::overwrite)
    for (const auto *name : inputs)
      if (const fs::path path = fs::path(directory) / name; !is_read(path, parameters)) remove_wholly(path);
  write_json(manifest.string(), now);
  return goes_on;
}
}  // namespace

void require_data_of(const std::string &directory, const std::vector<InputFile> &read)
{
  std::error_code error;
  const fs::path manifest = fs::path(directory) / manifest_name;
  if (!fs::exists(manifest, error)) return;
  const Json stored = read_json(manifest.string());
  if (!stored.is_object() || !stored.contains("files")) return;
  for (const auto &file : read) {
    std::string expected;
    bool same = false;
    for (const auto &entry : stored["files"])
      if (entry.is_object() && entry.value("key", Json()) == file.section + "/" + file.key) {
        expected = entry.value("sha256", Json()).dump();
        same = same || entry.value("sha256", Json()) == file.sha256;
      }
    if (!same && !expected.empty())
      throw InputError(directory + ": section '" + file.section + "', key '" + file.key + "'", file.path,
                       "has another content than was computed with", "the file of SHA-256 " + expected);
  }
}

bool claim_directory(const std::string &directory, const std::string &command, const Parameters &parameters,
                     const Existing existing)
{
  return on_root([&] { return int(claim_here(directory, command, parameters, existing)); }) != 0;
}

}  // namespace gammaflow
