// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/conditions/bulk.h>
#include <gammaflow/conditions/layer_resolution.h>
#include <gammaflow/kernels/kernel_symbol.h>
#include <gammaflow/spaces/inspection/wall_derivatives.h>
#include <gammaflow/spaces/walls.h>

#include <algorithm>
#include <cmath>
#include <sstream>

namespace gammaflow
{
namespace
{
/// Odd normal derivatives of a field at no-flux walls. An intrinsic kernel g(L) makes functions without them.
/// A field with the derivative D_k f = d^k f/dn^k, k odd, leaves a layer of width delta in which the error is
/// about delta^k D_k f exp(-x/delta) (ridge regression with s = 1, k = 1: rho e - lambda l^2 e'' = 0, e' =
/// -f'), so
///   |layer|^2 = int over the walls of (D_k f)^2 delta^(2k+1)/2,
/// of order k + 1/2 in delta, k in the maximum norm, k + 1 in L1. delta is the length of the shortest modes
/// that are moved, g(delta^-2) = lambda/rho (Matern: l (lambda/rho)^(1/(2s))), or the width of the kernel.
/// Derivatives with k + 1/2 below the order of the bulk count: k < 2s - 1/2 in ridge regression (only k = 1
/// at times after 0, on meshes, and for kernels without s; none above 5), k = 1 for small bandwidths.
class LevelAtWalls final : public Condition
{
 public:
  LevelAtWalls(const Context &context, bool of_density) : Condition(context), of_density_(of_density) {}

  void look_at(const ConditionMoment &moment) override
  {
    if (!has_walls(moment.space)) return;
    walls_ = true;
    if (!looked_at_walls()) return;
    const Vector &field = of_density_ ? moment.state : moment.force;
    longest_ = diameter(moment.space);
    for (unsigned k = 1; k == 1 || (moment.time == 0 && k < last_derivative()); k += 2)
      if (k == 1 || (moment.space.tensor_grid() != nullptr && k <= 5))
        add(k, normal_derivatives(moment.space, field, moment.state, k), moment);
      else {
        unseen_ = true;
        break;
      }
    for (std::size_t i = 0; i < 2; ++i) bulk_[i] = std::max(bulk_[i], bulk(step(i), moment));
  }

  ConditionResult result() const override
  {
    ConditionResult r;
    r.threshold = largest_share;
    if (!walls_ || !looked_at_walls()) {
      r.holds = Holds::yes;
      r.value = 0;
      r.sentence = walls_
                       ? "The kernel does not know the walls, so that it asks nothing of slopes there (see "
                         "'kernel compatible with walls')."
                       : "The domain has no walls.";
      return r;
    }
    for (const auto &[k, layer] : layers_) judge(k, layer, r);
    if (unseen_ && r.holds == Holds::yes) {
      r.holds = Holds::undecided;
      r.sentence +=
          " The kernel needs higher derivatives, too, which are not looked at (on meshes from the third "
          "on, on boxes from the seventh on).";
      r.help = "a box, or a smaller kernel/smoothness";
    }
    return r;
  }

 private:
  struct Layer {
    double norm[2] = {0, 0},
           uncertain = 0;              ///< at the last but one and the last value of the sweep; of the last
    double derivative = 0, error = 0;  ///< the largest one
    Point point{};
    double time = 0, delta[2] = {0, 0};
    std::string unresolved;  ///< the last of these widths
  };

  bool looked_at_walls() const { return !sweep().of_ridge() || sweep().steps.back().kernel->intrinsic(); }
  const ConditionSweep::Step &step(std::size_t i) const
  {
    const std::size_t n = sweep().steps.size();
    return sweep().steps[n < 2 ? 0 : n - 2 + i];
  }
  double last_derivative() const
  {
    const auto s = kernel_smoothness(*sweep().steps.back().kernel);
    return sweep().of_ridge() && s ? 2 * *s - 0.5 : 2 * sweep().power() - 0.5;
  }
  double bulk(const ConditionSweep::Step &at, const ConditionMoment &moment) const
  {
    if (!of_density_) return bulk_error(sweep(), at, moment);
    const Variation v = variation_of(moment.space, moment.state);
    return std::pow(std::min(1., squared_width(*at.kernel) * v.kappa), sweep().power()) * v.size;
  }
  double width(const ConditionSweep::Step &at, double rho) const
  {
    if (sweep().of_ridge())
      return moved_length(*at.kernel, at.ridge / (sweep().weighted ? rho : 1.), longest_);
    return std::min(longest_, std::sqrt(squared_width(*at.kernel)));
  }

  void add(unsigned k, const std::vector<AtWall> &points, const ConditionMoment &moment)
  {
    if (moment.space.sum(double(points.size())) == 0) {  // too few nodes along the normal
      unseen_ = true;
      return;
    }
    Layer now;
    double largest = 0;
    for (const auto &at : points) {
      const double rho = sweep().of_ridge() && sweep().weighted ? at.value : 1.;
      const double noise = moment.accuracy * std::max(1., largest_of(moment)) * at.gain;
      const double error = at.error + noise;
      for (std::size_t i = 0; i < 2; ++i) {
        const double delta = width(step(i), at.value),
                     unit = at.weight * rho * std::pow(delta, 2 * k + 1.) / 2;
        now.norm[i] += unit * at.derivative * at.derivative;
        if (i == 1) now.uncertain += unit * error * error;
        if (std::abs(at.derivative) >= largest) now.delta[i] = delta;
      }
      if (std::abs(at.derivative) < largest) continue;
      largest = std::abs(at.derivative);
      now.derivative = at.derivative;
      now.error = error;
      now.point = at.point;
      now.time = moment.time;
    }
    for (double *sum : {&now.norm[0], &now.norm[1], &now.uncertain}) *sum = std::sqrt(moment.space.sum(*sum));
    now.unresolved = unresolved_layer(moment.space, now.delta[1]);
    dim_ = moment.space.dim();
    Layer &worst = layers_[k];
    if (now.norm[1] - now.uncertain >= worst.norm[1] - worst.uncertain || worst.delta[1] == 0) worst = now;
  }
  double largest_of(const ConditionMoment &moment) const
  {
    const Vector &field = of_density_ ? moment.state : moment.force;
    return moment.space.maximum(field.linfty_norm());
  }

