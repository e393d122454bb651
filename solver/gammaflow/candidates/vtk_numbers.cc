// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/base/errors.h>
#include <gammaflow/base/shortened.h>
#include <gammaflow/candidates/number_bytes.h>
#include <gammaflow/candidates/vtk_numbers.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <openssl/evp.h>
#include <optional>
#include <zlib.h>

namespace gammaflow
{
namespace
{
constexpr double most_compression = 1100;
const char *const whole_file = "a file of VTK that is whole";

std::optional<NumberType> type_of(const VtkArray &array, bool big_endian)
{
  for (const auto &[word, kind] :
       {std::pair<const char *, char>{"Float", 'f'}, {"Int", 'i'}, {"UInt", 'u'}}) {
    const std::string name = word;
    for (const std::size_t width : {1u, 2u, 4u, 8u})
      if (array.type == name + std::to_string(8 * width)) {
        const NumberType type{kind, width, big_endian};
        return is_read(type) ? std::optional(type) : std::nullopt;
      }
  }
  return std::nullopt;
}

[[noreturn]] void refuse_count(const std::string &name, std::size_t found, std::size_t count)
{
  throw InputError(name, std::to_string(found) + (found > count ? " or more" : ""),
                   "is not how many numbers there have to be", std::to_string(count));
}

std::vector<double> from_text(const std::string &text, std::size_t count, const std::string &name)
{
  if (count > text.size() / 2 + 1) refuse_count(name, text.size() / 2 + 1, count);
  std::vector<double> values;
  const char *at = text.data(), *const end = at + text.size();
  const auto blank = [](char c) { return c == ' ' || c == '\n' || c == '\t' || c == '\r'; };
  for (;;) {
    at = std::find_if_not(at, end, blank);
    if (at == end) break;
    const char *const stop = std::find_if(at, end, blank);
    double value = 0;
    const auto read = std::from_chars(at, stop, value);
    if (read.ec != std::errc() || read.ptr != stop || !std::isfinite(value))
      throw InputError(name + ", entry " + std::to_string(values.size() + 1),
                       shortened(std::string(at, stop)), "is not a finite number", "finite numbers");
    if (values.size() == count) refuse_count(name, count + 1, count);
    values.push_back(value);
    at = stop;
  }
  if (values.size() != count) refuse_count(name, values.size(), count);
  return values;
}

/// The bytes of a text in base64; it may have several parts, each with padding of its own.
std::string decoded(std::string_view text, const std::string &name)
{
  constexpr std::size_t block = 1u << 24;
  std::string code, bytes;
  for (const char c : text)
    if (c != ' ' && c != '\n' && c != '\t' && c != '\r') code += c;
  for (std::size_t at = 0; at < code.size();) {
    const std::size_t padding = code.find('=', at);
    std::size_t end = std::min(padding, code.size());
    while (end < code.size() && code[end] == '=') ++end;
    end = std::min(end, at + block);
    const std::size_t filled = end > padding ? end - padding : 0, from = bytes.size();
    if ((end - at) % 4 != 0 || filled > 2) throw InputError(name, "", "is no base64, or is cut", whole_file);
    bytes.resize(from + (end - at) / 4 * 3);
    if (EVP_DecodeBlock(reinterpret_cast<unsigned char *>(&bytes[from]),
                        reinterpret_cast<const unsigned char *>(&code[at]), int(end - at)) < 0)
      throw InputError(name, "", "is no base64", whole_file);
    bytes.resize(bytes.size() - filled);
    at = end;
  }
  return bytes;
}

/// The bytes that belong to the array, with what comes behind them where that is not known.
std::string_view bytes_of(const VtkXml &xml, const VtkArray &array, std::string &own, const std::string &name)
{
  std::string_view code = array.text;
  if (array.format == "appended") {
    if (array.offset >= xml.appended.size())
      throw InputError(name, "offset " + std::to_string(array.offset), "is behind the end of the data",
                       whole_file);
    code = xml.appended.substr(array.offset);
    if (xml.raw) return code;
    // text of the next array, or of the closing tag
    code = code.substr(0, std::min(code.find('<'), xml.next_offset(array.offset) - array.offset));
  } else if (array.format != "binary")
    throw InputError(name, shortened(array.format), "is a format that is not read",
                     "ascii, binary, appended");
  own = decoded(code, name);
  return own;
}

/// One after the other the numbers in front of the data, and these.
class Stream
{
 public:
  Stream(std::string_view bytes, const VtkXml &xml, const std::string &name)
      : rest_(bytes), xml_(xml), name_(name)
  {
  }
  std::string_view take(std::size_t size)
  {
    if (size > rest_.size())
      throw InputError(name_, std::to_string(size) + " bytes", "claims more than the file holds",
                       std::to_string(rest_.size()) + " bytes");
    const std::string_view taken = rest_.substr(0, size);
    rest_.remove_prefix(size);
    return taken;
  }
  std::size_t number()
  {
    const std::string_view bytes = take(xml_.header);
    std::size_t value = 0;
    for (std::size_t k = 0; k < bytes.size(); ++k)
      value = value * 256 + static_cast<unsigned char>(bytes[xml_.big_endian ? k : bytes.size() - 1 - k]);
    return value;
  }
  std::size_t left() const { return rest_.size(); }

