// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/base/elementary.h>
#include <gammaflow/spaces/velocity_fields.h>

#include <cmath>

namespace gammaflow
{
VelocityFields::Field VelocityFields::zero() const
{
  Field f;
  for (unsigned d = 0; d < dim(); ++d) f.emplace_back(Component::Zero(size(d)));
  return f;
}

double VelocityFields::inner(const Field &a, const Field &b) const
{
  double own = 0;
  for (unsigned d = 0; d < dim(); ++d) own += (weights(d).array() * a[d].array() * b[d].array()).sum();
  return sum(own);
}

double VelocityFields::norm(const Field &rho, const Field &a) const
{
  double own = 0;
  for (unsigned d = 0; d < dim(); ++d)
    own += (weights(d).array() * rho[d].array() * a[d].array().square()).sum();
  return std::sqrt(sum(own));
}

VelocityFields::Field VelocityFields::density(const Vector &u) const
{
  Vector z = u;
  for (double &value : z) value = std::log(value);
  Field rho = interpolate(z);
  for (Component &r : rho) exponentials(std::size_t(r.size()), r.data(), r.data());
  return rho;
}

VelocityFields::Field pointwise_product(const VelocityFields::Field &a, const VelocityFields::Field &b)
{
  VelocityFields::Field result = a;
  for (std::size_t d = 0; d < a.size(); ++d) result[d].array() *= b[d].array();
  return result;
}

}  // namespace gammaflow
