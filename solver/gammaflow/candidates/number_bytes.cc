// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/base/all_digits.h>
#include <gammaflow/base/errors.h>
#include <gammaflow/base/shortened.h>
#include <gammaflow/candidates/number_bytes.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <cstring>

namespace gammaflow
{
namespace
{
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

/// Floating-point numbers in the other byte order are nearly all of absurd size.
void require_credible(std::string_view bytes, const NumberType &type, bool swapped,
                      const std::vector<double> &values, const std::string &name, const std::string &allowed)
{
  if (type.kind != 'f') return;
  const double large = type.width == 8 ? 1e30 : 1e10;
  const auto common = [large](double x) {
    return x == 0 || (std::abs(x) > 1 / large && std::abs(x) < large);
  };
  std::size_t not_zero = 0, absurd = 0, credible_swapped = 0;
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (values[i] == 0) continue;
    ++not_zero;
    if (common(values[i])) continue;
    ++absurd;
    const double other = reader_of(type.kind, type.width)(bytes.data() + i * type.width, !swapped);
    credible_swapped += common(other) ? 1 : 0;
  }
  if (absurd > 0 && 2 * absurd > not_zero && 2 * credible_swapped > absurd)
    throw InputError(
        name, shortened(few_digits(values[0])),
        "is one of many numbers of absurd size, which are of common size in the other byte order: "
        "the header claims the wrong one",
        allowed);
}
}  // namespace

bool is_read(const NumberType &type)
{
  return reader_of(type.kind, type.width) != nullptr;
}

std::vector<double> numbers_from(std::string_view bytes, const NumberType &type, const std::string &name,
                                 const std::string &allowed)
{
  const auto reader = reader_of(type.kind, type.width);
  const bool swapped = type.big_endian == little_endian() && type.width > 1;
  std::vector<double> values(bytes.size() / type.width);
  for (std::size_t i = 0; i < values.size(); ++i) {
    values[i] = reader(bytes.data() + i * type.width, swapped);
    if (!std::isfinite(values[i]))
      throw InputError(name + ", entry " + std::to_string(i + 1), std::isnan(values[i]) ? "nan" : "inf",
                       "is not a finite number", "finite numbers");
  }
  require_credible(bytes, type, swapped, values, name, allowed);
  return values;
}

}  // namespace gammaflow
