#include <gammaflow/discretization/gauss_lobatto.h>
#include <gammaflow/discretization/laplacian_1d.h>

#include <Eigen/SVD>

#include <algorithm>
#include <cmath>
#include <numeric>

namespace gammaflow
{
namespace
{
/// The p x p problem of one wave number theta. A Bloch wave takes, in the middle of cell m, the phase
/// e^{i theta (m + 1/2)}, and relative to it the values
///   e^{-i theta/2} c_0 and e^{i theta/2} c_0 at the vertices,
///   (s_i + i a_i) / sqrt(2) and (s_i - i a_i) / sqrt(2) at the interior nodes i and p - i, s_i at the middle
///   one.
/// The symmetric part of these is real and the antisymmetric part imaginary, so that real coefficients c_0,
/// s, a suffice: the real part of the wave is even about x = 0 (no flux there), the imaginary part odd.
class BlochWaves
{
 public:
  BlochWaves(const GaussLobatto &reference, double length)
      : p_(reference.degree()), s_(p_ / 2), a_((p_ - 1) / 2)
  {
    for (unsigned i = 0; i <= s_; ++i)
      root_mass_.push_back(std::sqrt(length * reference.weights()[i] * (i == 0 ? 2 : 1)));
    root_ = reference.stiffness_root() / std::sqrt(length);
  }

  unsigned degree() const { return p_; }

  /// The real factor F of the stiffness in the coefficients (scaled by the root of the mass), F^T F ~ A.
  Eigen::MatrixXd factor(double cosine, double sine) const
  {
    Eigen::MatrixXd symmetric = Eigen::MatrixXd::Zero(p_ + 1, p_), antisymmetric = symmetric;
    symmetric(0, 0) = symmetric(p_, 0) = cosine / root_mass_[0];
    antisymmetric(0, 0) = -sine / root_mass_[0];
    antisymmetric(p_, 0) = sine / root_mass_[0];
    for (unsigned i = 1; i <= s_; ++i) {
      symmetric(i, i) = symmetric(p_ - i, i) = (2 * i == p_ ? 1 : std::sqrt(0.5)) / root_mass_[i];
      if (i <= a_) {
        antisymmetric(i, s_ + i) = std::sqrt(0.5) / root_mass_[i];
        antisymmetric(p_ - i, s_ + i) = -std::sqrt(0.5) / root_mass_[i];
      }
    }
    // At Gauss points the derivative of the one part is antisymmetric, of the other symmetric: half of them
    // suffice.
    const Eigen::MatrixXd ds = root_ * symmetric, da = root_ * antisymmetric;
    Eigen::MatrixXd f(p_, p_);
    const unsigned half = p_ / 2;
    f.topRows(half) = std::sqrt(2.) * ds.topRows(half);
    f.middleRows(half, half) = std::sqrt(2.) * da.topRows(half);
    if (p_ % 2) f.row(p_ - 1) = da.row(half);
    return f;
  }

  /// The coefficients of the waves that do not vanish at theta = 0 and theta = pi.
  std::vector<unsigned> coefficients(bool zero, bool pi, bool odd) const
  {
    std::vector<unsigned> list;
    for (unsigned i = 0; i < p_; ++i) {
      const bool vertex = i == 0, symmetric = i > 0 && i <= s_;
      const bool real_part = zero ? vertex || symmetric : vertex || !symmetric;
      if ((!zero && !pi) || real_part != odd) list.push_back(i);
    }
    return list;
  }

  /// Node i of a cell whose middle has the phase (cosine, sine), and its left vertex (left_cosine,
  /// left_sine).
  double value(unsigned i, const Eigen::VectorXd &c, double left, double cosine, double sine) const
  {
    if (i == 0) return left * c[0] / root_mass_[0];
    if (2 * i == p_) return cosine * c[i] / root_mass_[i];
    const unsigned j = std::min(i, p_ - i);
    return std::sqrt(0.5) * (cosine * c[j] + (i == j ? -sine : sine) * c[s_ + j]) / root_mass_[j];
  }

