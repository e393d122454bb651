// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/curves/time_rule.h>

#include <deal.II/base/quadrature_lib.h>

namespace gammaflow
{
TimeRule gauss_rule(const double end, const unsigned panels, const unsigned points)
{
  const dealii::QGauss<1> gauss(points);
  const double length = end / panels;
  TimeRule rule;
  for (unsigned k = 0; k < panels; ++k)
    for (unsigned q = 0; q < gauss.size(); ++q) {
      rule.times.push_back(length * (k + gauss.point(q)[0]));
      rule.weights.push_back(length * gauss.weight(q));
    }
  return rule;
}

}  // namespace gammaflow
