// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/base/sums.h>
#include <gammaflow/io/trajectory_file.h>
#include <gammaflow/study/claims/state_sweep.h>
#include <gammaflow/study/points/study_files.h>

#include <algorithm>
#include <cmath>

namespace gammaflow
{
namespace
{
enum class Embedding { identity, square_root, logarithm };

Embedding embedding_for(const std::string &distance)
{
  if (distance == "Hellinger") return Embedding::square_root;
  return Registry<Distance>::traits(distance).needs_positive ? Embedding::logarithm : Embedding::identity;
}

Vector embedded(Embedding embedding, Vector u)
{
  if (embedding == Embedding::square_root)
    for (double &value : u) value = std::sqrt(value);
  if (embedding == Embedding::logarithm)
    for (double &value : u) value = std::log(value);
  return u;
}
}  // namespace

/// One of the times.
struct SweepStates::Moment {
  std::size_t k;  ///< its number among the comparison times
  std::shared_ptr<const Space> space;
  std::shared_ptr<const Distance> distance;
  std::vector<Vector> states;  ///< embedded, one for each point
  double mass = 0;             ///< of the state of the finest point
};

struct SweepStates::Data {
  Parameters flow;
  Embedding embedding = Embedding::identity;
  double power = 1;
  bool equal_mass = false;
  std::vector<double> parameter, bar;
  std::vector<Moment> moments;

