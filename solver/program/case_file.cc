#include <gammaflow/core/processes.h>
#include <gammaflow/io/files.h>
#include <gammaflow/program/case_file.h>

#include <boost/algorithm/string.hpp>

#include <filesystem>

namespace gammaflow
{
namespace
{
namespace fs = std::filesystem;

std::string with_file(const Parameters &parameters, const std::string &name, const std::string &directory)
{
  const fs::path from = parameters.resolve(name), to = fs::path(directory) / from.filename();
  std::error_code error;
  on_root([&] {
    if (!fs::equivalent(from, to, error))
      fs::copy_file(from, to, fs::copy_options::overwrite_existing, error);
    if (error && !fs::exists(to))
      throw InputError(to.string(), "", "cannot be written: " + error.message(), "");
    return 0;
  });
  return from.filename().string();
}
}  // namespace

void write_case(const Parameters &parameters, const std::string &directory)
{
  std::string text, section;
  for (const auto &entry : Parameters::descriptions()) {
    std::string value = parameters.text(entry.section, entry.key);
    if (value == entry.default_value || entry.section == "output" || entry.section == "memory") continue;
    if (entry.section != section) {
      if (!section.empty()) text += "end\n\n";
      section = entry.section;
      text += "subsection " + section + "\n";
    }
    if (entry.key == "file" || boost::ends_with(entry.key, " file"))
      value = with_file(parameters, value, directory);
    text += "  set " + entry.key + " = " + value + "\n";
  }
  write_file((fs::path(directory) / "case.prm").string(), text + (section.empty() ? "" : "end\n"));
}

}  // namespace gammaflow
