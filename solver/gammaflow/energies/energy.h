// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/base/registry.h>
#include <gammaflow/base/state_domain.h>
#include <gammaflow/base/types.h>
#include <gammaflow/energies/value_bounds.h>
#include <gammaflow/kernels/kernel_operator.h>
#include <gammaflow/parameters/parameters.h>
#include <gammaflow/spaces/space.h>
#include <gammaflow/sparse/sparse_factor.h>

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace gammaflow
{
/// Where an energy with a kernel goes, and how fast, when the bandwidth of its kernel goes to zero.
struct EnergyLimit {
  std::string energy;                        ///< name of the limit energy
  std::string settings;                      ///< further assignments for the limit flow
  double order = 0;                          ///< predicted order in the bandwidth
  std::string note;                          ///< what the prediction assumes
  std::vector<std::string> conditions = {};  ///< what it needs, as names of registered conditions
};

/// What D^2F(u) is beside its local part, at every state alike: closed forms rest on it, and preconditioners
/// take it as a hint. To be used while its energy lives.
struct SecondVariationStructure {
  double gradient = 0;  ///< kappa: D^2F(u) has the part kappa L, with the Laplacian L of the space
  /// It has further parts (interactions). Where it has none, Newton's method is content with kappa and
  /// local_second_variation().
  bool nonlocal = false;
  /// e >= 0, e(0) = 0, of a part e(L), exactly or nearly (kernels of free space); empty where none is known.
  std::function<double(double lambda)> symbol = {};
};

/// An energy F(u) on nodal functions. The first variation DF(u) is the function with
/// d/ds F(u + s v) = <DF(u), v> exactly at the discrete level (<.,.> the pairing of the space).
class Energy
{
 public:
  /// What an energy is made from.
  struct Context {
    const Parameters &parameters;  ///< section "energy"
    std::shared_ptr<const Space> space;
    Vector target;  ///< pi at the nodes
    std::shared_ptr<const KernelOperator>
        kernel;                         ///< of section "energy kernel" (or "kernel"); null if not needed
    std::optional<double> inside = {};  ///< a value among those of the states; none: not known
    bool density = false;               ///< the states are positive, and integrated as logarithms
  };
  /// What is known of an energy by its name.
  struct Traits {
    std::string summary;
    StateDomain domain = StateDomain::positive;
    bool needs_kernel = false;
    bool positive_target = true;           ///< pi > 0 is required
    bool has_target = true;                ///< F is measured against pi
    std::vector<EnergyLimit> limits = {};  ///< of energies with kernels, at most one

    Traits(std::string F, StateDomain states = StateDomain::positive);
    Traits &with_kernel();
    Traits &with_target_of_any_sign();
    Traits &without_target();
    Traits &tending_to(EnergyLimit limit);
  };

  virtual ~Energy() = default;
  virtual double value(const Vector &u) const = 0;
  virtual void first_variation(const Vector &u, Vector &xi) const = 0;
  /// w = D^2F(u) v, the function with d/ds DF(u + s v) = w.
  virtual void second_variation_apply(const Vector &u, const Vector &v, Vector &w) const = 0;
  /// The diagonal of D^2F(u) as a matrix on nodal values (exact for local energies): for preconditioning.
  virtual void second_variation_diagonal(const Vector &u, Vector &d) const = 0;
  /// What D^2F(u) is beside kappa L, at the nodes. Default: the diagonal, where kappa = 0.
  virtual void local_second_variation(const Vector &u, Vector &d) const { second_variation_diagonal(u, d); }
  /// DF(u), and the local part of D^2F(u): what Newton's method wants of one state. `visit` is called as by
  /// LaplacianCalculus::laplacian_with for entries of both. Default: one by one.
  virtual void variations(const Vector &u, Vector &xi, Vector &local,
                          const LaplacianCalculus::Visit &visit) const;
  /// What D^2F(u) is beside its local part, at every state alike. Default: nothing.
  virtual SecondVariationStructure structure() const { return {}; }
  /// D^2F(u) as a sparse matrix on nodal values, without its nonlocal parts. Default: the diagonal, which is
  /// exact for local energies.
  virtual SparseMatrix second_variation_matrix(const Vector &u) const;
  /// D^2F(u) >= 0 at every state.
  virtual bool convex() const { return true; }
  /// DF(rho) goes to minus infinity where rho goes to 0: mass runs into every hole, and a density that is
  /// positive stays so. Without it densities vanish in finite time, and have fronts.
  virtual bool barrier() const { return false; }
  /// Transport drives mass into vacuum at rates that grow without bounds with its thinness: it is filled
  /// after no time, and no step is short enough to see how. Raises an initial state that is thinner than
  /// matters to F; true where it did.
  virtual bool fill_vacuum(Vector & /*u*/) const { return false; }
  /// DF(u) is a kernel's image up to functions of it: transport along its gradient is a bounded rate.
  virtual bool smooth_variation() const { return false; }
  /// Signed fields: F is defined for states with values in this open interval.
  virtual ValueBounds bounds() const { return {}; }
  /// The state is an order parameter that takes both signs: geometries of densities refuse it.
  virtual bool order_parameter() const { return false; }
  /// When DF(u) = Kf eta with a kernel operator of the energy's own (MMD): sets eta, returns the operator.
  /// A geometry that inverts the same operator then needs no inverse.
  virtual const KernelOperator *kernel_preimage(const Vector &u, Vector &eta) const;
};

}  // namespace gammaflow
