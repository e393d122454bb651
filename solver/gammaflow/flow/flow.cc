// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/densities/density.h>
#include <gammaflow/flow/flow.h>
#include <gammaflow/flow/forcing.h>
#include <gammaflow/flow/step_kind.h>
#include <gammaflow/geometries/transport.h>
#include <gammaflow/kernels/finite_rank.h>

#include <algorithm>
#include <cmath>
#include <sstream>
#include <utility>

namespace gammaflow
{
namespace
{
/// Second derivatives in K and in DF.
bool fourth_order(const Energy &energy, const Geometry &geometry, const Vector &u)
{
  if (energy.structure().gradient == 0) return false;
  const auto c = geometry.coefficients(u);
  return c && c->mobility.linfty_norm() > 0;
}
/// kernel/boundary = conditioned is for velocities.
void refuse_conditioned_functions(const Parameters &parameters, const Flow &flow)
{
  const auto refuse = [&](const std::string &section) {
    if (parameters.text(section, "boundary") == "conditioned")
      parameters.reject(
          section, "boundary", "makes velocities vanish at walls, and this kernel acts on functions",
          "none, symmetric, sinkhorn; or a geometry of velocities or fluxes (Stein Wasserstein, "
          "KRR Wasserstein, kernel H-1) and an energy without a kernel");
  };
  const bool velocities = DeclareVelocities::of(flow.geometry_name());
  if (Registry<Geometry>::traits(flow.geometry_name()).needs_kernel && !velocities) refuse("kernel");
  if (Registry<Energy>::traits(flow.energy_name()).needs_kernel)
    refuse(kernel_section(parameters, "energy kernel"));
}

/// A kernel of finite rank has no integral, no variance and no inverse.
void refuse_finite_rank(const Parameters &parameters, const Flow &flow)
{
  const auto refuse = [&](const std::string &section, const std::string &needing) {
    if (!is_of_finite_rank(parameters, section)) return;
    std::string takers;
    for (const auto &[name, entry] : Registry<Geometry>::entries())
      if (entry.traits.any_rank) takers += (takers.empty() ? "'" : ", '") + name + "'";
    parameters.reject(
        kernel_section(parameters, section), "name",
        "is of finite rank: no integral, no variance and no inverse, which the " + needing + " needs",
        "a kernel of |x - y| or an intrinsic one; or a geometry that takes any kernel (" + takers +
            ") and an energy without a kernel");
  };
  const std::string &geometry = flow.geometry_name(), &energy = flow.energy_name();
  const Geometry::Traits &traits = Registry<Geometry>::traits(geometry);
  if (traits.needs_kernel && !traits.any_rank) refuse("kernel", "geometry '" + geometry + "'");
  if (Registry<Energy>::traits(energy).needs_kernel) refuse("energy kernel", "energy '" + energy + "'");
}

/// What a geometry reads is part of the key under which its flows are stored: a key that it does not declare
/// would give one flow's results to another.
void require_declared_keys(const Parameters &parameters, const std::string &geometry)
{
  const Geometry::Traits &traits = Registry<Geometry>::traits(geometry);
  for (const std::string &key : parameters.keys_read_in("geometry"))
    if (key != "name" && !traits.depends_on(key))
      parameters.reject("geometry", key,
                        "is read by the geometry '" + geometry + "', which does not declare it",
                        "a geometry that is registered with Traits(...).reading({\"" + key + "\"})");
}

/// Refuses a flow whose geometry contains Kf^-1 beside a differential operator, where neither K is a
/// differential operator itself nor the energy's first variation an image of Kf.
void check_inverse(const Parameters &parameters, const Energy &energy, const Geometry &geometry,
                   const Vector &initial)
{
  const KernelOperator *kernel = geometry.structure().inverted;
  if (!kernel || geometry.has_metric() || geometry.coefficients(initial)) return;
  Vector eta = initial;
  if (energy.kernel_preimage(initial, eta) == kernel) return;
  const std::string why =
      kernel->has_inverse()
          ? "applies the inverse of the kernel to DF, a differential operator of order above 2 (or none) for "
            "which there is no maximum principle: a density would not stay positive"
          : "applies the inverse of the kernel '" + kernel->kernel().name() +
                "' to DF, which is not in the range of the kernel: there is no flow";
  parameters.reject(
      "geometry", "name", why + " (the energy is '" + parameters.text("energy", "name") + "')",
      "the energy MMD with the same kernel, whose DF = Kf (rho - pi); or kernel/name = intrinsic "
      "Matern, kernel/smoothness = 1, whose inverse is 1 + l^2 L");
}
/// Values whose squares are no numbers: whose they are, and which key says them. `before`: the largest one of
/// the initial state, before values were given on the boundary.
void refuse_large_values(const Parameters &parameters, const Flow &flow, const double before)
{
  constexpr double largest = 1e100;
  const double now =
      std::max(flow.space().maximum(flow.initial_state()), -flow.space().minimum(flow.initial_state()));
  if (!(now > largest)) return;
  std::ostringstream out;
  out << "makes a state of up to " << now << ", whose energy is no number";
  const char *const allowed = "values up to 1e100";
  if (before > largest) parameters.reject("initial state", "kind", out.str(), allowed);
  for (const char *const side : {"left", "right", "bottom", "top", "back", "front", "elsewhere"})
    if (!parameters.text("boundary", side).empty())
      parameters.reject("boundary", side, out.str() + " (a value on the boundary at t = 0)", allowed);
}
/// The values of the initial state, and those that f is defined for.
std::string values_and_bounds(const Flow &flow)
{
  const ValueBounds bounds = flow.energy().bounds();
  if (!bounds.any()) return "";
  std::ostringstream out;
  out.precision(10);
  out << ", whose values are from " << flow.space().minimum(flow.initial_state()) << " to "
      << flow.space().maximum(flow.initial_state()) << ", and f has the bounds " << bounds.lower << " and "
      << bounds.upper;
  return out.str();
}
}  // namespace

bool Flow::has_boundary_values() const
{
  return forcing_ && forcing_->has_boundary_values();
}

Flow Flow::build(const Parameters &parameters, std::shared_ptr<const Space> space)
{
  Flow flow;
  flow.parameters_ = std::make_shared<const Parameters>(parameters.apart());
  flow.space_ = std::move(space);
  flow.energy_name_ = parameters.text("energy", "name");
  flow.geometry_name_ = parameters.text("geometry", "name");
  const Energy::Traits &energy_traits = Registry<Energy>::traits(flow.energy_name_);
  const Geometry::Traits &geometry_traits = Registry<Geometry>::traits(flow.geometry_name_);

  // A density where the energy or the geometry needs one; a field of any sign only where neither does.
  flow.positive_ =
      energy_traits.domain == StateDomain::positive || geometry_traits.domain == StateDomain::positive;
  flow.conserves_mass_ = geometry_traits.conserves_mass;
  flow.gradient_structure_ = geometry_traits.gradient_structure;

  flow.has_target_ = energy_traits.has_target;
  flow.target_ = flow.has_target_
                     ? make_density(parameters, "target", *flow.space_, energy_traits.positive_target)
                     : flow.space_->zero();
  flow.initial_ = make_density(parameters, "initial state", *flow.space_, false);
  const double least = flow.space_->minimum(flow.initial_);
  const auto refuse_vacuum = [&] { make_density(parameters, "initial state", *flow.space_, true); };
  if (flow.positive_ && least < 0) refuse_vacuum();

  if (geometry_traits.domain == StateDomain::positive && flow.space_->minimum(flow.target_) < 0)
    parameters.reject(
        "energy", "name",
        "the target of section 'target' is negative somewhere, and the states of the geometry '" +
            flow.geometry_name_ + "' are densities: the flow could not approach it",
        "a target that is a density, or a geometry of signed fields (L2, kernel L2, MMD and its kin)");

  refuse_finite_rank(parameters, flow);
  const bool same_kernel = energy_traits.needs_kernel && parameters.flag("energy kernel", "same as geometry");
  if (geometry_traits.needs_kernel || same_kernel)
    flow.geometry_kernel_ = make_kernel_operator(parameters, "kernel", flow.space_);
  if (energy_traits.needs_kernel)
    flow.energy_kernel_ =
        same_kernel ? flow.geometry_kernel_ : make_kernel_operator(parameters, "energy kernel", flow.space_);

  flow.energy_ = Registry<Energy>::make(
      flow.energy_name_, {*flow.parameters_, flow.space_, flow.target_, flow.energy_kernel_,
                          flow.space_->integrate(flow.initial_) / flow.space_->volume(), flow.positive_});
  flow.geometry_ = Registry<Geometry>::make(
      flow.geometry_name_, {*flow.parameters_, flow.space_, flow.geometry_kernel_, flow.energy_->barrier()});
  require_declared_keys(*flow.parameters_, flow.geometry_name_);
  refuse_conditioned_functions(parameters, flow);
  if (const auto c = flow.geometry_->coefficients(flow.initial_);
      flow.positive_ && c && flow.space_->maximum(c->mobility) > 0)
    flow.vacuum_filled_ = flow.energy_->fill_vacuum(flow.initial_);
  if (flow.positive_ && least <= 0 && !flow.vacuum_filled_) refuse_vacuum();
  check_inverse(parameters, *flow.energy_, *flow.geometry_, flow.initial_);
  const double largest = std::max(flow.space_->maximum(flow.initial_), -flow.space_->minimum(flow.initial_));
  flow.forcing_ = Forcing::build(parameters, *flow.space_);
  if (flow.forcing_) {
    if (flow.positive_ && flow.has_boundary_values())
      parameters.reject("boundary", "left", "is for signed fields, and the states of this flow are densities",
                        "empty (no flux), or a flow of signed fields (L2, H-1 with L2-distance, Dirichlet, "
                        "Ginzburg-Landau)");
    if (flow.has_boundary_values() && fourth_order(*flow.energy_, *flow.geometry_, flow.initial_))
      parameters.reject("boundary", "left",
                        "a flow of fourth order needs a second condition where values are given", "empty");
    flow.forcing_->impose(0, flow.initial_);  // the sides' nodes have the given value from the start on
    flow.gradient_structure_ = flow.conserves_mass_ = false;
  }
  if (flow.energy_->order_parameter() && geometry_traits.domain == StateDomain::positive)
    parameters.reject("energy", "f",
                      "has wells at order parameters of both signs, and the states of the geometry '" +
                          flow.geometry_name_ + "' are densities",
                      "a geometry of signed fields (L2, H-1), or a potential of a density");
  const auto coefficients = flow.geometry_->coefficients(flow.initial_);
  if (coefficients && !parameters.is_default("geometry", "mobility") &&
      flow.space_->minimum(coefficients->mobility) < 0)
    parameters.reject("geometry", "mobility", "is negative somewhere at the initial state",
                      "a formula in u that is nowhere negative on the values that u takes");
  if ((flow.energy_->structure().gradient != 0 || flow.energy_->bounds().any()) &&
      !std::isfinite(flow.energy_->value(flow.initial_))) {
    refuse_large_values(parameters, flow, largest);
    parameters.reject("energy", "f",
                      "is not a finite number somewhere at the initial state" + values_and_bounds(flow),
                      "a potential that is defined on the values that u takes, or another initial state");
  }
  if (step_kind(flow) == StepKind::field_in_metric) {
    const std::string why = flow.positive_                      ? "the states are densities"
                            : flow.has_boundary_values()        ? "values are given on the boundary"
                            : !flow.space_->laplacian().exact() ? "the domain is a mesh"
                                                                : "";
    if (!why.empty())
      parameters.reject("geometry", "name",
                        "is given by its metric alone, and the flow is driven, or the energy '" +
                            flow.energy_name_ +
                            "' contains derivatives or is not convex; that is possible for "
                            "signed fields on boxes, and here " +
                            why,
                        "a box, or a geometry whose Onsager operator is a differential operator or a "
                        "multiplication (kernel L2, L2, H-1)");
  }
  return flow;
}

}  // namespace gammaflow
