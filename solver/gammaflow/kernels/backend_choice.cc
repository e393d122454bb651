// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/kernels/backend_choice.h>
#include <gammaflow/kernels/dense_operator.h>
#include <gammaflow/kernels/elliptic_operator.h>
#include <gammaflow/kernels/fft_operator.h>
#include <gammaflow/kernels/separable_operator.h>
#include <gammaflow/kernels/sparse_operator.h>

#include <cmath>

namespace gammaflow
{
namespace
{
bool uniform_box(const Space &space)
{
  return space.tensor_grid() != nullptr && space.tensor_grid()->uniform();
}

std::string mebibytes(double bytes)
{
  return std::to_string(long(std::ceil(bytes / 1048576))) + " MiB";
}

const std::vector<std::string> backends = {"separable", "fft", "sparse", "calculus", "elliptic", "dense"};

/// Every backend that serves, the fastest first.
std::vector<std::string> by_speed(const Kernel &kernel, const Space &space, double tolerance)
{
  if (kernel.intrinsic()) return {"calculus"};
  const auto &radial = dynamic_cast<const RadialKernel &>(kernel);
  const double row = SparseOperator::expected_entries_per_row(radial, space, tolerance);
  const bool sparse = radial.compact();
  std::vector<std::string> order;
  if (uniform_box(space)) {
    if (sparse && row <= 32) order.push_back("sparse");
    order.push_back("fft");
  }
  if (radial.separable() && space.tensor_grid()) order.push_back("separable");
  if (sparse && row < 0.3 * double(space.n_nodes())) order.push_back("sparse");
  order.push_back("dense");
  return order;
}
}  // namespace

std::string why_not(const std::string &backend, const Kernel &kernel, const Space &space)
{
  if (backend == "dense") return "";
  if (backend == "calculus")
    return kernel.intrinsic() ? "" : "the kernel '" + kernel.name() + "' is not a function of the Laplacian";
  if (kernel.intrinsic())
    return "the kernel '" + kernel.name() + "' is a function of the Laplacian, not of |x - y|";
  if (backend == "elliptic")
    return EllipticOperator::why_not(dynamic_cast<const RadialKernel &>(kernel), space);
  if (backend == "separable") {
    if (!dynamic_cast<const RadialKernel &>(kernel).separable())
      return "only the Gaussian is a product over directions";
    return space.tensor_grid() ? "" : "the mesh is not a box";
  }
  if (backend == "fft" && !uniform_box(space)) return "the mesh is not a box with cells of equal size";
  return "";
}

double estimated_bytes(const std::string &backend, const Kernel &kernel, const Space &space, double tolerance)
{
  const double n = double(space.n_nodes());
  if (backend == "dense") return DenseOperator::estimated_bytes(kernel, space);
  if (backend == "calculus") return 8 * 6 * n;
  if (backend == "elliptic") return EllipticOperator::estimated_bytes(space);
  if (backend == "separable") return SeparableOperator::estimated_bytes(*space.tensor_grid());
  const auto &radial = dynamic_cast<const RadialKernel &>(kernel);
  if (backend == "fft") return FftOperator::estimated_bytes(radial, *space.tensor_grid());
  return n * (12 * SparseOperator::expected_entries_per_row(radial, space, tolerance) + 8);
}

void require_memory(const std::string &backend, double bytes, const KernelOperatorOptions &options,
                    const std::string &alternatives)
{
  if (bytes > 1048576 * options.memory_mib)
    throw InputError("section '" + options.section + "', key 'operator'", backend,
                     "would need " + mebibytes(bytes) +
                         ", and the limit (section 'memory', key 'limit') is " +
                         mebibytes(1048576 * options.memory_mib),
                     alternatives);
}

std::string choose_backend(const Kernel &kernel, const Space &space, const KernelOperatorOptions &options)
{
  if (options.backend != "auto") {
    const std::string reason = why_not(options.backend, kernel, space);
    std::string others;
    for (const auto &other : backends)
      if (other != options.backend && why_not(other, kernel, space).empty())
        others += other + " (" + mebibytes(estimated_bytes(other, kernel, space, options.tolerance)) + "), ";
    others += "auto, or a coarser mesh";
    if (!reason.empty())
      throw InputError("section '" + options.section + "', key 'operator'", options.backend, reason, others);
    require_memory(options.backend, estimated_bytes(options.backend, kernel, space, options.tolerance),
                   options, others);
    return options.backend;
  }
  const auto order = by_speed(kernel, space, options.tolerance);
  std::string least;
  double least_bytes = std::numeric_limits<double>::infinity();
  for (const auto &backend : order) {
    const double bytes = estimated_bytes(backend, kernel, space, options.tolerance);
    if (bytes <= 1048576 * options.memory_mib) return backend;
    if (bytes < least_bytes) {
      least = backend;
      least_bytes = bytes;
    }
  }
  require_memory(least, least_bytes, options,
                 "a larger limit, a coarser mesh, a uniform box (fft), or an intrinsic kernel (calculus)");
  return least;
}

}  // namespace gammaflow
