// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/base/all_digits.h>
#include <gammaflow/base/errors.h>
#include <gammaflow/base/shortened.h>
#include <gammaflow/candidates/npy.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <limits>

namespace gammaflow
{
namespace
{
const char *const allowed = "an array of numbers that numpy.save has written";

/// What the header says, a literal of Python: {'descr': '<f8', 'fortran_order': False, 'shape': (3, 2), }.
struct Header {
  std::string type;
  bool by_columns = false;
  std::vector<std::size_t> shape;
};

/// The few literals that stand in a header, read from left to right.
class Literal
{
 public:
  Literal(const std::string &text, const std::string &name) : text_(text), name_(name) {}

  [[noreturn]] void refuse(const std::string &why) const
  {
    throw InputError(name_, shortened(text_), "has a header that " + why, allowed);
  }
  void skip()
  {
    while (at_ < text_.size() && (text_[at_] == ' ' || text_[at_] == '\n')) ++at_;
  }
  bool take(char c)
  {
    skip();
    if (at_ == text_.size() || text_[at_] != c) return false;
    ++at_;
    return true;
  }
  void need(char c)
  {
    if (!take(c)) refuse(std::string("has no '") + c + "' where one has to be");
  }
  std::string quoted()
  {
    skip();
    const char quote = at_ < text_.size() ? text_[at_] : ' ';
    if (quote != '\'' && quote != '"') refuse("is not that of an array of numbers (records are not read)");
    const std::size_t end = text_.find(quote, at_ + 1);
    if (end == std::string::npos) refuse("ends within a text");
    const std::string result = text_.substr(at_ + 1, end - at_ - 1);
    at_ = end + 1;
    return result;
  }
  bool boolean()
  {
    skip();
    for (const auto &[word, value] : {std::pair<const char *, bool>{"True", true}, {"False", false}})
      if (text_.compare(at_, std::strlen(word), word) == 0) {
        at_ += std::strlen(word);
        return value;
      }
    refuse("says neither True nor False of its order");
  }
  std::size_t integer()
  {
    skip();
    const std::size_t from = at_;
    std::size_t value = 0;
    for (; at_ < text_.size() && text_[at_] >= '0' && text_[at_] <= '9'; ++at_) {
      if (value > std::numeric_limits<std::size_t>::max() / 16) refuse("claims a shape that no file has");
      value = 10 * value + std::size_t(text_[at_] - '0');
    }
    if (at_ == from) refuse("has no number where one has to be");
    return value;
  }
  std::vector<std::size_t> tuple()
  {
    std::vector<std::size_t> result;
    need('(');
    while (!take(')')) {
      result.push_back(integer());
      if (result.size() > 8) refuse("has more than 8 dimensions");
      if (!take(',')) {
        need(')');
        break;
      }
    }
    return result;
  }

