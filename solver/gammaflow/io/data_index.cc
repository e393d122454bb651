// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/base/content_hash.h>
#include <gammaflow/base/errors.h>
#include <gammaflow/base/json_text.h>
#include <gammaflow/io/data_index.h>

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <limits>

namespace gammaflow
{
namespace
{
using Json = nlohmann::json;
using Bytes = std::uint64_t;

const std::string beginning = "\nGammaFlow index ", middle = " sha256 ";
constexpr Bytes offset_digits = 20, hash_digits = 64;

Bytes length_of_seal()
{
  return beginning.size() + offset_digits + middle.size() + hash_digits + 1;
}

void append(const std::string &path, const std::string &text)
{
  std::ofstream out(path, std::ios::binary | std::ios::app);
  out.write(text.data(), std::streamsize(text.size()));
  out.close();
  if (!out) throw InputError(path, "", "cannot be written", "a place with space left");
}

/// A whole number from 0 on, and nothing else.
Bytes count_in(const Json &object, const char *key)
{
  const auto found = object.is_object() ? object.find(key) : object.end();
  return object.is_object() && found != object.end() && found->is_number_unsigned()
             ? found->get<Bytes>()
             : std::numeric_limits<Bytes>::max();
}
}  // namespace

void seal(const std::string &path, const std::uint64_t index_at)
{
  char digits[offset_digits + 1];
  std::snprintf(digits, sizeof digits, "%020llu", static_cast<unsigned long long>(index_at));
  append(path, beginning + digits + middle);
  append(path, sha256_of_file(path) + "\n");
}

void append_index(const std::string &path, const nlohmann::json &index)
{
  const Bytes at = std::filesystem::file_size(path);
  append(path, index.dump());
  seal(path, at);
}

IndexedFile::IndexedFile(const std::string &path) : path_(path)
{
  std::error_code error;
  if (!std::filesystem::is_regular_file(path, error)) refuse("cannot be read");
  in_.open(path, std::ios::binary);
  const Bytes size = in_ && in_.seekg(0, std::ios::end) ? Bytes(in_.tellg()) : 0;
  if (size < length_of_seal()) refuse("is no data file of GammaFlow, or it is cut");
  const Bytes end = size - length_of_seal();
  std::string line(length_of_seal(), '\0');
  read(end, line.data(), line.size());
  const std::string digits = line.substr(beginning.size(), offset_digits);
  if (line.compare(0, beginning.size(), beginning) != 0 || line.back() != '\n' ||
      line.compare(beginning.size() + offset_digits, middle.size(), middle) != 0 ||
      digits.find_first_not_of("0123456789") != std::string::npos)
    refuse(
        "has no checksum at its end: it is cut, or comes from elsewhere or from another version of "
        "GammaFlow");
  checksum_ = line.substr(line.size() - hash_digits - 1, hash_digits);
  in_.seekg(0);
  if (sha256_of(in_, size - hash_digits - 1) != checksum_)
    refuse("is damaged: its content does not fit the checksum at its end");
  Bytes index_at = 0;
  for (const char digit : digits) {
    if (index_at > end / 10) refuse("has an index outside of it");
    index_at = 10 * index_at + Bytes(digit - '0');
  }
  if (index_at > end) refuse("has an index outside of it");
  std::string text(end - index_at, '\0');
  read(index_at, text.data(), text.size());
  index_ = parse_json(text, path_, 8);
  data_bytes_ = index_at;
}

void IndexedFile::refuse(const std::string &why) const
{
  throw InputError(path_, "", why, "a file written by GammaFlow, as it was written");
}

void IndexedFile::read(const std::uint64_t offset, char *to, const std::uint64_t bytes)
{
  in_.clear();
  in_.seekg(std::streamoff(offset));
  in_.read(to, std::streamsize(bytes));
  if (!in_ || Bytes(in_.gcount()) != bytes) refuse("cannot be read to its end");
}

const Json &IndexedFile::entry(const char *kind, const std::string &name) const
{
  static const Json none;
  if (!index_.is_object() || !index_.contains(kind)) return none;
  const Json &all = index_[kind];
  return all.is_object() && all.contains(name) ? all[name] : none;
}

IndexedFile::Table IndexedFile::table(const std::string &name, const unsigned rank)
{
  const Json &described = entry("datasets", name);
  const Bytes offset = count_in(described, "offset"), room = data_bytes_ / sizeof(double);
  if (!described.is_object() || !described.contains("shape") || !described["shape"].is_array() ||
      described["shape"].size() != rank)
    refuse("has no dataset '" + name + "' of rank " + std::to_string(rank));
  Table result;
  Bytes numbers = 1;
  for (const Json &length : described["shape"]) {
    if (!length.is_number_unsigned() || length.get<Bytes>() > room)
      refuse("is too small for the shape of its dataset '" + name + "'");
    const Bytes n = length.get<Bytes>();
    if (n > 0 && numbers > room / n) refuse("is too small for its dataset '" + name + "'");
    numbers *= n;
    result.shape.push_back(std::size_t(n));
  }
  if (offset > data_bytes_ || numbers > (data_bytes_ - offset) / sizeof(double))
    refuse("ends before its dataset '" + name + "' does");
  result.values.resize(std::size_t(numbers));
  if (numbers > 0) read(offset, reinterpret_cast<char *>(result.values.data()), numbers * sizeof(double));
  return result;
}

std::map<std::string, std::string> IndexedFile::texts()
{
  std::map<std::string, std::string> result;
  if (!index_.is_object() || !index_.contains("texts") || !index_["texts"].is_object()) return result;
  Bytes left = data_bytes_;  // all together are no more than the file
  for (const auto &item : index_["texts"].items()) {
    const Bytes offset = count_in(item.value(), "offset"), bytes = count_in(item.value(), "size");
    if (offset > data_bytes_ || bytes > data_bytes_ - offset || bytes > left)
      refuse("ends before its text '" + item.key() + "' does");
    left -= bytes;
    std::string text(std::size_t(bytes), '\0');
    read(offset, text.data(), bytes);
    result[item.key()] = text;
  }
  return result;
}

}  // namespace gammaflow