 private:
  std::string_view rest_;
  const VtkXml &xml_;
  const std::string &name_;
};

/// Number of blocks, size of each, size of the last one (0: it is as the others), their compressed sizes,
/// data.
std::string uncompressed(Stream &stream, std::size_t size, const std::string &name)
{
  const auto damaged = [&](const std::string &why) { throw InputError(name, "", why, whole_file); };
  if (double(size) > most_compression * double(stream.left()) + 64)
    damaged("claims more than the file holds");
  const std::size_t blocks = stream.number(), each = stream.number(), last = stream.number();
  if (blocks > stream.left() / 4) damaged("claims more blocks than the file holds");
  if ((blocks > 1 && each > size) || last > each ||
      (blocks > 0 && (blocks - 1) * each + (last > 0 ? last : each) != size) || (blocks == 0 && size > 0))
    damaged("has not " + std::to_string(size) + " bytes, which its numbers take");
  std::vector<std::size_t> sizes(blocks);
  for (std::size_t &one : sizes) one = stream.number();
  std::string bytes(size, '\0');
  for (std::size_t b = 0; b < blocks; ++b) {
    const std::string_view from = stream.take(sizes[b]);
    const std::size_t wanted = b + 1 == blocks && last > 0 ? last : each;
    uLongf found = wanted;
    if (uncompress(reinterpret_cast<Bytef *>(&bytes[b * each]), &found,
                   reinterpret_cast<const Bytef *>(from.data()), from.size()) != Z_OK ||
        found != wanted)
      damaged("is damaged: zlib cannot unpack it");
  }
  return bytes;
}
}  // namespace

bool holds_numbers(const VtkArray &array)
{
  return type_of(array, false).has_value();
}

std::vector<double> vtk_numbers(const VtkXml &xml, const VtkArray &array, std::size_t count,
                                const std::string &name)
{
  const auto type = type_of(array, xml.big_endian);
  if (!type)
    throw InputError(name, shortened(array.type), "is a type of entries that is not read",
                     "Float32, Float64, Int8 to Int64, UInt8 to UInt64");
  if (array.format == "ascii") return from_text(array.text, count, name);
  std::string own;
  Stream stream(bytes_of(xml, array, own, name), xml, name);
  const std::size_t size = count * type->width;
  const char *const order =
      "byte_order=\"LittleEndian\" for bytes with the lowest first, \"BigEndian\" for the others";
  if (xml.compressed) return numbers_from(uncompressed(stream, size, name), *type, name, order);
  const std::size_t claimed = stream.number();
  if (claimed != size)
    throw InputError(name, std::to_string(claimed) + " bytes", "is not what its numbers take",
                     std::to_string(size) + " bytes, for " + std::to_string(count) + " of " + array.type);
  return numbers_from(stream.take(size), *type, name, order);
}

}  // namespace gammaflow
