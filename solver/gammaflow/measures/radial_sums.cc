// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/base/errors.h>
#include <gammaflow/base/sums.h>
#include <gammaflow/base/threads.h>
#include <gammaflow/measures/near_pairs.h>
#include <gammaflow/measures/radial_sums.h>
#include <gammaflow/measures/seam.h>
#include <gammaflow/measures/smooth_part.h>

#include <algorithm>
#include <cmath>
#include <limits>

namespace gammaflow
{
namespace
{
constexpr int stencil = 8;          ///< points of the interpolation in each direction
constexpr double near_cells = 12;   ///< R in units of the grid's distance
constexpr std::size_t probes = 64;  ///< points at which potentials are compared
constexpr double most_pairs = 2e11;
/// Of charges on a torus, whose potentials take many images each, so many are summed up directly.
constexpr std::size_t most_probed = 20000;

/// Lagrange's polynomials of the points -3, ..., 4 at 0 <= t < 1.
void lagrange(double t, double *l)
{
  static const double denominator[stencil] = {-5040, 720, -240, 144, -144, 240, -720, 5040};
  double left[stencil], right[stencil];
  left[0] = right[stencil - 1] = 1;
  for (int k = 1; k < stencil; ++k) left[k] = left[k - 1] * (t - (k - 4));
  for (int k = stencil - 1; k-- > 0;) right[k] = right[k + 1] * (t - (k - 2));
  for (int k = 0; k < stencil; ++k) l[k] = left[k] * right[k] / denominator[k];
}

/// Whether f(|x - y|) is so smooth, at x = y too, that the interpolation on a grid with this distance is
/// wrong by no more than 1e-13 of f(0): looked at along a line through x = y, at three places between its
/// points.
bool smooth_on_grid(const RadialProfile &f, double h)
{
  double l[stencil];
  for (const double t : {0.2, 0.5, 0.7}) {
    lagrange(t, l);
    for (int shift = -2 * stencil; shift <= 2 * stencil; ++shift) {
      double sum = 0;
      for (int k = 0; k < stencil; ++k) sum += l[k] * f.function()(std::abs(h * (shift + k - 3)));
      if (!(std::abs(sum - f.function()(std::abs(h * (shift + t)))) <= 1e-13 * std::abs(f.at_zero())))
        return false;
    }
  }
  return true;
}

/// At most this part of the whole box is within R, or else no grid is worth it.
std::size_t grid_points(unsigned dim, std::size_t points, double memory)
{
  const std::size_t wanted[3] = {std::size_t(1) << 15, points > 300000 ? 2048u : 1024u, 128u};
  std::size_t n = wanted[dim - 1];
  // symbols and work of the padded convolution
  while (n > 64 && 24. * std::pow(2. * double(n), int(dim)) > memory) n /= 2;
  return n;
}
}  // namespace

/// The grid, and f - g within R; without a grid where f ends before that.
class RadialSums::Far
{
 public:
  Far(std::shared_ptr<const RadialProfile> f, std::shared_ptr<const PeriodicProfile> around, unsigned dim,
      const Point &lower, const Point &upper, std::size_t points, double memory)
      : f_(std::move(f)), around_(std::move(around)), dim_(dim)
  {
    double longest = 0;
    for (unsigned d = 0; d < dim; ++d) longest = std::max(longest, upper[d] - lower[d]);
    const std::size_t most = grid_points(dim, points, memory);
    for (std::size_t n = 64; n <= most && !whole_; n *= 2) {
      h_ = longest / double(n);
      whole_ = smooth_on_grid(*f_, h_);
    }
    if (!whole_) {
      h_ = longest / double(most);
      radius_ = near_cells * h_;
      smooth_ = std::make_unique<SmoothPart>(*f_, radius_);
      rest_ = std::make_unique<RadialProfile>([this](double r) { return smooth_->rest(r); },
                                              std::min(f_->length(), radius_), radius_);
      polynomial_ = std::make_unique<NearPolynomial>([this](double r) { return smooth_->rest(r); }, radius_);
    }
    grid_.dim = dim;
    for (unsigned d = 0; d < dim; ++d) {
      const auto cells = std::size_t(std::ceil((upper[d] - lower[d]) / h_));
      goes_around_[d] = around_ && around_->period(d) > 0;
      if (goes_around_[d]) {
        const std::size_t turn = fft_friendly_size(std::max<std::size_t>(cells, 2 * stencil));
        lower_[d] = lower[d];
        grid_.direction[d] = Grid1D::build(lower[d], lower[d] + around_->period(d), turn, 1, 1, true);
        cell_[d] = around_->period(d) / double(turn);
      } else {
        lower_[d] = lower[d] - stencil / 2 * h_;
        grid_.direction[d] =
            Grid1D::build(lower_[d], lower_[d] + double(cells + stencil) * h_, cells + stencil, 1, 1, false);
        cell_[d] = h_;
      }
    }
    convolution_ = std::make_unique<BlockConvolution>(
        BlockToeplitz(symbol(), std::numeric_limits<double>::max(), true, grid_));
  }

