#pragma once

#include <hdf5.h>

#include <map>
#include <string>

namespace gammaflow
{
/// Closes an identifier of the HDF5 library.
struct Hdf5Handle {
  hid_t id;
  herr_t (*close)(hid_t);
  ~Hdf5Handle()
  {
    if (id >= 0) close(id);
  }
};

/// Named texts in a group of an HDF5 file, each a scalar dataset with a string of fixed length. Strings of
/// variable length, as attributes usually are, lie in HDF5's global heap, which the library (1.10) reads
/// unchecked: one flipped byte there can end the program. An attribute of fixed length may not exceed 64 KiB.
/// False where something cannot be written.
bool write_texts(hid_t file, const std::string &group, const std::map<std::string, std::string> &texts);
/// Empty where the group is missing; what cannot be read is left out.
std::map<std::string, std::string> read_texts(hid_t file, const std::string &group);

}  // namespace gammaflow
