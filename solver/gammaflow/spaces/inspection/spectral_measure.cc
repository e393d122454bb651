// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/spaces/box/box_modes.h>
#include <gammaflow/spaces/inspection/spectral_measure.h>

#include <Eigen/Eigenvalues>

#include <algorithm>
#include <cmath>
#include <map>

namespace gammaflow
{
namespace
{
constexpr int per_decade = 230;          // one percent
constexpr std::size_t iterations = 200;  // resolves the spectrum to its 1/200^2 at the lower end
}  // namespace

double SpectralMeasure::norm(const std::function<double(double)> &h) const
{
  double sum = 0;
  for (const auto &part : parts) {
    const double factor = h(part.value);
    sum += part.weight * factor * factor;
  }
  return std::sqrt(sum);
}

SpectralAnalysis::SpectralAnalysis(const Space &space) : space_(space)
{
  if (space.tensor_grid() != nullptr) modes_ = std::make_unique<const BoxModes>(*space.tensor_grid());
}

SpectralAnalysis::~SpectralAnalysis() = default;

SpectralMeasure SpectralAnalysis::operator()(const Vector &f) const
{
  return modes_ ? by_modes(f) : by_lanczos(f);
}

SpectralMeasure SpectralAnalysis::by_modes(const Vector &f) const
{
  std::vector<double> coefficients(modes_->size());
  modes_->to_modes(data(f), coefficients.data());
  std::map<int, SpectralMeasure::Part> bins;
  double all = 0;
  for (Eigen::Index k = 0; k < modes_->size(); ++k) {
    const double value = std::max(0., modes_->eigenvalues()[k]), weight = coefficients[k] * coefficients[k];
    const int bin = value > 1e-8 ? int(std::floor(per_decade * std::log10(value))) : -10000;
    auto &part = bins.try_emplace(bin, SpectralMeasure::Part{0, 0}).first->second;
    const double sum = part.weight + weight;
    part.value = sum > 0 ? part.value + (value - part.value) * (weight / sum) : value;
    part.weight = sum;
    all += weight;
  }
  SpectralMeasure measure;
  for (const auto &bin : bins)
    if (bin.second.weight > 0) measure.parts.push_back(bin.second);
  measure.floor = 1e-30 * all;
  return measure;
}

SpectralMeasure SpectralAnalysis::by_lanczos(const Vector &f) const
{
  SpectralMeasure measure;
  const double norm = space_.norm(f);
  if (!(norm > 0)) return measure;
  const auto &laplacian = space_.laplacian();
  Vector before = space_.zero(), now = f, next = before;
  now *= 1 / norm;
  std::vector<double> diagonal, beside;
  const std::size_t steps = std::min(iterations, space_.n_global_nodes());
  while (true) {
    laplacian.laplacian(now, next);
    if (!beside.empty()) next.add(-beside.back(), before);
    diagonal.push_back(space_.inner(next, now));
    next.add(-diagonal.back(), now);
    const double beta = space_.norm(next);
    if (diagonal.size() == steps || !(beta > 1e-13 * laplacian.largest_eigenvalue())) break;
    beside.push_back(beta);
    before = now;
    now.equ(1 / beta, next);
  }
  Eigen::SelfAdjointEigenSolver<Eigen::MatrixXd> solver;
  solver.computeFromTridiagonal(Eigen::Map<Eigen::VectorXd>(diagonal.data(), diagonal.size()),
                                Eigen::Map<Eigen::VectorXd>(beside.data(), beside.size()));
  for (Eigen::Index j = 0; j < solver.eigenvalues().size(); ++j)
    measure.parts.push_back(
        {std::max(0., solver.eigenvalues()[j]), std::pow(norm * solver.eigenvectors()(0, j), 2)});
  measure.floor = 1e-16 * norm * norm;
  return measure;
}

}  // namespace gammaflow
