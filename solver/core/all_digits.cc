#include <gammaflow/core/all_digits.h>

#include <cmath>
#include <limits>
#include <sstream>

namespace gammaflow
{
std::string all_digits(double value)
{
  if (std::isnan(value)) return "nan";
  std::ostringstream out;
  out.precision(std::numeric_limits<double>::max_digits10);
  out << value;
  return out.str();
}

}  // namespace gammaflow
