// SPDX-License-Identifier: LGPL-2.1-or-later
#include <boost/multiprecision/cpp_bin_float.hpp>
#include <gtest/gtest.h>

#include "tests/energies/energy_checks.h"
#include "tests/support/spaces.h"

using namespace gammaflow;
using namespace gammaflow::testing;

namespace
{
using Exact = boost::multiprecision::cpp_bin_float_100;

struct Figures {
  Exact value, derivative, second;
};

/// pi phi_p(rho/pi) and its derivatives in rho with a hundred digits.
Figures exact(double p_, double rho_, double pi_)
{
  const Exact p = p_, pi = pi_, s = Exact(rho_) / pi;
  Figures result;
  result.second = pow(s, p - 2) / pi;
  if (p_ == 0) {
    result.value = pi * (s - 1 - log(s));
    result.derivative = 1 - 1 / s;
  } else if (p_ == 1) {
    result.value = pi * (s * log(s) - s + 1);
    result.derivative = log(s);
  } else {
    result.value = pi * (pow(s, p) - p * (s - 1) - 1) / (p * (p - 1));
    result.derivative = (pow(s, p - 1) - 1) / (p - 1);
  }
  return result;
}

/// An energy at constant state and target on the unit interval, where F = f(rho, pi).
class Pointwise
{
 public:
  Pointwise(const std::string &name, double p) : name_(name)
  {
    parameters_.set("energy", "exponent", text(p));
  }

  std::array<double, 3> operator()(double rho, double pi) const
  {
    const Vector u = constant(rho), one = constant(1);
    const auto energy = Registry<Energy>::make(name_, {parameters_, space_, constant(pi), nullptr});
    Vector DF = constant(0), H = constant(0);
    energy->first_variation(u, DF);
    energy->second_variation_apply(u, one, H);
    return {energy->value(u), data(DF)[0], data(H)[0]};
  }

 private:
  Vector constant(double c) const
  {
    return space_->sample([c](const Point &) { return c; });
  }
  const std::string name_;
  Parameters parameters_;
  const std::shared_ptr<const Space> space_ = make_box(1, 1, 2);
};

void expect_exact(const Pointwise &energy, const std::string &name, double p, double rho, double pi,
                  double tolerance)
{
  const Figures figures = exact(p, rho, pi);
  const std::array<Exact, 3> expected = {figures.value, figures.derivative, figures.second};
  const auto given = energy(rho, pi);
  for (unsigned i = 0; i < 3; ++i) {
    const Exact size = abs(expected[i]);
    const std::string where = name + ", p = " + text(p) + ", rho = " + text(rho) + ", pi = " + text(pi) +
                              ", derivative " + std::to_string(i) + ": " + text(given[i]);
    if (size > std::numeric_limits<double>::max())
      EXPECT_TRUE(std::isinf(given[i])) << where;
    else if (size < 1e-305)  // subnormal numbers hold fewer digits
      EXPECT_LT(std::abs(given[i]), 2e-305) << where;
    else
      EXPECT_LT(double(abs(Exact(given[i]) - expected[i]) / size), tolerance)
          << where << ", exact " << expected[i].str(17);
  }
}

const double exponents[] = {-5,        -2,       -1,  -0.5, -1e-4,     -1e-13,   0,         1e-30,
                            1e-13,     1e-4,     0.3, 0.5,  0.7,       1 - 1e-4, 1 - 1e-13, 1,
                            1 + 1e-13, 1 + 1e-4, 1.5, 2,    2 + 1e-13, 3,        6.5};
}  // namespace

// Near rho = pi the entropies are (rho-pi)^2/(2 pi): catches cancellation, which leaves noise there, and the
// poles of phi_p at p = 0 and p = 1.
TEST(Entropies, ExactNearTheTarget)
{
  for (const double pi : {1., 0.3, 1e-300, 1e200})
    for (const double r :
         {1e-15, -3e-12, 1e-8, -1e-5, 1e-3, -0.05, 0.2, -0.3, 0.49, 0.51, -0.49, -0.51, 0.9}) {
      const double rho = pi * (1 + r);
      for (const double p : exponents) expect_exact(Pointwise("power", p), "power", p, rho, pi, 2e-14);
      expect_exact(Pointwise("KL", 1), "KL", 1, rho, pi, 2e-15);
      expect_exact(Pointwise("inclusive-KL", 0), "inclusive-KL", 0, rho, pi, 2e-15);
      expect_exact(Pointwise("chi2", 2), "chi2", 2, rho, pi, 2e-15);
    }
}

// Far in the tails: catches overflow, underflow and NaN in factors of results that are plain numbers.
TEST(Entropies, ExactInTheTails)
{
  const double sizes[] = {1e-300, 1e-220, 1e-100, 1e-20, 1e-3, 1, 2.7, 1e4, 1e60, 1e250};
  for (const double rho : sizes)
    for (const double pi : sizes) {
      for (const double p : exponents) expect_exact(Pointwise("power", p), "power", p, rho, pi, 1e-11);
      expect_exact(Pointwise("KL", 1), "KL", 1, rho, pi, 2e-15);
      expect_exact(Pointwise("inclusive-KL", 0), "inclusive-KL", 0, rho, pi, 2e-15);
      expect_exact(Pointwise("chi2", 2), "chi2", 2, rho, pi, 2e-15);
    }
}

// phi_p is KL, inclusive-KL and chi2 at p = 1, 0, 2, as energies that were written apart from it.
TEST(Entropies, PowerContainsTheOthers)
{
  const std::pair<const char *, double> pairs[] = {{"KL", 1}, {"inclusive-KL", 0}, {"chi2", 2}};
  for (const auto &[name, p] : pairs)
    for (const double rho : {1e-200, 1e-3, 0.2, 0.999, 1.0001, 7., 1e9}) {
      const auto power = Pointwise("power", p)(rho, 0.9), other = Pointwise(name, p)(rho, 0.9);
      for (unsigned i = 0; i < 3; ++i) {
        if (std::isinf(other[i]))
          EXPECT_EQ(power[i], other[i]) << name << " " << rho;
        else
          EXPECT_NEAR(power[i], other[i], 1e-13 * std::abs(other[i])) << name << " " << rho;
      }
    }
}

// At rho = 0 the value is the limit (1/p for p > 0, else infinite), below 0 it is infinite where positivity
// is part of the energy: catches NaN, which no step control understands.
TEST(Entropies, BoundaryOfTheDomain)
{
  EXPECT_NEAR(Pointwise("KL", 1)(0, 0.5)[0], 0.5, 1e-15);
  EXPECT_TRUE(std::isinf(Pointwise("inclusive-KL", 0)(0, 0.5)[0]));
  for (const double p : {-1., 0., 0.25, 0.5, 0.75, 1., 2., 3.}) {
    const double value = Pointwise("power", p)(0, 0.5)[0];
    if (p > 0)
      EXPECT_NEAR(value, 0.5 / p, 1e-15) << p;
    else
      EXPECT_TRUE(std::isinf(value)) << p;
  }
  for (const char *name : {"KL", "inclusive-KL", "power"})
    EXPECT_EQ(Pointwise(name, 2)(-0.1, 0.5)[0], std::numeric_limits<double>::infinity()) << name;
}
