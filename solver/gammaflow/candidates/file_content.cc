// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/base/all_digits.h>
#include <gammaflow/base/errors.h>
#include <gammaflow/candidates/file_content.h>

#include <filesystem>
#include <fstream>

namespace gammaflow
{
std::string content_of(const std::string &file, double most)
{
  std::ifstream in(file, std::ios::binary);
  std::error_code error;
  const auto bytes = std::filesystem::file_size(file, error);
  if (!in || error) throw InputError(file, "", "cannot be read", "an existing file");
  if (double(bytes) > most)
    throw InputError(file, std::to_string(bytes) + " bytes", "is larger than what is read",
                     few_digits(most) + " bytes");
  std::string content(bytes, '\0');
  in.read(&content[0], std::streamsize(bytes));
  if (!in) throw InputError(file, "", "cannot be read to its end", "");
  return content;
}

}  // namespace gammaflow
