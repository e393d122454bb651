#include <gammaflow/core/errors.h>
#include <gammaflow/time/adaptive_integrator.h>
#include <gammaflow/time/time_integrator.h>

namespace gammaflow
{
std::unique_ptr<TimeIntegrator> make_time_integrator(const std::string &name,
                                                     const TimeIntegrator::Options &options)
{
  struct Known {
    const char *name;
    int order;
    bool implicit;
    AdaptiveIntegrator::MakeMethod make;
  };
  static const Known all[] = {{"dopri5", 5, false, &make_explicit_method},
                              {"fehlberg78", 8, false, &make_explicit_method},
                              {"rkc", 2, false, &make_stabilized_method},
                              {"sdirk2", 2, true, &make_diagonally_implicit_method},
                              {"sdirk4", 4, true, &make_diagonally_implicit_method},
                              {"kvaerno5", 5, true, &make_diagonally_implicit_method},
                              {"avf", 2, true, &make_structure_preserving_method},
                              {"cpg2", 4, true, &make_structure_preserving_method}};
  std::string names;
  for (const auto &known : all) {
    if (name == known.name)
      return std::make_unique<AdaptiveIntegrator>(name, known.order, known.implicit, known.make, options);
    names += std::string(names.empty() ? "" : ", ") + known.name;
  }
  throw InputError("time integrator", name, "no such name", names);
}

}  // namespace gammaflow
