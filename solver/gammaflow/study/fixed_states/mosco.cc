// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/study/fixed_states/mosco.h>
#include <gammaflow/study/plan/evolution_key.h>

#include <algorithm>
#include <cmath>
#include <limits>

namespace gammaflow
{
bool has_mosco(const CasePlan &plan)
{
  const auto &traits = Registry<Geometry>::traits(plan.flow.text("geometry", "name"));
  const bool moved = plan.sweep_parameter != "none" && plan.sweep_parameter != "energy bandwidth";
  return !plan.equality && moved && plan.steps.size() >= 3 && traits.needs_kernel &&
         traits.gradient_structure;
}

MoscoTables::MoscoTables(const CasePlan &plan, const Space &space)
    : functions(trial_functions(space)), plan_(plan)
{
}

void MoscoTables::look_at(const Flow &flow, const Flow &limit)
{
  direction = direction_of_dual(plan_, flow);
  const SweepStep &step = plan_.steps[dual.values.size()];
  if (plan_.declared) {
    CasePlan other = plan_;
    other.limit = *plan_.declared;
    declared = declared && evolution_key(other.limit_at(step)) == evolution_key(plan_.limit_at(step));
  } else
    declared = false;
  std::vector<double> own, exact;
  for (const auto &f : functions) {
    own.push_back(flow.geometry().dual_dissipation(flow.initial_state(), f.values));
    exact.push_back(limit.geometry().dual_dissipation(flow.initial_state(), f.values));
  }
  dual.values.push_back(own);
  dual.limit.push_back(exact);
  if (no_primal.empty()) look_at_rates(flow, limit, exact);
  look_at_oscillation(flow, limit);
}

/// R of the limit at the rate K xi is R*(xi).
void MoscoTables::look_at_rates(const Flow &flow, const Flow &limit, const std::vector<double> &exact)
{
  no_primal = why_no_primal(flow, limit);
  std::vector<double> own;
  for (const auto &f : functions) {
    if (!no_primal.empty()) return;
    const Vector &u = flow.initial_state();
    const auto value = primal_potential(flow, u, onsager(limit, u, f.values));
    if (!value) no_primal = "the equation for R is not solved to round-off";
    own.push_back(value.value_or(std::nan("")));
  }
  primal.values.push_back(own);
  primal.limit.push_back(exact);
}

void MoscoTables::look_at_oscillation(const Flow &flow, const Flow &limit)
{
  const SweepStep &step = plan_.steps[waves.size()];
  const double delta = plan_.sweep_parameter == "ridge" ? std::sqrt(step.ridge) : step.bandwidth;
  waves.push_back(wave_number(flow.space(), delta));
  const Vector wave = oscillation(flow.space(), waves.back()), &smooth = functions.front().values,
               &u = flow.initial_state();
  Vector force = smooth;
  force.add(1, wave);
  const double exact = limit.geometry().dual_dissipation(u, smooth);
  dual_of_waves.push_back(flow.geometry().dual_dissipation(u, force) / exact - 1);
  if (!no_primal.empty()) return;
  // of the same size in R of the limit
  Vector rate = onsager(limit, u, smooth);
  rate.add(std::sqrt(exact / limit.geometry().dual_dissipation(u, wave)), onsager(limit, u, wave));
  if (const auto value = primal_potential(flow, u, rate)) primal_of_waves.push_back(*value / exact - 1);
}

int direction_of_dual(const CasePlan &plan, const Flow &flow)
{
  std::string name = flow.geometry_name();
  const std::string spherical = "spherical ";
  if (name.rfind(spherical, 0) == 0) name = name.substr(spherical.size());
  const auto is = [&](std::initializer_list<const char *> names) {
    return std::any_of(names.begin(), names.end(), [&](const char *n) { return name == n; });
  };
  if (plan.sweep_parameter == "ridge") return is({"KRR Fisher-Rao", "KRR Wasserstein", "ridge MMD"}) ? 1 : 0;
  const KernelOperator *kernel = flow.geometry_kernel();
  const bool spectral = kernel != nullptr && kernel->kernel().intrinsic() &&
                        plan.flow.text("kernel", "normalization") == "unit integral" &&
                        plan.flow.text("kernel", "boundary") == "none";
  if (!spectral) return 0;
  if (is({"KRR Fisher-Rao", "KRR Wasserstein", "Stein Fisher-Rao", "Stein Wasserstein", "kernel L2",
          "kernel H-1"}))
    return 1;
  const bool inverse = is({"MMD", "ridge MMD", "inverse-kernel H-1", "IFT"});
  return inverse && plan.sweep_parameter != "path" ? -1 : 0;
}

double violation(const PotentialTable &table, const int direction, const bool with_limit)
{
  double worst = -std::numeric_limits<double>::infinity();
  for (std::size_t i = 0; i < table.values.size(); ++i)
    for (std::size_t j = 0; j < table.values[i].size(); ++j) {
      const double now = table.values[i][j], limit = table.limit[i][j], bound = with_limit ? limit : now,
                   next = i + 1 < table.values.size() ? table.values[i + 1][j] : bound;
      const double scale = std::max({std::abs(now), std::abs(next), std::abs(limit)});
      if (scale == 0) continue;
      worst = std::max({worst, direction * (now - next) / scale, direction * (now - bound) / scale});
    }
  return worst;
}

}  // namespace gammaflow
