// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/convolution/block_convolution.h>
#include <gammaflow/geometries/kernel/field_kernel.h>
#include <gammaflow/geometries/kernel/finite_rank_field_kernel.h>
#include <gammaflow/kernels/finite_rank.h>
#include <gammaflow/kernels/image_sum.h>
#include <gammaflow/kernels/kernel_symbol.h>
#include <gammaflow/spaces/box/staggered_modes.h>

#include <Eigen/Eigenvalues>

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
  double memory() const override { return sizeof(double) * double(g_.size()); }

 private:
  Eigen::VectorXd g_;  ///< the components have the eigenvalues of the nodes
};

/// Points of a direction up to which its kernel matrix is decomposed: half a second.
constexpr std::size_t most_decomposed = 1024;

std::unique_ptr<const SeparableFieldModes> modes_of(const ImageSum &images, const TensorGrid &points)
{
  if (!images.kernel().separable()) return nullptr;
  for (const Grid1D &line : points.direction)
    if (line.size() > most_decomposed) return nullptr;
  return std::make_unique<const SeparableFieldModes>(images, points);
}

/// Free-space kernels on equal cells: the points of a component repeat cell by cell.
class ConvolutionFieldKernel final : public FieldKernel
{
 public:
  ConvolutionFieldKernel(std::shared_ptr<const RadialKernel> kernel, const Space &space,
                         std::shared_ptr<const StaggeredFields> f, double tolerance)
      : FieldKernel(kernel, std::move(f)), images_(kernel, space, tolerance)
  {
    for (unsigned d = 0; d < fields().dim(); ++d)
      of_.push_back(std::make_unique<const BlockConvolution>(
          BlockToeplitz([this](double x, double y, double z) { return images_(x, y, z); },
                        images_.kernel().radius(1e-17), true, fields().points(d))));
  }
  std::unique_ptr<const SeparableFieldModes> separable_modes(unsigned d) const override
  {
    return modes_of(images_, fields().points(d));
  }
  void apply(unsigned d, const Component &x, Component &y) const override
  {
    y = fields().weights(d).cwiseProduct(x);
    of_[d]->apply(y.data(), y.data());
  }
  std::string backend() const override { return "fft (staggered points, " + of_[0]->size() + " circulant)"; }
  double memory() const override
  {
    double bytes = 0;
    for (const auto &of : of_) bytes += double(of->memory());
    return bytes;
  }

 private:
  const ImageSum images_;
  std::vector<std::unique_ptr<const BlockConvolution>> of_;
};

/// Free-space kernels anywhere, as matrices.
class DenseFieldKernel final : public FieldKernel
{
 public:
  DenseFieldKernel(std::shared_ptr<const RadialKernel> kernel, const Space &space,
                   std::shared_ptr<const StaggeredFields> f, double tolerance)
      : FieldKernel(kernel, std::move(f)), images_(kernel, space, tolerance)
  {
    for (unsigned d = 0; d < fields().dim(); ++d) {
      const Eigen::Index n = fields().size(d);
      matrices_.emplace_back(n, n);
      for (Eigen::Index j = 0; j < n; ++j)
        for (Eigen::Index i = 0; i < n; ++i)
          matrices_[d](i, j) = images_(fields().point(d, i), fields().point(d, j));
    }
  }
  std::unique_ptr<const SeparableFieldModes> separable_modes(unsigned d) const override
  {
    return modes_of(images_, fields().points(d));
  }
  void apply(unsigned d, const Component &x, Component &y) const override
  {
    y.noalias() = matrices_[d] * fields().weights(d).cwiseProduct(x);
  }
  std::string backend() const override { return "dense (a matrix for each component)"; }
  double memory() const override
  {
    double bytes = 0;
    for (const auto &matrix : matrices_) bytes += sizeof(double) * double(matrix.size());
    return bytes;
  }

 private:
  const ImageSum images_;
  std::vector<Eigen::MatrixXd> matrices_;
};
}  // namespace