  /// The grid has all of f: there is no part of short range.
  bool whole() const { return whole_; }
  double radius() const { return radius_; }
  const RadialProfile &rest() const { return *rest_; }
  /// Over pairs within the radius, also across the seams of the box that begins at `lower`.
  double near_sum(const NearPairs &near, const Charges &charges, const Point &lower) const;
  /// The same sum, by a polynomial where one is good enough.
  double rest_of(const NearPairs &near) const
  {
    return polynomial_->good() ? near.sum(*polynomial_) : near.sum(*rest_);
  }

  bool contains(const Charges &charges) const
  {
    for (unsigned d = 0; d < dim_; ++d) {
      if (goes_around_[d]) continue;
      // half a distance of the grid beyond the box that was announced
      const double first = lower_[d] + (stencil / 2 - 0.5) * h_;
      const double last = lower_[d] + (double(grid_.direction[d].cells()) - stencil / 2 + 0.5) * h_;
      const auto range = std::minmax_element(charges.coordinate(d), charges.coordinate(d) + charges.size());
      if (*range.first < first || *range.second > last) return false;
    }
    return true;
  }

  std::vector<double> deposited(const Charges &charges) const
  {
    std::vector<double> grid(grid_.size(), 0.);
    for (std::size_t i = 0; i < charges.size(); ++i)
      for_nodes(charges, i,
                [&](std::size_t node, double weight) { grid[node] += charges.charge[i] * weight; });
    return grid;
  }
  std::vector<double> convolved(const std::vector<double> &grid) const
  {
    std::vector<double> result(grid.size());
    convolution_->apply(grid.data(), result.data());
    return result;
  }
  double interpolated(const std::vector<double> &grid, const Charges &charges, std::size_t i) const
  {
    double sum = 0;
    for_nodes(charges, i, [&](std::size_t node, double weight) { sum += weight * grid[node]; });
    return sum;
  }

 private:
  /// What is convolved on the grid, as a function of the distance in each direction.
  BlockToeplitz::Difference symbol() const
  {
    const auto far = [this](double r) { return whole_ ? f_->function()(r) : (*smooth_)(r); };
    if (!around_)
      return [far](double x, double y, double z) { return far(std::sqrt(x * x + y * y + z * z)); };
    // the sums over periods are even in each direction: each is computed once
    const auto table = std::make_shared<std::vector<double>>();
    std::array<std::size_t, 3> n{{1, 1, 1}};
    for (unsigned d = 0; d < dim_; ++d)
      n[d] = goes_around_[d] ? grid_.direction[d].size() / 2 + 1 : grid_.direction[d].size() + 1;
    table->resize(n[0] * n[1] * n[2]);
    parallel_ranges(n[1] * n[2], 4, [&](std::size_t begin, std::size_t end) {
      for (std::size_t line = begin; line < end; ++line)
        for (std::size_t i = 0; i < n[0]; ++i)
          (*table)[line * n[0] + i] = around_->sum_of(
              far, {{double(i) * cell_[0], double(line % n[1]) * cell_[1], double(line / n[1]) * cell_[2]}});
    });
    return [table, n, this](double x, double y, double z) {
      const auto index = [this](double r, unsigned d) {
        return std::size_t(std::lround(std::abs(r) / cell_[d]));
      };
      return (*table)[index(x, 0) + n[0] * (index(y, 1) + n[1] * index(z, 2))];
    };
  }

