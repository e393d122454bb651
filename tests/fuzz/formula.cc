// SPDX-License-Identifier: LGPL-2.1-or-later
// Formulas: any text parses to something that can be evaluated, or is refused.
#include <gammaflow/formula/expression.h>

#include <cstddef>
#include <cstdint>
#include <stdexcept>

using namespace gammaflow;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
  const std::string text(reinterpret_cast<const char *>(data), size);
  const auto fields = [](std::uint64_t seed, double length) {
    RandomField::Domain domain;
    domain.upper[0] = 1;
    static const auto field = std::make_shared<const RandomField>(1, 0.5, domain);
    if (seed == 1) return std::make_shared<const RandomField>(seed, length, domain);
    return field;
  };
  try {
    const Expression formula(text, {"x"}, {{"pi", 3.14}, {"a", 2}}, fields);
    double x[5];
    Jet jets[5];
    for (int i = 0; i < 5; ++i) x[i] = 0.1 * i - 3;
    formula.evaluate(x, 5, jets);
    formula(x[3]);
    formula.constant();
    formula.depends_on(0);
  } catch (const std::invalid_argument &) {
  }
  return 0;
}
