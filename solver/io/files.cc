#include <gammaflow/core/json_text.h>
#include <gammaflow/core/number.h>
#include <gammaflow/core/processes.h>
#include <gammaflow/io/files.h>
#include <gammaflow/io/share.h>

#include <deal.II/base/config.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <unistd.h>

namespace gammaflow
{
namespace
{
namespace fs = std::filesystem;
using Json = nlohmann::json;

const char *const manifest_name = "manifest.json";
/// What a command leaves in its directory, but for parameter files: removed when the program that computed it
/// is another one by now.
const std::array<const char *, 17> results = {
    {"cases", "certificate.json", "report.html", "trajectory.h5", "ledger.csv", "checkpoint.h5", "vtu",
     "fields.pvd", "fields.xdmf", "fields.h5", "observables.csv", "events.csv", "evolution.h5", "errors.csv",
     "expected.csv", "reference.json", "PROVENANCE.md"}};

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

[[noreturn]] void refuse_directory(const std::string &directory, const std::string &why)
{
  throw InputError(directory, "", why,
                   "a directory that is empty, new, or of the same command and parameters (--output DIR)");
}
}  // namespace

namespace
{
void write_here(const std::string &path, const std::string &text)
{
  const std::string temporary = path + ".part." + std::to_string(getpid());
  const auto fail = [&](const std::string &why) {
    std::error_code ignored;
    fs::remove(temporary, ignored);
    throw InputError(path, "", "cannot be written: " + why, "a place that can be written (--output DIR)");
  };
  errno = 0;
  std::ofstream out(temporary, std::ios::binary);
  if (!out) fail(std::strerror(errno));
  out.write(text.data(), static_cast<std::streamsize>(text.size()));
  out.close();
  if (!out) fail(errno != 0 ? std::strerror(errno) : "the disk may be full");
  std::error_code error;
  fs::rename(temporary, path, error);
  if (error) fail(error.message());
}
}  // namespace

void write_file(const std::string &path, const std::string &text)
{
  on_root([&] {
    write_here(path, text);
    return 0;
  });
}

void write_json(const std::string &path, const Json &json)
{
  write_file(path, json.dump(1) + "\n");  // shortest text that reads back to the same number
}

Json read_json(const std::string &path)
{
  std::error_code error;
  std::ifstream in(path, std::ios::binary);
  if (!in || fs::is_directory(path, error)) throw InputError(path, "", "cannot be read", "an existing file");
  return parse_json({std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()}, path);
}

Json versions()
{
  return {{"version", program_version()},
          {"revision", program_revision()},
          {"deal.II", DEAL_II_PACKAGE_VERSION},
          {"compiler",
#ifdef __clang__
           "clang " __clang_version__
#else
           "g++ " __VERSION__
#endif
          }};
}

namespace
{
bool claim_here(const std::string &directory, const std::string &command, const Parameters &parameters)
{
  const fs::path manifest = fs::path(directory) / manifest_name;
  const Json now = {{"gammaflow", versions()},
                    {"command", command},
                    {"file", fs::path(parameters.file_name()).filename().string()},
                    {"parameters", parameters.as_json()}};
  std::error_code error, ignored;
  fs::create_directories(directory, error);
  if (!fs::is_directory(directory, ignored))
    throw InputError(directory, "",
                     "cannot be made: " + (fs::exists(directory, ignored) ? "it is a file" : error.message()),
                     "a directory that can be written (--output DIR)");

  if (!fs::exists(manifest)) {
    if (!fs::is_empty(directory, error))
      refuse_directory(directory, "is not empty, and holds no output of gammaflow");
    write_json(manifest, now);
    return false;
  }
  const Json before = read_json(manifest);
  if (!before.is_object() || !before.contains("command") || !before.contains("parameters"))
    refuse_directory(directory, "holds a manifest.json that is not gammaflow's");
  if (before["command"] != command)
    refuse_directory(directory, "holds the output of another command, 'gammaflow " +
                                    before["command"].get<std::string>() + "'");
  Json old_parameters = what_is_computed(before["parameters"]);
  const Json new_parameters = what_is_computed(now["parameters"]);
  allow_more_time(old_parameters, new_parameters);
  if (old_parameters != new_parameters)
    refuse_directory(
        directory, "holds the output of another " + command +
                       (before.value("file", "").empty() ? "" : " (" + before.value("file", "") + ")") + ":" +
                       differences(old_parameters, new_parameters) + "\n ");
  // Results of another build of the program would stand under the revision of this one: they are computed
  // anew.
  const bool same_program = before.value("gammaflow", Json()) == now["gammaflow"];
  if (!same_program)
    for (const auto *name : results) fs::remove_all(fs::path(directory) / name, error);
  write_json(manifest, now);
  return same_program;
}
}  // namespace

bool claim_directory(const std::string &directory, const std::string &command, const Parameters &parameters)
{
  return on_root([&] { return int(claim_here(directory, command, parameters)); }) != 0;
}

}  // namespace gammaflow
