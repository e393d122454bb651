// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/kernels/backend_choice.h>
#include <gammaflow/kernels/boundary_normalization.h>
#include <gammaflow/kernels/calculus_operator.h>
#include <gammaflow/kernels/dense_operator.h>
#include <gammaflow/kernels/elliptic_operator.h>
#include <gammaflow/kernels/fft_operator.h>
#include <gammaflow/kernels/finite_rank.h>
#include <gammaflow/kernels/kernel_operator.h>
#include <gammaflow/kernels/separable_operator.h>
#include <gammaflow/kernels/sparse_operator.h>
#include <gammaflow/parameters/number.h>

namespace gammaflow
{
namespace
{
void declare_operator(dealii::ParameterHandler &prm)
{
  using namespace dealii;
  prm.declare_entry(
      "boundary", "none", Patterns::Selection("none|symmetric|sinkhorn|conditioned"),
      "Free-space kernels lose mass at a no-flux boundary. none: left so. symmetric: q^-1/2 k q^-1/2 "
      "with q = Kf 1. sinkhorn: d k d such that constants are reproduced. conditioned: k - k(., Y) k(Y, "
      "Y)^-1 "
      "k(Y, .) for the normal component of velocities, Y the nodes of the walls: the kernel of velocities "
      "that vanish there (geometries of velocities, which have no use for the other two).");
  prm.declare_entry(
      "operator", "auto", Patterns::Selection("auto|dense|separable|fft|sparse|calculus|elliptic"),
      "How the kernel is applied. auto takes the fastest that serves. dense: N^2 numbers, any kernel "
      "and mesh. separable: Gaussian on boxes. fft: uniform boxes. sparse: compact support (others "
      "are truncated at `tolerance`). calculus: intrinsic kernels. elliptic: Laplace on an interval, as a "
      "boundary value problem: it keeps constants far from walls at any bandwidth, where the others are sums "
      "over nodes. At walls the bandwidth has to be resolved, unless the domain is periodic. Where something "
      "is divided by averages (blob-KL, normalized geometries) it serves at degree 1 only.");
  prm.declare_entry(
      "tolerance", "1e-12", Number(0, 1e-2),
      "Where k(r) < tolerance k(0), sparse storage truncates kernels without compact support. Sums "
      "over periodic images stop at 1e-4 of it.");
}

const DeclareParameters geometry_operator("kernel", declare_operator);
const DeclareParameters energy_operator("energy kernel", declare_operator);

std::shared_ptr<const KernelOperator> build(std::shared_ptr<const Kernel> kernel,
                                            std::shared_ptr<const Space> space,
                                            const KernelOperatorOptions &options)
{
  const std::string backend = choose_backend(*kernel, *space, options);
  if (backend == "dense") return std::make_shared<DenseOperator>(kernel, space, options.tolerance);
  if (backend == "calculus")
    return std::make_shared<CalculusOperator>(std::dynamic_pointer_cast<const IntrinsicKernel>(kernel),
                                              space);
  const auto radial = std::dynamic_pointer_cast<const RadialKernel>(kernel);
  if (backend == "separable") return std::make_shared<SeparableOperator>(radial, space, options.tolerance);
  if (backend == "elliptic") return std::make_shared<EllipticOperator>(radial, space);
  if (backend == "fft") return std::make_shared<FftOperator>(radial, space, options.tolerance);
  return std::make_shared<SparseOperator>(radial, space, options);
}
}  // namespace

KernelOperator::KernelOperator(std::shared_ptr<const Kernel> kernel, std::shared_ptr<const Space> space)
    : kernel_(std::move(kernel)), space_(std::move(space))
{
  if (const auto *intrinsic = dynamic_cast<const IntrinsicKernel *>(kernel_.get())) {
    const SpectralFunction inverse = intrinsic->inverse_symbol();
    if (inverse.form == SpectralFunction::Form::inverse_matern)
      differential_inverse_ = std::make_unique<const SpectralFunction>(inverse);
  }
}

void KernelOperator::apply_inverse(const Vector &, Vector &) const
{
  throw std::logic_error("the inverse of the kernel '" + kernel_->name() +
                         "' is not available as an operator");
}

std::shared_ptr<const KernelOperator> make_kernel_operator(std::shared_ptr<const Kernel> kernel,
                                                           std::shared_ptr<const Space> space,
                                                           const KernelOperatorOptions &options)
{
  if (dynamic_cast<const FiniteRankKernel *>(kernel.get()))
    return make_finite_rank_operator(kernel, space, options);
  const auto plain = build(kernel, space, options);
  // g(0) = 1: intrinsic kernels reproduce constants, both normalizations leave them as they are.
  if (options.boundary == "none" || options.boundary == "conditioned" || kernel->intrinsic()) return plain;
  return std::make_shared<BoundaryNormalization>(plain, options.boundary);
}

std::shared_ptr<const KernelOperator> make_kernel_operator(const Parameters &parameters,
                                                           const std::string &section,
                                                           std::shared_ptr<const Space> space)
{
  const std::string from = kernel_section(parameters, section);
  KernelOperatorOptions options;
  options.section = from;
  options.backend = parameters.text(from, "operator");
  options.boundary = parameters.text(from, "boundary");
  options.tolerance = parameters.number(from, "tolerance");
  options.memory_mib = parameters.number("memory", "limit");
  if (!(options.tolerance > 0))
    parameters.reject(from, "tolerance", "must be positive", "a number in (0, 0.01]");
  const auto kernel = make_kernel(parameters, section, space->dim());
  if (const auto *intrinsic = dynamic_cast<const IntrinsicKernel *>(kernel.get());
      space->distributed() && (!intrinsic || intrinsic->symbol().form != SpectralFunction::Form::matern))
    parameters.reject(from, kernel->name() == "intrinsic Matern" ? "smoothness" : "name",
                      "kernel operators are distributed over processes where they are elliptic solves only; "
                      "dense, separable, sparse and FFT ones are for one process",
                      "name = intrinsic Matern with an integer smoothness; or one process");
  return make_kernel_operator(kernel, space, options);
}

}  // namespace gammaflow