 private:
  const std::string &text_;
  const std::string &name_;
  std::size_t at_ = 0;
};

Header parse_header(const std::string &text, const std::string &name)
{
  Header header;
  Literal literal(text, name);
  unsigned seen = 0;
  literal.need('{');
  while (!literal.take('}')) {
    const std::string key = literal.quoted();
    literal.need(':');
    if (key == "descr" && (seen & 1u) == 0) {
      header.type = literal.quoted();
      seen |= 1;
    } else if (key == "fortran_order" && (seen & 2u) == 0) {
      header.by_columns = literal.boolean();
      seen |= 2;
    } else if (key == "shape" && (seen & 4u) == 0) {
      header.shape = literal.tuple();
      seen |= 4;
    } else
      literal.refuse("has the key '" + shortened(key) + "'");
    literal.take(',');
  }
  if (seen != 7) literal.refuse("says not all of: descr, fortran_order, shape");
  return header;
}

unsigned byte(const std::string &bytes, std::size_t at)
{
  return static_cast<unsigned char>(bytes[at]);
}

template <class Number>
double value_of(const char *from, bool swapped)
{
  char bytes[sizeof(Number)];
  std::copy(from, from + sizeof(Number), bytes);
  if (swapped) std::reverse(bytes, bytes + sizeof(Number));
  Number number;
  std::memcpy(&number, bytes, sizeof(Number));
  return static_cast<double>(number);
}

/// What reads one number of this type; null where it is none that is read.
double (*reader_of(char kind, std::size_t width))(const char *, bool)
{
  if (kind == 'f' && width == 8) return value_of<double>;
  if (kind == 'f' && width == 4) return value_of<float>;
  if (kind == 'i' && width == 8) return value_of<std::int64_t>;
  if (kind == 'i' && width == 4) return value_of<std::int32_t>;
  if (kind == 'i' && width == 2) return value_of<std::int16_t>;
  if (kind == 'i' && width == 1) return value_of<std::int8_t>;
  if (kind == 'u' && width == 8) return value_of<std::uint64_t>;
  if (kind == 'u' && width == 4) return value_of<std::uint32_t>;
  if (kind == 'u' && width == 2) return value_of<std::uint16_t>;
  if (kind == 'u' && width == 1) return value_of<std::uint8_t>;
  return nullptr;
}

bool little_endian()
{
  const std::uint16_t one = 1;
  char first;
  std::memcpy(&first, &one, 1);
  return first == 1;
}

/// From the first index fastest to the last one.
std::vector<double> by_rows(const std::vector<double> &values, const std::vector<std::size_t> &shape)
{
  std::vector<double> result(values.size());
  std::vector<std::size_t> index(shape.size(), 0);
  for (const double value : values) {
    std::size_t at = 0;
    for (std::size_t d = 0; d < shape.size(); ++d) at = at * shape[d] + index[d];
    result[at] = value;
    for (std::size_t d = 0; d < shape.size() && ++index[d] == shape[d]; ++d) index[d] = 0;
  }
  return result;
}
/// Floating-point numbers in the other byte order are nearly all of absurd size. InputError where most of
/// these are and would be of common size the other way round: the header then claims the wrong order.
void require_credible(const std::string &bytes, std::size_t from, std::size_t width, char kind, bool swapped,
                      const NumberArray &array)
{
  if (kind != 'f') return;
  const double large = width == 8 ? 1e30 : 1e10;
  const auto common = [large](double x) {
    return x == 0 || (std::abs(x) > 1 / large && std::abs(x) < large);
  };
  std::size_t not_zero = 0, absurd = 0, credible_swapped = 0;
  for (std::size_t i = 0; i < array.values.size(); ++i) {
    if (array.values[i] == 0) continue;
    ++not_zero;
    if (common(array.values[i])) continue;
    ++absurd;
    credible_swapped += common(reader_of(kind, width)(bytes.data() + from + i * width, !swapped)) ? 1 : 0;
  }
  if (absurd > 0 && 2 * absurd > not_zero && 2 * credible_swapped > absurd)
    throw InputError(
        array.name, shortened(few_digits(array.values[0])),
        "is one of many numbers of absurd size, which are of common size in the other byte order: "
        "the header claims the wrong one",
        "'<f8' for bytes with the lowest first, '>f8' for the others (numpy: "
        "x.view(x.dtype.newbyteorder()))");
}
}  // namespace

std::string NumberArray::shape_text() const
{
  std::string text = "(";
  for (std::size_t d = 0; d < shape.size(); ++d) text += (d == 0 ? "" : ", ") + std::to_string(shape[d]);
  return text + (shape.size() == 1 ? ",)" : ")");
}

NumberArray parse_npy(const std::string &bytes, const std::string &name, const ReadLimits &limits)
{
  if (bytes.size() < 10 || bytes.compare(0, 6, "\x93NUMPY") != 0)
    throw InputError(name, "", bytes.empty() ? "is empty" : "is no .npy file", allowed);
  const unsigned version = byte(bytes, 6);
  if (version < 1 || version > 3)
    throw InputError(name, std::to_string(version), "is a version of .npy files that is not known", "1 to 3");
  const std::size_t start = version == 1 ? 10 : 12;
  if (bytes.size() < start) throw InputError(name, "", "is cut within its header", allowed);
  std::size_t length = byte(bytes, 8) + 256 * byte(bytes, 9);
  if (version > 1) length += (std::size_t(byte(bytes, 10)) << 16) + (std::size_t(byte(bytes, 11)) << 24);
  if (length > 65536 || bytes.size() - start < length)
    throw InputError(name, "", "is cut within its header", allowed);
  const Header header = parse_header(bytes.substr(start, length), name);
  const std::string &type = header.type;
  if (type.find('O') != std::string::npos)
    throw InputError(name, type, "holds Python objects (pickled), which are never loaded",
                     "numbers: numpy.asarray(x, dtype=float)");
  std::size_t width = 0;
  if (type.size() == 3 && type[2] >= '0' && type[2] <= '9') width = std::size_t(type[2] - '0');
  const bool ordered = !type.empty() && (type[0] == '<' || type[0] == '>' || type[0] == '|');
  const auto reader = ordered && width > 0 ? reader_of(type[1], width) : nullptr;
  if (reader == nullptr || (type[0] == '|' && width > 1))
    throw InputError(name, shortened(type), "is a type of entries that is not read",
                     "float32, float64 or integers, of either byte order");

  NumberArray array;
  array.name = name;
  array.shape = header.shape;
  // compared with the size of the file before anything is allocated
  const std::size_t available = (bytes.size() - start - length) / width;
  std::size_t count = 1;
  for (const std::size_t n : header.shape) {
    if (n != 0 && count > available / n)
      throw InputError(name, array.shape_text(), "claims more entries than the file holds",
                       std::to_string(available) + " entries");
    count *= n;
  }
  if (count * width != bytes.size() - start - length)
    throw InputError(name, array.shape_text(),
                     "has " + std::to_string(bytes.size() - start - length) +
                         " bytes of data, not those of " + std::to_string(count) + " entries",
                     "a file that is whole");
  if (8. * double(count) > limits.bytes)
    throw InputError(name, array.shape_text(), "is larger than what is read", "");
  const bool swapped = (type[0] == '<') != little_endian() && type[0] != '|';
  array.values.resize(count);
  for (std::size_t i = 0; i < count; ++i) {
    array.values[i] = reader(bytes.data() + start + length + i * width, swapped);
    if (!std::isfinite(array.values[i]))
      throw InputError(name + ", entry " + std::to_string(i + 1), std::isnan(array.values[i]) ? "nan" : "inf",
                       "is not a finite number", "finite numbers");
  }
  require_credible(bytes, start + length, width, type[1], swapped, array);
  if (header.by_columns && header.shape.size() > 1) array.values = by_rows(array.values, array.shape);
  return array;
}

NumberArray read_npy(const std::string &file, const ReadLimits &limits)
{
  std::ifstream in(file, std::ios::binary);
  std::error_code error;
  const auto bytes = std::filesystem::file_size(file, error);
  if (!in || error) throw InputError(file, "", "cannot be read", "an existing file");
  if (double(bytes) > limits.bytes) throw InputError(file, "", "is larger than what is read", "");
  std::string content(bytes, '\0');
  in.read(&content[0], std::streamsize(bytes));
  if (!in) throw InputError(file, "", "cannot be read to its end", "");
  return parse_npy(content, file, limits);
}

}  // namespace gammaflow
