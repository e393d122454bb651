#include <gammaflow/comparison/rate_fit.h>

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <tests/comparison/synthetic.h>

using namespace gammaflow;
using namespace gammaflow::testing;

namespace
{
struct Coverage {
  double covered = 0, median = 0, ninth_decile = 0, saturated = 0;
};

/// How often the uncertainty covers the true order, over a seeded family, and how large it is.
Coverage coverage(unsigned points, double ratio, double level, unsigned trials)
{
  std::mt19937 random(20);
  std::uniform_real_distribution<double> uniform(0.1, 1);
  std::vector<double> uncertainties;
  Coverage result;
  for (unsigned trial = 0; trial < trials; ++trial) {
    const Synthetic member(random, trial);
    const auto exact = sweep(member.d, points, level, uniform(random), ratio);
    const RateFit fit = fit_rate(with_noise(exact, random, trial / 5 % 2 == 0), 2 * level);
    result.covered += std::abs(fit.order - member.order) <= fit.uncertainty;
    result.saturated += fit.saturates;
    uncertainties.push_back(fit.uncertainty);
  }
  std::sort(uncertainties.begin(), uncertainties.end());
  result.covered /= trials;
  result.saturated /= trials;
  result.median = uncertainties[trials / 2];
  result.ninth_decile = uncertainties[trials * 9 / 10];
  return result;
}
}  // namespace

// An uncertainty that is a standard deviation of the fit alone covers about half of these (the local orders
// drift); one that is safe because it is huge is of no use.
TEST(RateCoverage, SixPointsOnePercent)
{
  const Coverage c = coverage(6, 2, 0.01, 2000);
  EXPECT_GE(c.covered, 0.95);
  EXPECT_LE(c.median, 0.1);
  EXPECT_LE(c.ninth_decile, 0.25);
  EXPECT_EQ(c.saturated, 0);
  RecordProperty("covered", std::to_string(c.covered));
  RecordProperty("median", std::to_string(c.median));
}

// Other ladders and error bars: longer, shorter, closer, wider, tiny error bars (where only the drift
// matters).
TEST(RateCoverage, OtherLadders)
{
  struct Case {
    unsigned points;
    double ratio, level, median;
  };
  for (const Case &c :
       {Case{6, 2, 1e-4, 0.1}, Case{6, 2, 0.05, 0.2}, Case{8, 2, 0.01, 0.1}, Case{4, 2, 0.01, 0.2},
        Case{3, 2, 0.01, 0.3}, Case{8, std::sqrt(2.0), 0.01, 0.2}, Case{5, std::sqrt(10.0), 0.02, 0.1}}) {
    const Coverage result = coverage(c.points, c.ratio, c.level, 1000);
    EXPECT_GE(result.covered, 0.95) << c.points << " points, ratio " << c.ratio << ", delta " << c.level;
    EXPECT_LE(result.median, c.median) << c.points << " points, ratio " << c.ratio << ", delta " << c.level;
    EXPECT_LE(result.saturated, 0.005) << c.points << " points, ratio " << c.ratio << ", delta " << c.level;
  }
}
