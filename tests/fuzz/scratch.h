// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <unistd.h>

/// The input as a file of the directory GAMMAFLOW_FUZZ_SCRATCH, for readers that want one.
inline const std::string &as_file(const std::uint8_t *data, std::size_t size, const char *ending)
{
  static const char *const scratch = std::getenv("GAMMAFLOW_FUZZ_SCRATCH");
  static const std::string path =
      std::string(scratch ? scratch : "/tmp") + "/input_" + std::to_string(getpid()) + ending;
  if (std::FILE *file = std::fopen(path.c_str(), "wb")) {
    if (size > 0) std::fwrite(data, 1, size, file);
    std::fclose(file);
  }
  return path;
}