  template <class Visit>
  void for_nodes(const Charges &charges, std::size_t i, const Visit &visit) const
  {
    double l[3][stencil] = {{1}, {1}, {1}};
    std::size_t node[3][stencil] = {};
    int count[3] = {1, 1, 1};
    for (unsigned d = 0; d < dim_; ++d) {
      const double at = (charges.coordinate(d)[i] - lower_[d]) / cell_[d];
      const auto cells = long(grid_.direction[d].cells());
      const double cell =
          goes_around_[d] ? std::floor(at) : std::clamp(std::floor(at), 3., double(cells) - 4);
      lagrange(at - cell, l[d]);
      const long first = long(cell) - 3;
      for (int k = 0; k < stencil; ++k)
        node[d][k] = std::size_t(goes_around_[d] ? (first + k + cells) % cells : first + k);
      count[d] = stencil;
    }
    const std::size_t nx = grid_.direction[0].size(), ny = grid_.direction[1].size();
    for (int c = 0; c < count[2]; ++c)
      for (int b = 0; b < count[1]; ++b) {
        const std::size_t row = nx * (node[1][b] + ny * node[2][c]);
        const double factor = l[2][c] * l[1][b];
        for (int a = 0; a < count[0]; ++a) visit(row + node[0][a], factor * l[0][a]);
      }
  }