namespace
{
/// k(x, y) - k(x, Y) k(Y, Y)^-1 k(Y, y) for the normal component, Y the nodes of the walls: the kernel of
/// {f in H: f = 0 at Y}. With the eigenvectors V and eigenvalues s of k(Y, Y), those above round-off, it is
/// k - P P^T, P = k(., Y) V s^-1/2: an orthogonal projection in H, so that what is left is positive
/// semi-definite.
class ConditionedFieldKernel final : public FieldKernel
{
 public:
  ConditionedFieldKernel(std::shared_ptr<const FieldKernel> plain, const ImageSum &images,
                         std::shared_ptr<const Kernel> kernel, std::shared_ptr<const StaggeredFields> f)
      : FieldKernel(std::move(kernel), std::move(f)), plain_(std::move(plain))
  {
    for (unsigned d = 0; d < fields().dim(); ++d) {
      const std::vector<Point> wall = walls(fields(), d);
      const auto m = Eigen::Index(wall.size());
      Eigen::MatrixXd between(m, m), to_wall(fields().size(d), m);
      for (Eigen::Index j = 0; j < m; ++j) {
        for (Eigen::Index i = 0; i < m; ++i)
          between(i, j) = images(wall[std::size_t(i)], wall[std::size_t(j)]);
        for (Eigen::Index q = 0; q < to_wall.rows(); ++q)
          to_wall(q, j) = images(fields().point(d, q), wall[std::size_t(j)]);
      }
      projections_.emplace_back(fields().size(d), 0);
      if (m == 0) continue;
      const Eigen::SelfAdjointEigenSolver<Eigen::MatrixXd> spectrum(between);
      const double least = 1e-13 * double(m) * spectrum.eigenvalues().maxCoeff();
      const Eigen::Index kept = (spectrum.eigenvalues().array() > least).count();
      projections_.back() = to_wall * spectrum.eigenvectors().rightCols(kept) *
                            spectrum.eigenvalues().tail(kept).cwiseSqrt().cwiseInverse().asDiagonal();
    }
  }
  /// The nodes of the walls normal to a direction.
  static std::vector<Point> walls(const StaggeredFields &fields, unsigned d)
  {
    std::vector<Point> result;
    if (fields.grid().direction[d].periodic) return result;
    auto [x, y, z] = fields.grid().direction;
    Grid1D &normal = d == 0 ? x : d == 1 ? y : z;
    normal.nodes = {normal.lower, normal.upper};
    for (const double c : z.nodes)
      for (const double b : y.nodes)
        for (const double a : x.nodes) result.push_back({{a, b, c}});
    return result;
  }
  void apply(unsigned d, const Component &x, Component &y) const override
  {
    plain_->apply(d, x, y);
    const Component weighted = fields().weights(d).cwiseProduct(x),
                    parts = projections_[d].transpose() * weighted;
    y.noalias() -= projections_[d] * parts;
  }
  std::string backend() const override { return plain_->backend() + ", conditioned at the walls"; }
  double memory() const override
  {
    double bytes = plain_->memory();
    for (const auto &projection : projections_) bytes += sizeof(double) * double(projection.size());
    return bytes;
  }

 private:
  std::shared_ptr<const FieldKernel> plain_;
  std::vector<Eigen::MatrixXd> projections_;  ///< P
};
}  // namespace

double FieldKernel::symbol(const double lambda) const
{
  return kernel_symbol(*kernel_, lambda);
}

std::shared_ptr<const FieldKernel> make_field_kernel(const Parameters &parameters,
                                                     std::shared_ptr<const Kernel> kernel, const Space &space,
                                                     std::shared_ptr<const StaggeredFields> fields)
{
  if (kernel->intrinsic()) return std::make_shared<const CalculusFieldKernel>(kernel, fields);
  if (dynamic_cast<const FiniteRankKernel *>(kernel.get()))
    return make_finite_rank_field_kernel(kernel, fields);
  const std::string boundary = parameters.text("kernel", "boundary");
  if (boundary == "symmetric" || boundary == "sinkhorn")
    parameters.reject("kernel", "boundary",
                      "makes the kernel keep constants at walls, and the kernels of velocities vanish there",
                      "none, conditioned, or an intrinsic kernel");
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
  double projections = 0;
  for (unsigned d = 0; d < fields->dim() && boundary == "conditioned"; ++d)
    projections += 16 * double(fields->size(d)) * double(ConditionedFieldKernel::walls(*fields, d).size());
  if (projections > limit)
    parameters.reject(
        "kernel", "boundary",
        "makes projections for the nodes of the walls, which need more memory than section 'memory' "
        "allows",
        "none, a larger memory/limit, an intrinsic kernel");
  std::shared_ptr<const FieldKernel> plain;
  if (fields->grid().uniform() && asked != "dense" && fft <= limit)
    plain = std::make_shared<const ConvolutionFieldKernel>(radial, space, fields, tolerance);
  else if (dense <= limit)
    plain = std::make_shared<const DenseFieldKernel>(radial, space, fields, tolerance);
  if (plain && boundary != "conditioned") return plain;
  if (plain)
    return std::make_shared<const ConditionedFieldKernel>(plain, ImageSum(radial, space, tolerance), kernel,
                                                          fields);
  parameters.reject(
      "kernel", "operator",
      "the kernels of velocities are fft on equal cells and dense elsewhere, and these need more "
      "memory than section 'memory' allows",
      "equal cells (domain/grading = 1), a larger memory/limit, an intrinsic kernel");
}

}  // namespace gammaflow