 private:
  unsigned p_, s_, a_;
  std::vector<double> root_mass_;
  Eigen::MatrixXd root_;
};

/// One eigenvector: the wave number, the coefficients, and which part of the wave it is.
struct Mode {
  double eigenvalue;
  std::size_t wave;
  bool odd;
  double norm;
  Eigen::VectorXd coefficients;
};
}  // namespace

Eigenbasis Eigenbasis::of_uniform(const Grid1D &grid)
{
  const std::size_t cells = grid.cells(), n = grid.size();
  const double length = (grid.upper - grid.lower) / double(cells), pi = std::acos(-1.);
  const GaussLobatto reference(grid.degree);
  const BlochWaves waves(reference, length);

  // theta = 2 pi j / period: without flux the even continuation has the double period.
  const std::size_t period = grid.periodic ? cells : 2 * cells;
  std::vector<double> cosines(2 * period), sines(2 * period);  // of pi r / period
  for (std::size_t r = 0; r < 2 * period; ++r) {
    cosines[r] = std::cos(pi * double(r) / double(period));
    sines[r] = std::sin(pi * double(r) / double(period));
  }

  std::vector<Mode> modes;
  for (std::size_t j = 0; 2 * j <= period; ++j) {
    const bool at_zero = j == 0, at_pi = 2 * j == period;
    const Eigen::MatrixXd f = waves.factor(at_pi ? 0. : cosines[j], at_zero ? 0. : sines[j]);
    for (const bool odd : {false, true}) {
      const auto list = waves.coefficients(at_zero, at_pi, odd);
      if ((odd && !grid.periodic) || list.empty()) continue;
      Eigen::MatrixXd g(f.rows(), Eigen::Index(list.size()));
      for (std::size_t k = 0; k < list.size(); ++k) g.col(Eigen::Index(k)) = f.col(list[k]);
      const Eigen::JacobiSVD<Eigen::MatrixXd> svd(g, Eigen::ComputeFullV);
      for (Eigen::Index k = 0; k < g.cols(); ++k) {
        Eigen::VectorXd c = Eigen::VectorXd::Zero(waves.degree());
        for (std::size_t l = 0; l < list.size(); ++l) c[list[l]] = svd.matrixV()(Eigen::Index(l), k);
        const double sigma = svd.singularValues()[k];
        modes.push_back({sigma * sigma, j, odd, std::sqrt((at_zero || at_pi ? 1. : 2.) / double(cells)), c});
      }
    }
  }
  std::stable_sort(modes.begin(), modes.end(),
                   [](const Mode &a, const Mode &b) { return a.eigenvalue < b.eigenvalue; });

  Eigenbasis basis;
  basis.values = Eigen::VectorXd::Zero(Eigen::Index(n));
  basis.vectors.resize(Eigen::Index(n), Eigen::Index(n));
  for (std::size_t k = 1; k < n; ++k) {
    const Mode &mode = modes[k];
    basis.values[Eigen::Index(k)] = mode.eigenvalue;
    double *column = basis.vectors.col(Eigen::Index(k)).data();
    for (std::size_t node = 0; node < n; ++node) {
      const std::size_t cell = node / grid.degree;
      const std::size_t left = 2 * mode.wave * cell % (2 * period);
      const std::size_t middle = (mode.wave * (2 * cell + 1)) % (2 * period);
      // Re e^{i phi} (s + i a) = cos s - sin a, Im e^{i phi} (s + i a) = sin s + cos a
      column[node] = mode.norm * (mode.odd ? waves.value(unsigned(node % grid.degree), mode.coefficients,
                                                         sines[left], sines[middle], -cosines[middle])
                                           : waves.value(unsigned(node % grid.degree), mode.coefficients,
                                                         cosines[left], cosines[middle], sines[middle]));
    }
  }
  basis.vectors.col(0).setConstant(1 / std::sqrt(grid.upper - grid.lower));
  return basis;
}

}  // namespace gammaflow
