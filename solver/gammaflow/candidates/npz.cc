// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/base/errors.h>
#include <gammaflow/base/shortened.h>
#include <gammaflow/candidates/npy.h>

#include <memory>
#include <minizip/unzip.h>

namespace gammaflow
{
namespace
{
constexpr std::size_t most_members = 1000, longest_name = 256;

struct Close {
  void operator()(void *archive) const { unzClose(archive); }
};

/// The bytes of the member that the archive is at. The size that it claims is only believed as far as the
/// data go.
std::string content(void *archive, const unz_file_info64 &info, const std::string &name,
                    const ReadLimits &limits)
{
  if (double(info.uncompressed_size) > limits.bytes)
    throw InputError(name, "", "is larger than what is read", "");
  if ((info.flag & 1) != 0) throw InputError(name, "", "is encrypted", "an .npz file of NumPy");
  if (unzOpenCurrentFile(archive) != UNZ_OK)
    throw InputError(name, "", "cannot be opened in the archive", "an .npz file that is whole");
  std::string bytes;
  std::vector<char> block(1u << 20);
  int count = 0;
  while ((count = unzReadCurrentFile(archive, block.data(), unsigned(block.size()))) > 0) {
    bytes.append(block.data(), std::size_t(count));
    if (bytes.size() > info.uncompressed_size) break;
  }
  const bool whole = unzCloseCurrentFile(archive) == UNZ_OK;  // compares the checksum
  if (count < 0 || !whole || bytes.size() != info.uncompressed_size)
    throw InputError(name, "", "is damaged in the archive", "an .npz file that is whole");
  return bytes;
}
}  // namespace

std::map<std::string, NumberArray> read_npz(const std::string &file, const ReadLimits &limits)
{
  const std::unique_ptr<void, Close> archive(unzOpen64(file.c_str()));
  if (!archive)
    throw InputError(file, "", "is no .npz file, or one that is cut", "what numpy.savez has written");
  std::map<std::string, NumberArray> result;
  double bytes = 0;
  int found = unzGoToFirstFile(archive.get());
  for (; found == UNZ_OK; found = unzGoToNextFile(archive.get())) {
    unz_file_info64 info;
    char text[longest_name + 1] = {};
    if (unzGetCurrentFileInfo64(archive.get(), &info, text, longest_name, nullptr, 0, nullptr, 0) != UNZ_OK ||
        info.size_filename > longest_name)
      throw InputError(file, "", "has a member whose name cannot be read", "what numpy.savez has written");
    std::string member = text;
    const std::string name = file + ", member '" + shortened(member) + "'";
    if (member.size() > 4 && member.compare(member.size() - 4, 4, ".npy") == 0)
      member.erase(member.size() - 4);
    bytes += double(info.uncompressed_size);
    if (result.size() == most_members || bytes > limits.bytes)
      throw InputError(file, "", "holds more than what is read", std::to_string(most_members) + " arrays");
    if (!result.emplace(member, parse_npy(content(archive.get(), info, name, limits), name, limits)).second)
      throw InputError(name, "", "is there twice", "each name once");
  }
  if (found != UNZ_END_OF_LIST_OF_FILE) throw InputError(file, "", "has a damaged list of members", "");
  if (result.empty()) throw InputError(file, "", "holds no arrays", "what numpy.savez has written");
  return result;
}

}  // namespace gammaflow
