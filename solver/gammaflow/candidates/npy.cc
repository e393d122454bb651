// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/base/errors.h>
#include <gammaflow/base/shortened.h>
#include <gammaflow/candidates/file_content.h>
#include <gammaflow/candidates/npy.h>
#include <gammaflow/candidates/number_bytes.h>

#include <algorithm>
#include <cstring>
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
  NumberType stored{'f', 0, type.empty() || type[0] == '>'};
  if (type.size() == 3 && type[2] >= '0' && type[2] <= '9') stored.width = std::size_t(type[2] - '0');
  if (type.size() == 3) stored.kind = type[1];
  const bool ordered = !type.empty() && (type[0] == '<' || type[0] == '>' || type[0] == '|');
  const std::size_t width = stored.width;
  if (!ordered || !is_read(stored) || (type[0] == '|' && width > 1))
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
  array.values = numbers_from(std::string_view(bytes).substr(start + length), stored, name,
                              "'<f8' for bytes with the lowest first, '>f8' for the others (numpy: "
                              "x.view(x.dtype.newbyteorder()))");
  if (header.by_columns && header.shape.size() > 1) array.values = by_rows(array.values, array.shape);
  return array;
}

NumberArray read_npy(const std::string &file, const ReadLimits &limits)
{
  return parse_npy(content_of(file, limits.bytes), file, limits);
}

}  // namespace gammaflow
