// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <string>

namespace gammaflow
{
/// A new directory for temporary files ($TMPDIR, else /tmp), removed with everything in it when this object
/// dies.
class ScratchDirectory
{
 public:
  explicit ScratchDirectory(const std::string &purpose);
  ~ScratchDirectory();
  ScratchDirectory(const ScratchDirectory &) = delete;
  ScratchDirectory &operator=(const ScratchDirectory &) = delete;

  const std::string &path() const { return path_; }

 private:
  std::string path_;
};

}  // namespace gammaflow
