#include <gammaflow/convolution/block_convolution.h>
#include <gammaflow/geometries/kernel/field_kernel.h>
#include <gammaflow/kernels/image_sum.h>
#include <gammaflow/spaces/box/staggered_modes.h>

#include <algorithm>
#include <cmath>
#include <utility>
#include <vector>

namespace gammaflow
{
namespace
{
/// g(L~_d) in the eigenvectors of the component.
class CalculusFieldKernel final : public FieldKernel
{
 public:
  CalculusFieldKernel(std::shared_ptr<const Kernel> kernel, std::shared_ptr<const StaggeredFields> f)
      : FieldKernel(std::move(kernel), std::move(f)),
        g_(fields().modes(0).eigenvalues().unaryExpr(
            dynamic_cast<const IntrinsicKernel &>(this->kernel()).symbol().g))
  {
  }
  void apply(unsigned d, const Component &x, Component &y) const override
  {
    y.resize(x.size());
    fields().modes(d).filter(g_, x.data(), y.data());
  }
  std::string backend() const override { return "calculus (a function of the Laplacian of each component)"; }

 private:
  Eigen::VectorXd g_;  ///< the components have the eigenvalues of the nodes
};

/// Free-space kernels on equal cells: the points of a component repeat cell by cell.
class ConvolutionFieldKernel final : public FieldKernel
{
 public:
  ConvolutionFieldKernel(std::shared_ptr<const RadialKernel> kernel, const Space &space,
                         std::shared_ptr<const StaggeredFields> f, double tolerance)
      : FieldKernel(kernel, std::move(f))
  {
    const ImageSum images(kernel, space, tolerance);
    for (unsigned d = 0; d < fields().dim(); ++d)
      of_.push_back(std::make_unique<const BlockConvolution>(
          BlockToeplitz([&images](double x, double y, double z) { return images(x, y, z); },
                        images.kernel().radius(1e-17), true, fields().points(d))));
  }
  void apply(unsigned d, const Component &x, Component &y) const override
  {
    y = fields().weights(d).cwiseProduct(x);
    of_[d]->apply(y.data(), y.data());
  }
  std::string backend() const override { return "fft (staggered points, " + of_[0]->size() + " circulant)"; }

 private:
  std::vector<std::unique_ptr<const BlockConvolution>> of_;
};

/// Free-space kernels anywhere, as matrices.
class DenseFieldKernel final : public FieldKernel
{
 public:
  DenseFieldKernel(std::shared_ptr<const RadialKernel> kernel, const Space &space,
                   std::shared_ptr<const StaggeredFields> f, double tolerance)
      : FieldKernel(kernel, std::move(f))
  {
    const ImageSum images(kernel, space, tolerance);
    for (unsigned d = 0; d < fields().dim(); ++d) {
      const Eigen::Index n = fields().size(d);
      matrices_.emplace_back(n, n);
      for (Eigen::Index j = 0; j < n; ++j)
        for (Eigen::Index i = 0; i < n; ++i)
          matrices_[d](i, j) = images(fields().point(d, i), fields().point(d, j));
    }
  }
  void apply(unsigned d, const Component &x, Component &y) const override
  {
    y.noalias() = matrices_[d] * fields().weights(d).cwiseProduct(x);
  }
  std::string backend() const override { return "dense (a matrix for each component)"; }

 private:
  std::vector<Eigen::MatrixXd> matrices_;
};
}  // namespace

double FieldKernel::symbol(const double lambda) const
{
  if (const auto *intrinsic = dynamic_cast<const IntrinsicKernel *>(kernel_.get()))
    return intrinsic->symbol().g(lambda);
  return dynamic_cast<const RadialKernel &>(*kernel_).fourier(std::sqrt(lambda));
}

std::shared_ptr<const FieldKernel> make_field_kernel(const Parameters &parameters,
                                                     std::shared_ptr<const Kernel> kernel, const Space &space,
                                                     std::shared_ptr<const StaggeredFields> fields)
{
  if (kernel->intrinsic()) return std::make_shared<const CalculusFieldKernel>(kernel, fields);
  const std::string boundary = parameters.text("kernel", "boundary");
  if (boundary == "symmetric" || boundary == "sinkhorn")
    parameters.reject("kernel", "boundary",
                      "makes the kernel keep constants at walls, and the kernels of velocities vanish there",
                      "none, or an intrinsic kernel");
  const auto radial = std::dynamic_pointer_cast<const RadialKernel>(kernel);
  const double tolerance = parameters.number("kernel", "tolerance"),
               limit = parameters.number("memory", "limit") * 1024 * 1024;
  const std::string asked = parameters.text("kernel", "operator");
  double dense = 0, fft = 0;
  for (unsigned d = 0; d < fields->dim(); ++d) {
    dense += 8 * double(fields->size(d)) * double(fields->size(d));
    if (!fields->grid().uniform()) continue;
    const auto bytes = BlockToeplitz::bytes(fields->points(d), radial->radius(1e-17), true);
    fft += bytes[0] + bytes[1];
  }
  if (fields->grid().uniform() && asked != "dense" && fft <= limit)
    return std::make_shared<const ConvolutionFieldKernel>(radial, space, fields, tolerance);
  if (dense <= limit) return std::make_shared<const DenseFieldKernel>(radial, space, fields, tolerance);
  parameters.reject(
      "kernel", "operator",
      "the kernels of velocities are fft on equal cells and dense elsewhere, and these need more "
      "memory than section 'memory' allows",
      "equal cells (domain/grading = 1), a larger memory/limit, an intrinsic kernel");
}

}  // namespace gammaflow