  void judge(unsigned k, const Layer &layer, ConditionResult &r) const
  {
    const double share = bulk_[1] > 0        ? layer.norm[1] / bulk_[1]
                         : layer.norm[1] > 0 ? 1e300
                                             : 0,
                 uncertain = bulk_[1] > 0 ? layer.uncertain / bulk_[1] : 0;
    const Holds holds = share - uncertain > largest_share    ? Holds::no
                        : share + uncertain <= largest_share ? Holds::yes
                                                             : Holds::undecided;
    const bool first = r.sentence.empty();
    // the lowest derivative that is there decides the order; where all vanish, the report is about the
    // largest share
    if (!first &&
        (r.holds == Holds::no || (holds == Holds::yes && (r.holds != Holds::yes || r.value >= share)) ||
         (holds == Holds::undecided && r.holds == Holds::undecided)))
      return;
    r.holds = holds;
    r.value = share;
    r.sentence = sentence(k, layer, holds, share);
    r.help.clear();
    r.alternative.clear();
    if (holds == Holds::yes) return;
    r.help =
        of_density_ ? "initial state and target without slope at the walls (cosines), or a periodic domain"
        : sweep().of_ridge()
            ? "initial state and target whose force (for KL: log(initial state/target)) has no slope at the "
              "walls (cosines), a periodic domain, or the order of the layer as limit/order"
            : "initial state and target without slope at the walls (cosines), or a periodic domain";
    if (holds == Holds::undecided)
      r.help = "a finer mesh near the walls (domain/cells, domain/degree), or " + r.help;
    if (holds == Holds::no && (kernel_smoothness(*step(1).kernel) || !sweep().of_ridge())) {
      const double q = sweep().steps.size() > 1 ? last_order(sweep(), layer.delta[0], layer.delta[1]) : 1;
      // delta's own exponent, without the ladder's end: a power of the parameter
      const double exact = sweep().parameter == "ridge"       ? 1 / (2 * *kernel_smoothness(*step(1).kernel))
                           : sweep().parameter == "bandwidth" ? 1
                                                              : q;
      r.alternative = orders_by_distance((k + 1) * exact, (k + 0.5) * exact, k * exact, sweep().order);
    }
  }

  std::string sentence(unsigned k, const Layer &layer, Holds holds, double share) const
  {
    const std::string what = of_density_ ? "density" : "force";
    const std::string name = k == 1   ? "slope"
                             : k == 3 ? "third normal derivative"
                                      : std::to_string(k) + "th normal derivative";
    std::ostringstream out;
    out.precision(3);
    if (holds == Holds::yes) {
      out << "The " << what << " has no " << name << " at the walls that shows on this sweep (largest ";
    } else if (holds == Holds::undecided)
      out << "Whether the " << what << " has a " << name
          << " at the walls is not seen on this mesh (largest ";
    else
      out << "The " << what << " has a " << name << " at the no-flux walls (";
    out << layer.derivative << " +- ";
    out.precision(1);
    out << layer.error << " at " << to_text(layer.point) << ", t = ";
    out.precision(3);
    out << layer.time << ")";
    if (holds == Holds::no)
      out << (sweep().of_ridge() ? ", so that it is not in the range of the kernel"
                                 : ", which the kernel does not keep")
          << ": a boundary layer of width " << layer.delta[1] << " at the smallest " << sweep().parameter
          << ", whose error is " << share << " times that of the inside";
    out << '.';
    if (holds == Holds::no) out << layer.unresolved;
    return out.str();
  }
  std::string to_text(const Point &point) const
  {
    std::ostringstream out;
    out.precision(3);
    const char *const names[] = {"x = ", "y = ", "z = "};
    for (unsigned d = 0; d < dim_; ++d) out << (d ? ", " : "") << names[d] << point[d];
    return out.str();
  }

  const bool of_density_;
  bool walls_ = false, unseen_ = false;
  unsigned dim_ = 1;
  double longest_ = 1, bulk_[2] = {0, 0};
  std::map<unsigned, Layer> layers_;
};

const Register<Condition> force(
    "force level at walls",
    {"odd normal derivatives of the force vanish at no-flux walls (first; for ridge "
     "regression with a Matern kernel all below 2s - 1/2)"},
    [](const auto &context) { return std::make_unique<LevelAtWalls>(context, false); });
const Register<Condition> density("density level at walls",
                                  {"the normal derivative of the density vanishes at no-flux walls"},
                                  [](const auto &context) {
                                    return std::make_unique<LevelAtWalls>(context, true);
                                  });
}  // namespace
}  // namespace gammaflow
