// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/kernels/kernel_operator.h>

#include <gtest/gtest.h>

#include "tests/support/kernel_checks.h"
#include "tests/support/spaces.h"

/// Wrong kernels and operators; the checks of tests/kernels must reject each of them.
namespace gammaflow::testing
{
namespace
{
constexpr double sqrt_two_pi = 2.50662827463100050242;

/// The 1D Gaussian, with what is wrong chosen by its arguments.
class WrongGaussian : public RadialKernel
{
 public:
  WrongGaussian(const Context &context, double integral, double moment, double frequency_scale,
                double slope_scale = 1)
      : RadialKernel("wrong Gaussian", context, integral),
        moment_(moment),
        frequency_scale_(frequency_scale),
        slope_scale_(slope_scale)
  {
  }

 protected:
  double shape(double s) const override { return std::exp(-0.5 * s * s); }
  double shape_slope(double s) const override { return slope_scale_ * std::exp(-0.5 * s * s); }
  double shape_radius(double epsilon) const override { return std::sqrt(-2 * std::log(epsilon)); }
  double shape_second_moment() const override { return moment_; }
  double shape_fourier(double w) const override
  {
    return sqrt_two_pi * std::exp(-0.5 * std::pow(frequency_scale_ * w, 2));
  }

 private:
  double moment_, frequency_scale_, slope_scale_;
};

/// Kf without the weights of the nodes, or with a factor on one side, or with the last entry of the first row
/// lost.
class WrongOperator : public KernelOperator
{
 public:
  enum class Fault { no_weights, one_sided, lost_entry, wrong_diagonal };
  WrongOperator(const std::shared_ptr<const KernelOperator> &right, Fault fault)
      : KernelOperator(right->shared_kernel(), right->shared_space()), right_(right), fault_(fault)
  {
  }
  void apply(const Vector &x, Vector &y) const override
  {
    Vector input = x;
    if (fault_ == Fault::no_weights)
      as_eigen(input).array() *= as_eigen(space().weights()).mean() / as_eigen(space().weights()).array();
    right_->apply(input, y);
    if (fault_ == Fault::one_sided)
      for (std::size_t i = 0; i < size(y); ++i) data(y)[i] *= 1 + 1e-3 * space().nodes()[i][0];
    if (fault_ == Fault::lost_entry) data(y)[0] -= 1e-9 * data(x)[size(x) - 1];
  }
  void diagonal(Vector &d) const override
  {
    right_->diagonal(d);
    if (fault_ == Fault::wrong_diagonal) as_eigen(d).array() /= as_eigen(space().weights()).array();
  }
  std::string backend() const override { return "wrong"; }
  std::size_t memory() const override { return 0; }

 private:
  std::shared_ptr<const KernelOperator> right_;
  Fault fault_;
};

TEST(MustFail, KernelWithAWrongNormalization)
{
  const Parameters parameters;
  const Kernel::Context context{parameters, "kernel", 1};
  EXPECT_LT(error_of(WrongGaussian(context, sqrt_two_pi, 1, 1), "integral"), 1e-11);  // the right one passes
  EXPECT_GT(error_of(WrongGaussian(context, 1.0001 * sqrt_two_pi, 1, 1), "integral"), 1e-5);
  // The classic: sqrt(pi) instead of sqrt(2 pi).
  EXPECT_GT(error_of(WrongGaussian(context, sqrt_two_pi / std::sqrt(2.), 1, 1), "integral"), 0.4);
}

TEST(MustFail, KernelWithAWrongSymbolOrMoment)
{
  const Parameters parameters;
  const Kernel::Context context{parameters, "kernel", 1};
  EXPECT_LT(error_of(WrongGaussian(context, sqrt_two_pi, 1, 1), "Fourier symbol"), 1e-11);
  EXPECT_GT(error_of(WrongGaussian(context, sqrt_two_pi, 1, 1.001), "Fourier symbol"), 1e-4);
  EXPECT_GT(error_of(WrongGaussian(context, sqrt_two_pi, 1.001, 1), "second moment"), 1e-4);
}

/// Profiles that are no kernels: one that is negative somewhere and has a symbol of both signs, one whose
/// radius is too small, an intrinsic symbol that amplifies.
class NoKernel : public WrongGaussian
{
 public:
  enum class Fault { indefinite, short_radius };
  NoKernel(const Context &context, Fault fault) : WrongGaussian(context, sqrt_two_pi, 1, 1), fault_(fault) {}

