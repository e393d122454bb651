#include <gammaflow/core/processes.h>
#include <gammaflow/geometries/kernel/kernel_average.h>

#include <cmath>
#include <sstream>

namespace gammaflow
{
void kernel_average(const KernelOperator &kernel, const Vector &rho, const std::string &geometry, Vector &q)
{
  kernel.apply(rho, q);
  std::string fault;
  for (std::size_t i = 0; i < size(q) && fault.empty(); ++i)
    if (!(data(q)[i] > 0) || !std::isfinite(data(q)[i])) {
      const Point &x = kernel.space().nodes()[i];
      std::ostringstream message;
      message << geometry << ": the kernel average Kf rho = " << data(q)[i] << " at the point (" << x[0];
      for (unsigned d = 1; d < kernel.space().dim(); ++d) message << ", " << x[d];
      message
          << ") is not positive where rho = " << data(rho)[i]
          << "; either the mesh does not resolve the kernel, or the density there is below the round-off of "
             "the operator ("
          << kernel.backend() << ")";
      fault = message.str();
    }
  fail_together(fault, q);
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
