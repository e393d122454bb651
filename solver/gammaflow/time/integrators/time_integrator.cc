// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/base/errors.h>
#include <gammaflow/time/integrators/adaptive_integrator.h>
#include <gammaflow/time/integrators/time_integrator.h>

namespace gammaflow
{
std::unique_ptr<TimeIntegrator> make_time_integrator(const std::string &name,
                                                     const TimeIntegrator::Options &options)
{
  if (Registry<OneStepMethod>::entries().count(name) == 0)
    throw InputError("time integrator", name, "no such name", Registry<OneStepMethod>::selection());
  return std::make_unique<AdaptiveIntegrator>(name, options);
}

}  // namespace gammaflow
