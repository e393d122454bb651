#include <gammaflow/core/flow.h>
#include <gammaflow/densities/density.h>

#include <utility>

namespace gammaflow
{
Flow Flow::build(const Parameters &parameters, std::shared_ptr<const Space> space)
{
  Flow flow;
  flow.parameters_ = std::make_shared<const Parameters>(parameters);
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

  flow.target_ = make_density(parameters, "target", *flow.space_, energy_traits.positive_target);
  flow.initial_ = make_density(parameters, "initial state", *flow.space_, flow.positive_);

  if (geometry_traits.domain == StateDomain::positive)
    for (const double value : flow.target_)
      if (value < 0)
        parameters.reject(
            "energy", "name",
            "the target of section 'target' is negative somewhere, and the states of the geometry '" +
                flow.geometry_name_ + "' are densities: the flow could not approach it",
            "a target that is a density, or a geometry of signed fields (L2, kernel L2, MMD and its kin)");

  const bool same_kernel = energy_traits.needs_kernel && parameters.flag("energy kernel", "same as geometry");
  if (geometry_traits.needs_kernel || same_kernel)
    flow.geometry_kernel_ = make_kernel_operator(parameters, "kernel", flow.space_);
  if (energy_traits.needs_kernel)
    flow.energy_kernel_ =
        same_kernel ? flow.geometry_kernel_ : make_kernel_operator(parameters, "energy kernel", flow.space_);

  flow.energy_ = Registry<Energy>::make(flow.energy_name_,
                                        {*flow.parameters_, flow.space_, flow.target_, flow.energy_kernel_});
  flow.geometry_ =
      Registry<Geometry>::make(flow.geometry_name_, {*flow.parameters_, flow.space_, flow.geometry_kernel_});
  return flow;
}

}  // namespace gammaflow
