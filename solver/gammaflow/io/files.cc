// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/base/json_text.h>
#include <gammaflow/base/processes.h>
#include <gammaflow/io/durable.h>
#include <gammaflow/io/files.h>
#include <gammaflow/io/share.h>

#include <deal.II/base/config.h>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <regex>
#include <unistd.h>

namespace gammaflow
{
namespace
{
namespace fs = std::filesystem;
using Json = nlohmann::json;

void write_here(const std::string &path, const std::string &text)
{
  const std::string temporary = temporary_name(path);
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
  if (const std::string problem = rename_durably(temporary, path); !problem.empty()) fail(problem);
}
}  // namespace

std::string temporary_name(const std::string &path)
{
  return path + ".part." + std::to_string(getpid());
}

std::string meant_by_temporary(const std::string &file_name)
{
  static const std::regex temporary(R"((.+)\.part\.[0-9]+)");
  std::smatch match;
  return std::regex_match(file_name, match, temporary) ? match[1].str() : "";
}

void remove_temporaries_of(const std::string &path)
{
  std::error_code error;
  std::vector<fs::path> found;
  const fs::path name = fs::path(path).filename();
  for (const auto &entry : fs::directory_iterator(fs::path(path).parent_path(), error))
    if (meant_by_temporary(entry.path().filename().string()) == name) found.push_back(entry.path());
  for (const auto &file : found) fs::remove(file, error);
}

void write_file(const std::string &path, const std::string &text)
{
  on_root([&] {
    write_here(path, text);
    return 0;
  });
}

void write_json(const std::string &path, const Json &json)
{
  write_file(path, json.dump(1, ' ', false, Json::error_handler_t::replace) +
                       "\n");  // shortest text that reads back to the same number
}

Json read_json(const std::string &path)
{
  std::error_code error;  // what is no file (a pipe, a device) may have no end
  std::ifstream in;
  if (fs::is_regular_file(path, error)) in.open(path, std::ios::binary);
  if (!in.is_open()) throw InputError(path, "", "cannot be read", "an existing file");
  return parse_json({std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()}, path);
}

namespace
{
/// What compilers say of themselves may end in a blank.
std::string compiler()
{
#ifdef __clang__
  std::string name = "clang " __clang_version__;
#else
  std::string name = "g++ " __VERSION__;
#endif
  return name.substr(0, name.find_last_not_of(' ') + 1);
}
}  // namespace

Json versions()
{
  return {{"version", program_version()},
          {"revision", program_revision()},
          {"deal.II", DEAL_II_PACKAGE_VERSION},
          {"compiler", compiler()}};
}

}  // namespace gammaflow
