// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/base/eigen.h>
#include <gammaflow/densities/density_parameters.h>
#include <gammaflow/densities/samples.h>

#include <algorithm>
#include <cmath>
#include <sstream>

namespace gammaflow
{
namespace
{
const DeclareDensity declared([](dealii::ParameterHandler &prm) {
  prm.declare_entry(
      "bandwidth rule", "scott", dealii::Patterns::Anything(),
      "Kernel density: h_d = s_d n^(-1/(dim+4)) (scott) or s_d (4/((dim+2) n))^(1/(dim+4)) "
      "(silverman), s_d the deviation of the samples; or the bandwidth, one value or one per direction.");
});

/// The Gaussian kernel of one direction with its images: even reflection at both walls, or periodic
/// continuation, so that the normal derivative vanishes at a wall and the integral over the domain is 1.
/// Nothing of it is left out but what underflows. On meshes that are not boxes there are no images.
struct ImagedKernel {
  double lower = 0, length = 1, bandwidth = 1;
  bool images = false, periodic = false;

  double operator()(double x, double sample) const
  {
    const double scale = 0.3989422804014326779 / bandwidth;  // 1/(h sqrt(2 pi))
    const auto g = [&](double distance) {
      const double z = distance / bandwidth;
      return std::exp(-z * z / 2);
    };
    if (!images) return scale * g(x - sample);
    const double u = x - lower, v = sample - lower, period = periodic ? length : 2 * length;
    double sum = 0;
    // exp(-z^2/2) is zero in double precision beyond z = 39.
    const int n = static_cast<int>(std::ceil(39 * bandwidth / period)) + 1;
    for (int m = -n; m <= n; ++m) sum += g(u - v - m * period) + (periodic ? 0 : g(u + v - m * period));
    return scale * sum;
  }
};

class KernelDensity final : public Density
{
 public:
  KernelDensity(const Context &context, const Samples &samples) : dim_(context.dim), samples_(samples)
  {
    const Point bandwidth = bandwidths(context);
    std::ostringstream text;
    text << samples.origin << ", Gaussian kernel density estimate, bandwidth ";
    for (unsigned d = 0; d < dim_; ++d) {
      kernel_[d] = {context.lower[d], context.upper[d] - context.lower[d], bandwidth[d],
                    context.box || context.periodic[d], context.periodic[d]};
      text << (d == 0 ? "" : " x ") << bandwidth[d];
    }
    text << " (" << context.parameters.text(context.section, "bandwidth rule") << "), "
         << (context.box ? "images at the walls" : "cut off at the boundary");
    description_ = text.str();
  }

  double value(const Point &x) const override
  {
    double sum = 0;
    for (std::size_t s = 0; s < samples_.count; ++s) {
      double product = 1;
      for (unsigned d = 0; d < dim_ && product > 0; ++d)
        product *= kernel_[d](x[d], samples_.coordinate[d][s]);
      sum += product;
    }
    return sum / double(samples_.count);
  }

  /// On a box the factors of each direction are tabulated, and the sum over samples is one matrix product per
  /// plane.
  void sample(const Space &space, Vector &values) const override
  {
    const TensorGrid *grid = space.tensor_grid();
    if (grid == nullptr) return Density::sample(space, values);
    const std::size_t block = 1024;  // samples at a time, to bound the memory
    values = 0.;
    for (std::size_t begin = 0; begin < samples_.count; begin += block) {
      const std::size_t end = std::min(begin + block, samples_.count);
      std::array<Eigen::MatrixXd, 3> F;
      for (unsigned d = 0; d < 3; ++d) {
        const auto &nodes = grid->direction[d].nodes;
        F[d] = Eigen::MatrixXd::Ones(Eigen::Index(nodes.size()), Eigen::Index(end - begin));
        for (std::size_t s = begin; d < dim_ && s < end; ++s)
          for (std::size_t i = 0; i < nodes.size(); ++i)
            F[d](Eigen::Index(i), Eigen::Index(s - begin)) = kernel_[d](nodes[i], samples_.coordinate[d][s]);
      }
      const Eigen::Index plane = F[0].rows() * F[1].rows();
      for (Eigen::Index k = 0; k < F[2].rows(); ++k)
        Eigen::Map<Eigen::MatrixXd>(values.begin() + plane * k, F[0].rows(), F[1].rows()).noalias() +=
            F[0] * F[2].row(k).asDiagonal() * F[1].transpose();
    }
    values /= double(samples_.count);
  }
  std::string description() const override { return description_; }

  /// At samples, beside which a narrow kernel has its maxima; at a thousand of them, at most.
  std::vector<std::pair<Point, double>> data_points() const override
  {
    std::vector<std::pair<Point, double>> points;
    for (std::size_t s = 0; s < samples_.count; s += 1 + samples_.count / 1000) {
      Point x{};
      for (unsigned d = 0; d < dim_; ++d) x[d] = samples_.coordinate[d][s];
      points.push_back({x, value(x)});
    }
    return points;
  }

 private:
  Point bandwidths(const Context &context) const
  {
    const DensityReader reader(context);
    const std::string rule = context.parameters.text(context.section, "bandwidth rule");
    if (rule != "scott" && rule != "silverman") return reader.positive_per_direction("bandwidth rule");
    const double n = double(samples_.count);
    Point result{1, 1, 1};
    for (unsigned d = 0; d < dim_; ++d) {
      const double deviation = samples_.deviation(d);
      if (!(deviation > 0))
        reader.reject("bandwidth rule",
                      std::string("cannot be used: the samples do not spread in ") + "xyz"[d],
                      "the bandwidth as a number, or at least two different samples");
      result[d] = deviation * std::pow(rule == "scott" ? 1 / n : 4 / ((dim_ + 2) * n), 1. / (dim_ + 4));
    }
    return result;
  }

  const unsigned dim_;
  const Samples samples_;
  std::array<ImagedKernel, 3> kernel_;
  std::string description_;
};
}  // namespace

std::unique_ptr<Density> make_kernel_density(const Density::Context &context, const Samples &samples)
{
  return std::make_unique<KernelDensity>(context, samples);
}

}  // namespace gammaflow