  std::shared_ptr<const RadialProfile> f_;
  std::shared_ptr<const PeriodicProfile> around_;
  unsigned dim_;
  double h_ = 1, radius_ = 1;
  double cell_[3] = {1, 1, 1};  ///< h_, or a little less where the box goes around
  bool goes_around_[3] = {false, false, false};
  bool whole_ = false;
  Point lower_{};
  std::unique_ptr<const SmoothPart> smooth_;
  std::unique_ptr<const RadialProfile> rest_;
  std::unique_ptr<const NearPolynomial> polynomial_;
  TensorGrid grid_;
  std::unique_ptr<const BlockConvolution> convolution_;
};

RadialSums::RadialSums(std::shared_ptr<const RadialProfile> f, unsigned dim, const Point &lower,
                       const Point &upper, std::size_t points, double memory, std::size_t few,
                       const std::array<bool, 3> &periodic)
    : f_(std::move(f)), dim_(dim), few_(few), lower_(lower)
{
  std::array<double, 3> period{};
  for (unsigned d = 0; d < dim; ++d)
    if (periodic[d]) period[d] = upper[d] - lower[d];
  if (period != std::array<double, 3>{}) around_ = std::make_shared<PeriodicProfile>(f_, dim, period);
  if (points > few_) far_ = std::make_shared<Far>(f_, around_, dim, lower, upper, points, memory);
}

double RadialSums::potential_around(const Charges &charges, std::size_t i, std::size_t first) const
{
  return sum_of(charges.size() - first, [&](std::size_t k) {
    const std::size_t j = first + k;
    Point z{};
    for (unsigned d = 0; d < dim_; ++d) z[d] = charges.coordinate(d)[i] - charges.coordinate(d)[j];
    return charges.charge[j] * (*around_)(z);
  });
}

double RadialSums::potential(const Charges &charges, std::size_t i, std::size_t first) const
{
  if (around_) return potential_around(charges, i, first);
  Point x{};
  for (unsigned d = 0; d < dim_; ++d) x[d] = charges.coordinate(d)[i];
  const std::size_t n = charges.size();
  const double *x0 = charges.coordinate(0), *x1 = dim_ > 1 ? charges.coordinate(1) : nullptr,
               *x2 = dim_ > 2 ? charges.coordinate(2) : nullptr;
  return sum_of(n - first, [&](std::size_t k) {
    const std::size_t j = first + k;
    const double a = x[0] - x0[j], b = x1 ? x[1] - x1[j] : 0, c = x2 ? x[2] - x2[j] : 0;
    return charges.charge[j] * (*f_)(std::sqrt(a * a + b * b + c * c));
  });
}

/// Each pair once. A part is some rows from the beginning and as many from the end, so that all have as many
/// pairs.
double RadialSums::direct(const Charges &charges) const
{
  const std::size_t n = charges.size(), rows = (n + 1) / 2, block = 32, blocks = (rows + block - 1) / block;
  std::vector<double> parts(blocks, 0.);
  const auto row = [&](std::size_t i) {
    const double others = i + 1 < n ? potential(charges, i, i + 1) : 0.;
    return charges.charge[i] * (2 * others + charges.charge[i] * at_zero());
  };
  parallel_ranges(blocks, 1, [&](std::size_t begin, std::size_t end) {
    for (std::size_t b = begin; b < end; ++b)
      for (std::size_t i = b * block; i < std::min(rows, (b + 1) * block); ++i)
        parts[b] += i == n - 1 - i ? row(i) : row(i) + row(n - 1 - i);
  });
  return sum_of(blocks, [&](std::size_t b) { return parts[b]; });
}

Charges RadialSums::wrapped(const Charges &charges) const
{
  Charges result = charges;
  for (unsigned d = 0; d < dim_; ++d) {
    const double period = around_->period(d);
    if (period > 0)
      for (std::size_t i = 0; i < charges.size(); ++i) {
        double &x = result.coordinates[d * charges.size() + i];
        x -= period * std::floor((x - lower_[d]) / period);
      }
  }
  return result;
}

namespace
{
/// Every k-th of them, with charges that are as large altogether.
Charges thinned(const Charges &charges, std::size_t most)
{
  const std::size_t n = charges.size(), step = (n + most - 1) / most;
  if (step <= 1) return charges;
  Charges result;
  result.dim = charges.dim;
  for (unsigned d = 0; d < charges.dim; ++d)
    for (std::size_t i = 0; i < n; i += step) result.coordinates.push_back(charges.coordinate(d)[i]);
  double all = 0, kept = 0;
  for (std::size_t i = 0; i < n; ++i) {
    all += std::abs(charges.charge[i]);
    if (i % step == 0) kept += std::abs(charges.charge[i]);
  }
  for (std::size_t i = 0; i < n; i += step)
    result.charge.push_back(kept > 0 ? charges.charge[i] * all / kept : 0);
  return result;
}
}  // namespace

double RadialSums::Far::near_sum(const NearPairs &near, const Charges &charges, const Point &lower) const
{
  if (near.candidates() > most_pairs)
    throw NumericalFailure("sums over pairs of particles: " + std::to_string(charges.size()) +
                           " particles are crowded so that too many pairs are near to each other");
  double sum = rest_of(near);
  if (!around_) return sum;
  const Seam seam(charges, lower, *around_, radius_);
  if (seam.images.size() == 0) return sum;
  const auto own = [this](const Charges &some) { return rest_of(NearPairs(some, radius_)); };
  // of near and images together: both among themselves, and twice what is between them
  return sum + (own(joined(seam.near, seam.images)) - own(seam.near) - own(seam.images)) / 2;
}

double RadialSums::error_of(const Charges &charges, const std::vector<double> &potentials,
                            const NearPairs *near) const
{
  const std::size_t n = charges.size();
  double absolute = 0, mean = 0, square = 0;
  for (const double q : charges.charge) absolute += std::abs(q);
  for (std::size_t k = 0; k < probes; ++k) {
    const std::size_t i = k * (n / probes) + (k * 7919) % (n / probes);
    Point x{};
    for (unsigned d = 0; d < dim_; ++d) x[d] = charges.coordinate(d)[i];
    const double found =
        far_->interpolated(potentials, charges, i) + (near ? near->potential(far_->rest(), x) : 0);
    const double error = std::abs(found - potential(charges, i));
    mean += error / probes;
    square += error * error / probes;
  }
  return absolute * (mean + 3 * std::sqrt(std::max(0., square - mean * mean) / probes));
}

RadialSums::Sum RadialSums::of(const Charges &given) const
{
  const std::size_t n = given.size();
  if (n <= few_) return {direct(given), 0};
  const Charges charges = around_ ? wrapped(given) : given;
  if (!far_ || !far_->contains(charges)) {  // other points than were announced
    Point lower = lower_, upper{};
    for (unsigned d = 0; d < dim_; ++d) {
      const auto range = std::minmax_element(charges.coordinate(d), charges.coordinate(d) + n);
      const double period = around_ ? around_->period(d) : 0;
      if (period == 0) lower[d] = *range.first;
      upper[d] = period > 0 ? lower[d] + period : *range.second;
    }
    if (lower == upper) return {direct(charges), 0};
    RadialSums own(*this);
    own.lower_ = lower;
    own.far_ = std::make_shared<Far>(f_, around_, dim_, lower, upper, n, 0x1p29);
    return own.of(charges);
  }
  const std::vector<double> grid = far_->deposited(charges), potentials = far_->convolved(grid);
  Sum sum;
  sum.value = sum_of(grid.size(), [&](std::size_t k) { return grid[k] * potentials[k]; });
  std::unique_ptr<const NearPairs> near;
  if (!far_->whole()) {
    near = std::make_unique<NearPairs>(charges, far_->radius());
    sum.value += far_->near_sum(*near, charges, lower_);
  }
  if (!around_) {
    sum.error = error_of(charges, potentials, near.get());
    return sum;
  }
  const Charges probed = thinned(charges, most_probed);
  if (near) {
    const Seam seam(probed, lower_, *around_, far_->radius());
    near = std::make_unique<NearPairs>(joined(probed, seam.images), far_->radius());
  }
  sum.error = error_of(probed, far_->convolved(far_->deposited(probed)), near.get());
  return sum;
}

}  // namespace gammaflow