  /// The state with this embedding.
  Vector state(const Moment &moment, const Vector &image) const
  {
    Vector u = image;
    if (embedding == Embedding::logarithm)
      for (double &value : u) value = std::exp(value);
    if (embedding == Embedding::logarithm && equal_mass) u *= moment.mass / moment.space->integrate(u);
    return u;
  }
  Vector combination(const Moment &moment, const std::vector<double> &weights) const
  {
    Vector result = moment.space->zero();
    for (std::size_t i = 0; i < weights.size(); ++i)
      if (weights[i] != 0) result.add(weights[i], moment.states[i]);
    return result;
  }
  double between(const Moment &moment, const Vector &a, const Vector &b) const
  {
    if (embedding == Embedding::square_root) {  // the Hellinger distance is 2 |sqrt a - sqrt b| in L2
      Vector difference = a;
      difference -= b;
      return 2 * std::sqrt(moment.space->inner(difference, difference));
    }
    return std::pow(moment.distance->between(state(moment, a), state(moment, b)), power);
  }
  /// sup over the times; not a number where one is not.
  template <class At>
  double largest(const At &at) const
  {
    return largest_of(moments.size(), [&](std::size_t m) { return at(m); });
  }
  std::shared_ptr<const std::vector<Vector>> images_of(const Trajectory &limit) const
  {
    auto images = std::make_shared<std::vector<Vector>>();
    for (const Moment &moment : moments)
      images->push_back(embedded(
          embedding, carried(flow, limit.states.at(moment.k), *limit.space_of(moment.k), *moment.space)));
    return images;
  }
};

namespace
{
/// Which of the times are used, so that the states of all points fit into a quarter of the memory: always the
/// last one and that of the largest distance.
std::vector<std::size_t> chosen_times(const CasePlan &plan, const Trajectory &finest,
                                      const std::vector<PointRecord> &points)
{
  const std::size_t n = finest.times.size();
  double nodes = 0;
  for (std::size_t k = 0; k < n; ++k) nodes = std::max(nodes, double(size(finest.states[k])));
  const double bytes = nodes * sizeof(double) * double(points.size() + 2);
  const auto fitting = std::size_t(std::max(2., 0.25 * double(plan.memory_bytes) / bytes));
  std::vector<std::size_t> chosen;
  const std::size_t stride = (n + fitting - 1) / fitting;
  for (std::size_t k = n; k-- > 0;)
    if ((n - 1 - k) % stride == 0) chosen.push_back(k);
  const std::vector<double> &values = points.back().flow.distance.at(points.back().judged_distance);
  std::size_t worst = 0;
  for (std::size_t k = 0; k < std::min<std::size_t>(n, values.size()); ++k)
    if (values[k] > values[worst]) worst = k;
  chosen.push_back(worst);
  std::sort(chosen.begin(), chosen.end());
  chosen.erase(std::unique(chosen.begin(), chosen.end()), chosen.end());
  return chosen;
}
}  // namespace

SweepStates::SweepStates(const CasePlan &plan, const std::string &folder,
                         const std::vector<PointRecord> &points, EvolutionCache &cache)
    : data_(std::make_shared<Data>())
{
  const std::string name = points.back().judged_distance;
  const auto &traits = Registry<Distance>::traits(name);
  data_->flow = plan.flow;
  data_->embedding = embedding_for(name);
  data_->power = traits.metric_power;
  data_->equal_mass = traits.needs_equal_mass;
  const auto read = [&](const PointRecord &point) {
    return read_trajectory(trajectory_file(folder, point.index), plan.flow,
                           cache.space(plan.flow, point.level));
  };
  const Trajectory finest = read(points.back());
  for (const std::size_t k : chosen_times(plan, finest, points)) {
    Moment moment{k, finest.space_of(k), nullptr, {}, finest.space_of(k)->integrate(finest.states[k])};
    const auto same = std::find_if(data_->moments.begin(), data_->moments.end(),
                                   [&](const Moment &other) { return other.space == moment.space; });
    moment.distance = same != data_->moments.end() ? same->distance : make_distance(plan, name, moment.space);
    data_->moments.push_back(std::move(moment));
  }
  for (const PointRecord &point : points) {
    const bool last = &point == &points.back();
    const Trajectory own = last ? Trajectory() : read(point);
    const Trajectory &trajectory = last ? finest : own;
    if (trajectory.times != finest.times)
      throw InputError(trajectory_file(folder, point.index), "", "has other times than the other points",
                       "the directory of one study");
    for (Moment &moment : data_->moments)
      moment.states.push_back(embedded(
          data_->embedding,
          carried(plan.flow, trajectory.states[moment.k], *trajectory.space_of(moment.k), *moment.space)));
    data_->parameter.push_back(point.step.parameter);
    data_->bar.push_back(point.flow_bar);
  }
}

SweepStates::~SweepStates() = default;

std::size_t SweepStates::times() const
{
  return data_->moments.size();
}

ExtrapolatedDistance SweepStates::extrapolated(const Trajectory &limit, double bar, double order) const
{
  const auto data = data_;
  const auto images = data->images_of(limit);
  StateSweep sweep;
  sweep.parameter = data->parameter;
  sweep.bar = data->bar;
  sweep.limit_bar = bar;
  sweep.between = [data](const std::vector<double> &a, const std::vector<double> &b) {
    return data->largest([&](std::size_t m) {
      const Moment &moment = data->moments[m];
      return data->between(moment, data->combination(moment, a), data->combination(moment, b));
    });
  };
  sweep.to_limit = [data, images](const std::vector<double> &a) {
    return data->largest([&](std::size_t m) {
      const Moment &moment = data->moments[m];
      return data->between(moment, data->combination(moment, a), (*images)[m]);
    });
  };
  return extrapolate(sweep, order * data->power);
}

std::vector<SweepValue> SweepStates::distances(const Trajectory &limit, double bar) const
{
  const auto images = data_->images_of(limit);
  std::vector<SweepValue> result;
  for (std::size_t i = 0; i < data_->parameter.size(); ++i)
    result.push_back({data_->parameter[i], data_->largest([&](std::size_t m) {
                        const Moment &moment = data_->moments[m];
                        return data_->between(moment, moment.states[i], (*images)[m]);
                      }),
                      data_->bar[i] + bar});
  return result;
}

SweepValue in_metric(const SweepValue &value, double metric_power)
{
  const double root = std::pow(value.value, metric_power);
  return {value.parameter, root, std::pow(value.value + value.delta, metric_power) - root};
}

}  // namespace gammaflow