 protected:
  double shape(double s) const override
  {
    return WrongGaussian::shape(s) * (fault_ == Fault::indefinite ? std::cos(3 * s) : 1);
  }
  double shape_fourier(double w) const override
  {
    const auto part = [](double x) { return std::exp(-0.5 * x * x); };
    return fault_ == Fault::indefinite ? sqrt_two_pi * (part(w) - 0.1 * part(w - 3)) : sqrt_two_pi * part(w);
  }
  double shape_radius(double epsilon) const override
  {
    return WrongGaussian::shape_radius(epsilon) * (fault_ == Fault::short_radius ? 0.99 : 1);
  }

 private:
  Fault fault_;
};

TEST(MustFail, SelfCheckNamesWhatIsWrong)
{
  const Parameters parameters = kernel_parameters({"Gaussian", ""}, 0.3);
  const Kernel::Context context{parameters, "kernel", 1};
  const auto fails = [](const Kernel &kernel) {
    std::string names;
    for (const SelfCheck &check : self_check(kernel))
      if (!check.passed()) names += check.property + "; ";
    return names;
  };
  EXPECT_EQ(fails(WrongGaussian(context, sqrt_two_pi, 1, 1)), "");
  EXPECT_EQ(fails(WrongGaussian(context, sqrt_two_pi, 1.001, 1)), "second moment; ");
  EXPECT_EQ(fails(WrongGaussian(context, sqrt_two_pi, 1, 1.001)), "Fourier symbol; ");
  EXPECT_EQ(fails(NoKernel(context, NoKernel::Fault::short_radius)), "profile beyond its radius; ");
  const std::string indefinite = fails(NoKernel(context, NoKernel::Fault::indefinite));
  EXPECT_NE(indefinite.find("profile >= 0"), std::string::npos) << indefinite;
  EXPECT_NE(indefinite.find("symbol >= 0"), std::string::npos) << indefinite;
}

TEST(MustFail, KernelWithAWrongSlope)
{
  const Parameters parameters;
  const Kernel::Context context{parameters, "kernel", 1};
  EXPECT_LT(slope_error(WrongGaussian(context, sqrt_two_pi, 1, 1)), 1e-9);
  EXPECT_GT(slope_error(WrongGaussian(context, sqrt_two_pi, 1, 1, 1.0001)), 1e-5);
  EXPECT_GT(slope_error(WrongGaussian(context, sqrt_two_pi, 1, 1, -1)), 1);  // attraction
}

TEST(MustFail, OperatorWithAFault)
{
  using Fault = WrongOperator::Fault;
  const auto space = make_box(1, 8, 3);
  const auto right = make_kernel_operator(kernel_parameters({"Gaussian", ""}, 0.2, "kernel/operator = dense"),
                                          "kernel", space);
  const Eigen::MatrixXd expected = matrix_of(*right);
  const WrongOperator no_weights(right, Fault::no_weights), one_sided(right, Fault::one_sided),
      lost_entry(right, Fault::lost_entry), wrong_diagonal(right, Fault::wrong_diagonal);

  EXPECT_GT(relative_difference(matrix_of(no_weights), expected), 0.1);
  EXPECT_GT(asymmetry(matrix_of(no_weights), *space), 0.1);
  EXPECT_GT(asymmetry(matrix_of(one_sided), *space), 1e-5);
  EXPECT_GT(relative_difference(matrix_of(lost_entry), expected), 1e-11);
  EXPECT_GT(diagonal_error(wrong_diagonal, expected), 0.1);
}

// A free-space kernel without boundary normalization loses half of its mass at a wall: the check that
// Sinkhorn passes must see that; a negated kernel is not positive.
TEST(MustFail, MassLostAtTheBoundaryAndNegativeKernel)
{
  const auto space = make_box(1, 8, 3);
  const auto plain = make_kernel_operator(kernel_parameters({"Gaussian", ""}, 0.2), "kernel", space);
  EXPECT_GT(constants_error(*plain), 0.3);
  EXPECT_LT(smallest_eigenvalue(Eigen::MatrixXd(Eigen::VectorXd::LinSpaced(8, -1, 7).asDiagonal()),
                                *make_box(1, 7, 1)),
            -0.1);
}
}  // namespace
}  // namespace gammaflow::testing
