// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/io/files.h>
#include <gammaflow/io/npz_file.h>

#include <boost/crc.hpp>

#include <cstdint>
#include <cstring>

namespace gammaflow
{
namespace
{
/// The lowest bytes of a number, least first.
void put(std::string &to, std::uint64_t value, unsigned bytes)
{
  for (unsigned i = 0; i < bytes; ++i) to += char(value >> (8 * i) & 0xff);
}

/// Format 1.0 of NumPy's NPY: magic, version, length of the header, a dictionary in Python's words, padded so
/// that the numbers begin at a multiple of 64 bytes.
std::string npy(const NamedArray &array)
{
  std::string shape;
  for (const std::size_t n : array.shape) shape += std::to_string(n) + ", ";
  if (array.shape.size() > 1) shape.resize(shape.size() - 2);
  std::string header = "{'descr': '<f8', 'fortran_order': False, 'shape': (" + shape + "), }";
  header += std::string(63 - (10 + header.size()) % 64, ' ') + "\n";
  std::string text("\x93NUMPY\x01\x00", 8);
  put(text, header.size(), 2);
  text += header;
  const std::size_t at = text.size(), bytes = array.values.size() * sizeof(double);
  text.resize(at + bytes);
  if (bytes > 0) std::memcpy(&text[at], array.values.data(), bytes);  // little-endian, as all that it runs on
  return text;
}

struct Member {
  std::string name, content;
  std::uint32_t crc = 0, offset = 0;
};

/// What local headers and the directory have in common (APPNOTE 6.3, 4.3.7 and 4.3.12): version, flags,
/// method "stored", 1 January 1980, checksum, sizes, length of the name.
void put_facts(std::string &to, const Member &member)
{
  put(to, 20, 2);
  put(to, 0, 2);
  put(to, 0, 2);
  put(to, 0, 2);
  put(to, 0x21, 2);
  put(to, member.crc, 4);
  put(to, member.content.size(), 4);
  put(to, member.content.size(), 4);
  put(to, member.name.size(), 2);
}
}  // namespace

bool write_npz(const std::string &path, const std::vector<NamedArray> &arrays)
{
  double bytes = 0;
  for (const NamedArray &array : arrays) bytes += 8. * double(array.values.size()) + 1024;
  if (!(bytes < 4e9)) return false;
  std::string archive;
  archive.reserve(std::size_t(bytes));
  std::vector<Member> members;
  for (const NamedArray &array : arrays) {
    Member member{array.name + ".npy", npy(array)};
    boost::crc_32_type crc;
    crc.process_bytes(member.content.data(), member.content.size());
    member.crc = crc.checksum();
    member.offset = std::uint32_t(archive.size());
    put(archive, 0x04034b50, 4);
    put_facts(archive, member);
    put(archive, 0, 2);
    archive += member.name + member.content;
    members.push_back(std::move(member));
  }
  const std::size_t directory = archive.size();
  for (const Member &member : members) {
    put(archive, 0x02014b50, 4);
    put(archive, 20, 2);
    put_facts(archive, member);
    put(archive, 0, 2);
    put(archive, 0, 2);
    put(archive, 0, 2);
    put(archive, 0, 2);
    put(archive, 0, 4);
    put(archive, member.offset, 4);
    archive += member.name;
  }
  const std::size_t length = archive.size() - directory;
  put(archive, 0x06054b50, 4);
  put(archive, 0, 4);
  put(archive, members.size(), 2);
  put(archive, members.size(), 2);
  put(archive, length, 4);
  put(archive, directory, 4);
  put(archive, 0, 2);
  write_file(path, archive);
  return true;
}

}  // namespace gammaflow
