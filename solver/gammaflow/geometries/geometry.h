// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/base/registry.h>
#include <gammaflow/base/state_domain.h>
#include <gammaflow/base/types.h>
#include <gammaflow/kernels/kernel_operator.h>
#include <gammaflow/parameters/parameters.h>
#include <gammaflow/spaces/space.h>

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace gammaflow
{
/// Where a kernel geometry goes, and how fast, when a parameter goes to zero.
struct LimitDeclaration {
  std::string
      parameter;  ///< "bandwidth", "ridge", or "path" (bandwidth and ridge together; order in the ridge)
  std::string geometry;  ///< name of the limit geometry
  std::string settings;  ///< further assignments for the limit flow, "geometry/exponent = 2"
  double order = 0;      ///< predicted order in the parameter
  std::string note;      ///< what the prediction assumes
  std::vector<std::string> conditions = {};  ///< what it needs, as names of registered conditions
};

/// What a time step needs of a geometry: its bounded rate, its metric, or (where K contains derivatives) an
/// implicit stage with K and its linearization; of flows also `field_in_metric`, the metric of a signed field
/// whose energy contains derivatives or is not convex, or which is driven.
enum class StepKind { explicit_rate, metric, diffusive, field_in_metric };

/// K(u) xi = -div(mobility grad xi) + reaction xi at a state, and the derivatives of both in u, at the nodes.
struct OnsagerCoefficients {
  Vector mobility, reaction, mobility_slope, reaction_slope;
  /// The values of mobility and reaction where both are the same everywhere, at every state.
  struct Uniform {
    double mobility, reaction;
  };
  std::optional<Uniform> uniform = {};
};

/// What is known of K at every state alike: closed forms rest on it, and preconditioners take it as a hint.
/// To be used while its geometry lives.
struct OnsagerStructure {
  std::optional<double> multiple = {};       ///< c, where K(u) xi = c xi at every state
  const KernelOperator *metric = nullptr;    ///< Kf, where the metric is one: G = Kf (MMD)
  const KernelOperator *inverted = nullptr;  ///< Kf, whose inverse K contains
  /// K(c) on modes of the Laplacian at a constant density, K(c) b = symbol(lambda, c) b for L b = lambda b,
  /// of geometries that are near no differential operator at high modes: no sparse matrix stands for K.
  std::function<double(double lambda, double density)> symbol = {};
};

/// A gradient structure given by its Onsager operator K(u), symmetric and positive semi-definite in <.,.>:
///   flow u' = -K(u) DF(u),  R*(u,xi) = 1/2 <xi, K(u) xi>,  R(u,v) = sup_xi <xi,v> - R*(u,xi).
class Geometry
{
 public:
  /// What a geometry is made from.
  struct Context {
    const Parameters &parameters;  ///< section "geometry"
    std::shared_ptr<const Space> space;
    std::shared_ptr<const KernelOperator> kernel;  ///< of section "kernel"; null if not needed
    bool barrier = true;                           ///< of the energy, see Energy::barrier()
  };
  /// What is known of a geometry by its name.
  struct Traits {
    std::string summary;  ///< K(u) xi in one line
    StateDomain domain = StateDomain::positive;
    std::vector<std::string> reads = {};  ///< keys of section "geometry" that it is made from, beside `name`
    bool needs_kernel = false;
    bool any_rank = false;  ///< of its kernel: one of finite rank will do
    bool conserves_mass = false;
    bool gradient_structure = true;             ///< false: K is not symmetric, no EDB (Nadaraya-Watson)
    std::vector<LimitDeclaration> limits = {};  ///< empty for exact geometries without parameters

    Traits(std::string K, StateDomain states = StateDomain::positive);
    Traits &reading(std::vector<std::string> keys);
    Traits &with_kernel();
    Traits &with_kernel_of_any_rank();
    Traits &conserving_mass();
    Traits &without_gradient_structure();
    Traits &tending_to(std::vector<LimitDeclaration> known);
    bool depends_on(const std::string &key) const;  ///< `key` is among `reads`
  };

  explicit Geometry(std::shared_ptr<const Space> space) : space_(std::move(space)) {}
  virtual ~Geometry() = default;

  const Space &space() const { return *space_; }

  /// v = K(u) xi, the derivative of R*(u, .) at xi. It is linear in xi but where a front runs through a cell
  /// (FrontCell): there R* is convex and homogeneous of degree 2, R*(u, s xi) = s^2 R*(u, xi). Returns the
  /// number of inner iterations (0 where there is no solve).
  virtual unsigned onsager_apply(const Vector &u, const Vector &xi, Vector &v) const = 0;
  /// f = K(u) xi / u, the growth rate: what the log-density is integrated with. Default: the quotient;
  /// geometries of the form K(u) xi = u (...) compute it without dividing.
  virtual unsigned relative_onsager_apply(const Vector &u, const Vector &xi, Vector &f) const;
  /// R*(u, xi) = 1/2 <xi, K(u) xi>
  virtual double dual_dissipation(const Vector &u, const Vector &xi) const;
  /// R(u, v) = 1/2 <v, K(u)^-1 v> for any rate v; +infinity outside the range where that is detectable.
  virtual double primal_dissipation(const Vector &u, const Vector &v) const = 0;
  /// R(u, v) when v = K(u) xi is known: evaluated in the primal form without inverting K. Default: 1/2 <xi,
  /// v>.
  virtual double primal_dissipation_along(const Vector &u, const Vector &xi, const Vector &v) const;

  /// Default: explicit, the rate is bounded. metric: geometries that are given by their metric G = K^-1,
  /// independent of the state (L2, MMD, ridge MMD): the step is implicit and needs only G, v = K xi solves G
  /// v = xi (on rates of zero mass: up to a constant).
  virtual StepKind step_kind() const { return StepKind::explicit_rate; }
  bool has_metric() const { return step_kind() == StepKind::metric; }
  virtual void metric_apply(const Vector &v, Vector &xi) const;  ///< xi = G v
  virtual void metric_diagonal(Vector &d) const;
  /// What is known of K beside how it is applied. Default: nothing.
  virtual OnsagerStructure structure() const { return {}; }
  /// K(u) xi for xi = Kf eta with Kf = structure().inverted: without the inverse (where it is not the metric
  /// that is inverted).
  virtual void apply_to_image(const Vector &u, const Vector &xi, const Vector &eta, Vector &v) const;
  /// Every rate has zero mass.
  virtual bool zero_mass_rates() const { return false; }

  /// Where K is a differential operator or a multiplication, up to a term of rank one (spherical
  /// geometries): its coefficients at u; else null.
  virtual std::shared_ptr<const OnsagerCoefficients> coefficients(const Vector &u) const;
  /// The geometry whose Onsager operator is, at the state u, the second derivative of R*(u, .) at xi: linear,
  /// and equal to K(u) at this force. Null where K(u) is linear anyway. To be used while this lives.
  virtual std::shared_ptr<const Geometry> at_force(const Vector & /*u*/, const Vector & /*xi*/) const
  {
    return nullptr;
  }
  /// What K and its derivatives are made of, where it is a differential operator.
  virtual const GradientCalculus &gradients() const { return space().gradients(); }
  /// out = K'(u)[y] xi, the derivative of K(u) xi in u in the direction y. Default: from the coefficients.
  virtual void onsager_derivative(const Vector &u, const Vector &y, const Vector &xi, Vector &out) const;

 protected:
  const std::shared_ptr<const Space> &shared_space() const { return space_; }

 private:
  std::shared_ptr<const Space> space_;
};

/// The rate v has a mass beyond round-off: a geometry that keeps the mass has no finite R(u, v).
bool has_mass(const Space &space, const Vector &v);

}  // namespace gammaflow
