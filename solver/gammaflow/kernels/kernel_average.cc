// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/base/processes.h>
#include <gammaflow/kernels/kernel_average.h>

#include <cmath>
#include <sstream>

namespace gammaflow
{
const KernelOperator &kernel_average(const PositiveSums &kernel, const Vector &rho,
                                     const std::string &geometry, Vector &q)
{
  constexpr double accurate = 1e-8, unknown = 0.1;
  const Space &space = kernel.kernel().space();
  const KernelOperator *used = &kernel.kernel();
  used->apply(rho, q);
  double error = kernel.error(rho);
  if (!(error <= accurate * space.minimum(q)) && kernel.exact()) {
    used = kernel.exact();
    used->apply(rho, q);
    error = 0;
  }
  std::string fault;
  for (std::size_t i = 0; i < size(q) && fault.empty(); ++i)
    if (!(data(q)[i] > 0) || !std::isfinite(data(q)[i]) || !(error <= unknown * data(q)[i])) {
      const Point &x = space.nodes()[i];
      std::ostringstream message;
      message << geometry << ": the kernel average Kf rho = " << data(q)[i] << " at the point (" << x[0];
      for (unsigned d = 1; d < space.dim(); ++d) message << ", " << x[d];
      message << ") is not known to be positive, where rho = " << data(rho)[i]
              << "; either the mesh does not resolve the kernel, or the average is below the round-off of "
                 "the operator, "
              << error << " (" << used->backend()
              << "); a higher floor of the density, a smaller domain, or the Gaussian on a box may help";
      fault = message.str();
    }
  fail_together(fault, q);
  return *used;
}

bool divide(const Vector &a, const Vector &b, Vector &f)
{
  bool possible = true;
  for (std::size_t i = 0; i < size(f); ++i) {
    if (data(a)[i] != 0 && data(b)[i] == 0) possible = false;
    data(f)[i] = data(a)[i] == 0 ? 0 : data(a)[i] / data(b)[i];
  }
  return on_all_processes(possible, f);
}

}  // namespace gammaflow
