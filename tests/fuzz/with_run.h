// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

// What the fuzzers of checkpoints have in common.
#include <gammaflow/io/data_index.h>

#include <deal.II/base/mpi.h>

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>

inline void stop_unless(bool right)
{
  if (!right) std::abort();
}

/// MPI lives as long as the process: some of what is read asks for its rank.
inline void begin_mpi(int *argc, char ***argv)
{
  static const dealii::Utilities::MPI::MPI_InitFinalize mpi(*argc, *argv, 1);
}

/// A file of the scratch directory.
inline std::string scratch_file(const std::string &name)
{
  return std::string(std::getenv("GAMMAFLOW_FUZZ_SCRATCH")) + "/" + name;
}

/// A file with the name of the run before its index, and the place and size of that for "@at" and "@size" in
/// the index.
inline std::string with_run(std::string content, const std::string &run)
{
  const auto index = content.rfind("{\"datasets\"");
  if (index == std::string::npos) return content;
  const auto put = [&](const std::string &mark, std::size_t number) {
    const auto at = content.find(mark, index);
    if (at != std::string::npos) content.replace(at, mark.size(), std::to_string(number));
  };
  put("@at", index);
  put("@size", run.size());
  return content.insert(index, run);
}

/// The input (without its first byte) as the checkpoint of a run; with the first byte odd it gets the
/// checksum that it needs to be looked at.
inline void write_checkpoint(const std::string &file, const std::uint8_t *data, std::size_t size,
                             const std::string &run)
{
  const std::string content = with_run(std::string(reinterpret_cast<const char *>(data + 1), size - 1), run);
  if (std::FILE *out = std::fopen(file.c_str(), "wb")) {
    std::fwrite(content.data(), 1, content.size(), out);
    std::fclose(out);
  }
  if ((data[0] & 1) == 0) return;
  const auto index = content.rfind("{\"datasets\"");
  gammaflow::seal(file, index == std::string::npos ? 0 : index);
}
