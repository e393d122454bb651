// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/base/all_digits.h>
#include <gammaflow/base/errors.h>
#include <gammaflow/base/processes.h>
#include <gammaflow/comparison/distances/distance.h>
#include <gammaflow/evolutions/evolution.h>
#include <gammaflow/parameters/number.h>
#include <gammaflow/parameters/solver_tolerance.h>
#include <gammaflow/study/plan/formula_data.h>
#include <gammaflow/study/plan/memory_estimate.h>
#include <gammaflow/study/references/certified_evolution.h>
#include <gammaflow/study/references/sampled_data.h>
#include <gammaflow/study/references/unstable_state.h>
#include <gammaflow/time/evolve/adaptivity.h>
#include <gammaflow/time/evolve/evolve.h>

#include <deal.II/base/parameter_handler.h>
#include <deal.II/base/timer.h>
#include <deal.II/base/utilities.h>

#include <algorithm>
#include <cmath>
#include <ctime>
#include <limits>
#include <map>
#include <new>
#include <optional>
#include <set>
#include <utility>

namespace gammaflow
{
namespace
{
const DeclareParameters declared("reference", [](dealii::ParameterHandler &prm) {
  using namespace dealii;
  prm.declare_entry(
      "norms", "L1, L2, Linf", Patterns::Anything(),
      "The norms in which the error of a reference is held below the tolerance: any distances of "
      "`gammaflow list distances` that apply. L1, L2 and Linf relative to that of the state, "
      "others as they are.");
  prm.declare_entry("degree", "auto", Patterns::Selection("auto|as given"),
                    "auto: where the errors contract as fast as smooth solutions let them, the degree of the "
                    "elements is raised as well; as given: only the mesh is refined.");
  prm.declare_entry(
      "seconds", "3600", Number(0),
      "The computation of a reference stops after this time (exit code 3), saying what it reached.");
});

/// Companions are ten and a hundred times looser: beyond this they tell nothing of the errors, and what is
/// asked loosely would be known later than what is asked tightly.
const double smallest_tolerance = 1e-14, loosest_tolerance = 1e-4;
const unsigned first_level = first_reference_level, highest_degree = 8;

struct LimitReached : NumericalFailure {
  using NumericalFailure::NumericalFailure;
};
}  // namespace

PartsToRefine parts_to_refine(const double space, const double in_time, const double tolerance)
{
  const auto misses = [=](double part, double other) {
    return part > 0.5 * tolerance && (part >= other || part > tolerance);
  };
  return {misses(space, in_time), misses(in_time, space)};
}

std::vector<std::string> certification_norms(const Evolution &evolution)
{
  const Parameters &parameters = evolution.parameters();
  const auto norms = parameters.list("reference", "norms");
  if (norms.empty())
    parameters.reject("reference", "norms", "names no norm", Registry<Distance>::selection());
  for (const auto &norm : norms) {
    if (Registry<Distance>::entries().count(norm) == 0)
      parameters.reject("reference", "norms", "there is no distance '" + norm + "'",
                        Registry<Distance>::selection());
    const std::string why = why_not_applicable(norm, {evolution.shared_space(), nullptr},
                                               evolution.positive(), evolution.conserves_mass());
    if (!why.empty()) parameters.reject("reference", "norms", why, "distances that apply here");
  }
  return norms;
}

double processor_seconds()
{
  return double(std::clock()) / CLOCKS_PER_SEC;
}

namespace
{
/// The rounds of one certification.
class Certification
{
 public:
  Certification(const Parameters &parameters, double tolerance, const CertificationMonitor &monitor)
      : parameters_(parameters),
        monitor_(monitor),
        cache_(std::size_t(parameters.number("memory", "limit") * 0x1p19)),
        tolerance_(tolerance),
        limit_(parameters.number("reference", "seconds")),
        time_tolerance_(std::clamp(0.1 * tolerance, smallest_tolerance, loosest_tolerance)),
        degree_(unsigned(parameters.integer("domain", "degree")))
  {
    cache_.watch_events = true;
    cache_.on_compute = [this](const std::string &what) { what_ = what; };
    cache_.on_progress = [this](double fraction) {
      if (over(limit_)) throw LimitReached("the time of " + few_digits(limit_) + " s is over");
      // Too coarse a mesh rejects steps for minutes; one that only takes its time may go on.
      if (over(patience_) && (companion_ || !in_sight(fraction)))
        throw NumericalFailure(
            "level " + std::to_string(level_) + ": no end in sight after " + few_digits(patience_ - begin_) +
            " s; what would help: a finer mesh (domain/cells) where this one is too coarse "
            "for the flow, more time (reference/seconds) where it is not");
      if (monitor_.progress)
        monitor_.progress(1 - 1 / (1. + rounds_) + fraction / (8. * (1 + rounds_)), what_);
    };
    const auto evolution = make_evolution(parameters, cache_.space(parameters, 0));
    norms_ = certification_norms(*evolution);
    work_per_node_ = evolution->work_per_node();
    exact_in_time_ = evolution->exact_in_time();
    orders_lost_ = evolution->space().degree() + 1 - evolution->order_in_space();
    see_formulas();
  }

  CertifiedEvolution result()
  {
    std::optional<CertifiedEvolution> best;
    // With what was reached, and why not more; if there is something.
    const auto ended_by = [&best](const std::exception &reason) {
      if (!best) throw;
      best->reason = reason.what();
      if (std::isfinite(best->known_until))
        best->reason += "; the error is " + why_not_known_after(best->known_until);
      return *best;
    };
    for (;;) {
      try {
        CertifiedEvolution run = round();
        if (const unsigned level = run.reached ? level_that_shows_all(run) : level_; level > level_) {
          level_ = level;
          continue;
        }
        if (!best || run.reached || run.space + run.in_time <= best->space + best->in_time) best = run;
        held_by_best_ = bytes_of(*best);
        if (best->reached) return *best;
        refine(run);
      } catch (const LimitReached &limit) {
        return ended_by(limit);
      } catch (const std::bad_alloc &) {
        return ended_by(NumericalFailure("the next computation needs more memory than there is"));
      } catch (const NumericalFailure &failure) {
        // A mesh that is too coarse for the flow may not even let a step succeed.
        if (best || level_ >= first_level + 4) return ended_by(failure);
        usable_from_ = ++level_;
      } catch (const InputError &refusal) {  // of the next mesh, not of the parameters
        return ended_by(refusal);
      }
    }
  }

 private:
  double seconds() const { return monitor_.clock ? monitor_.clock() - start_ : timer_.wall_time(); }
  /// Whether the evolution that is computed would be done in half of the time that is left, at its pace so
  /// far.
  bool in_sight(double fraction) const
  {
    return on_root([&] {
             return (seconds() - begin_) * (1 / fraction - 1) < 0.5 * (limit_ - seconds()) ? 1 : 0;
           }) != 0;
  }
  /// By one clock: processes that do not agree on the end wait for each other for ever.
  bool over(double limit) const
  {
    return on_root([&] { return seconds() > limit ? 1 : 0; }) != 0;
  }

  /// Meshes that follow the state are refined where a coarse one shows something: it is to show all there is.
  bool possible(unsigned level)
  {
    constexpr unsigned deepest = 20;
    if (adaptive(parameters_)) return level <= first_level;
    return level <= deepest && needed_memory(level) <= parameters_.number("memory", "limit");
  }

  /// The level that shows what formulas in u are between the values of the states, and all others: what is
  /// less than the error of a coarse mesh may be more than that of a finer one.
  unsigned level_that_shows_all(const CertifiedEvolution &run)
  {
    if (adaptive(parameters_)) return level_;
    const auto space = [this](unsigned level) { return cache_.space(parameters_, level); };
    const auto is_possible = [this](unsigned level) { return possible(level); };
    const unsigned level = first_level_seeing_range(parameters_, level_, 0.1 * tolerance_,
                                                    range_of(run.evolution()), space, is_possible);
    return first_seeing_level(parameters_, level, 0.1 * tolerance_, space, is_possible);
  }

  /// Starts on a mesh whose nodes show what the formulas are, to a tenth of the tolerance.
  void see_formulas()
  {
    level_ = first_seeing_level(
        parameters_, first_level, 0.1 * tolerance_,
        [this](unsigned level) { return cache_.space(parameters_, level); },
        [this](unsigned level) { return possible(level); });
    if (level_ > first_level && monitor_.log)
      monitor_.log("level " + std::to_string(level_) +
                   " is the first one: coarser meshes miss a part of what the formulas describe");
  }

  std::shared_ptr<const Trajectory> evolution(unsigned level, double factor, double cap)
  {
    const auto trajectory =
        exact_in_time_ ? cache_.evolution(parameters_, {level, time_tolerance_, reference_step_cap})
                       : cache_.evolution(parameters_, {level, std::min(0.1, factor * time_tolerance_), cap});
    // Asked for at once: what is kept for later may be forgotten.
    crossings_[trajectory.get()] = cache_.crossings(*trajectory);
    return trajectory;
  }

  /// MiB of what a round on this level allocates.
  double needed_memory(unsigned level)
  {
    return memory_of_round(parameters_, work_per_node_, level,
                           [this](unsigned l) { return cache_.nodes(parameters_, l); });
  }

  /// Asked before each round: beside the best one so far and what is kept for later.
  void check_memory()
  {
    const double mib = needed_memory(level_) + held_by_best_ / 0x1p20,
                 limit = parameters_.number("memory", "limit");
    if (!cache_.room_for(mib * 0x1p20, limit * 0x1p20))
      throw LimitReached("the next computation (level " + std::to_string(level_) + ", " +
                         std::to_string(cache_.nodes(parameters_, level_)) + " nodes) would need about " +
                         few_digits(mib) + " MiB, and memory/limit is " + few_digits(limit));
  }
  /// Of the states of all its evolutions.
  static double bytes_of(const CertifiedEvolution &run)
  {
    std::set<const Trajectory *> known;
    double bytes = 0;
    for (const auto *list : {&run.levels, &run.tolerances})
      for (const auto &trajectory : *list)
        if (known.insert(trajectory.get()).second)
          for (const Vector &u : trajectory->states) bytes += double(size(u) * sizeof(double));
    return bytes;
  }

  CertifiedEvolution round()
  {
    check_memory();
    CertifiedEvolution run;
    run.parameters = parameters_;
    companion_ = false;
    crossings_.clear();
    begin_ = seconds();
    patience_ = rounds_ == 0 ? begin_ + std::max(5., 0.05 * limit_) : limit_;
    run.levels.push_back(evolution(level_, 1, reference_step_cap));
    patience_ = limit_;
    run.cost.seconds = seconds() - begin_;
    run.tolerances = {run.levels.front(), evolution(level_, 10, 2 * reference_step_cap),
                      evolution(level_, 100, 4 * reference_step_cap)};
    add_coarser(run);
    auto &p = run.parameters;
    for (const auto *list : {&run.levels, &run.tolerances})
      for (const auto &trajectory : *list) run.crossings[trajectory.get()] = crossings_.at(trajectory.get());
    const auto [section, key] = adaptive(p) ? std::make_pair("adaptivity", "even halvings")
                                            : std::make_pair("domain", "mesh refinements");
    p.set(section, key, std::to_string(p.integer(section, key) + level_), "reference");
    set_time_tolerance(p, time_tolerance_, "reference");
    run.errors = norm_errors(run, norms_);
    for (const auto &error : run.errors)
      if (std::isnan(error.bar())) throw NumericalFailure("the error in " + error.norm + " is not a number");
    forget_what_is_not_known(run);
    for (const auto &error : run.errors) {
      if (error.time > run.known_until) continue;
      run.space = std::max(run.space, error.space.value / error.scale);
      run.in_time = std::max(run.in_time, error.in_time.value / error.scale);
    }
    run.reached = std::all_of(run.errors.begin(), run.errors.end(),
                              [&](const NormError &error) { return error.relative() <= tolerance_; });
    count(run);
    ++rounds_;
    round_seconds_ = seconds() - begin_;
    if (monitor_.log)
      monitor_.log("degree " + std::to_string(run.degree()) + ", level " + std::to_string(level_) + ", " +
                   std::to_string(run.cost.nodes) + " nodes, time tolerance " + few_digits(time_tolerance_) +
                   ": relative error " + (std::isinf(run.space) ? "unknown" : few_digits(run.space)) +
                   " (space), " + few_digits(run.in_time) + " (time)");
    return run;
  }

  /// Up to three coarser companions; none where the mesh is so coarse that the flow cannot be computed on it,
  /// or only with a multitude of rejected steps.
  void add_coarser(CertifiedEvolution &run)
  {
    companion_ = true;
    try {
      for (unsigned k = 1; k <= 3 && level_ >= usable_from_ + k; ++k) {
        patience_ = seconds() + 2 * run.cost.seconds + 1;
        run.levels.push_back(evolution(level_ - k, 1, reference_step_cap));
      }
    } catch (const LimitReached &) {
      throw;
    } catch (const NumericalFailure &) {
      usable_from_ = level_ + 1 - unsigned(run.levels.size());
    }
    patience_ = limit_;
  }

  void count(CertifiedEvolution &run) const
  {
    run.cost.total_seconds = seconds();
    for (const LedgerRow &row : run.evolution().ledger) {
      run.cost.nodes = std::max<std::size_t>(run.cost.nodes, row.nodes);
      run.cost.steps += row.steps;
      run.cost.rejected += row.rejected;
      run.cost.solver_iterations += row.solver_iterations;
    }
    dealii::Utilities::System::MemoryStats memory;
    dealii::Utilities::System::get_memory_stats(memory);
    run.cost.memory = double(memory.VmHWM) / 1024;
  }

  /// What is next; LimitReached where nothing is left to refine.
  void refine(const CertifiedEvolution &run)
  {
    const auto [space, time] = parts_to_refine(run.space, run.in_time, tolerance_);
    if (!space && !time) throw LimitReached("no part of the error is known to be refined");
    if (time) {
      if (time_tolerance_ <= smallest_tolerance)
        throw LimitReached("the time tolerance is at the precision of the numbers");
      time_tolerance_ = std::max(smallest_tolerance,
                                 time_tolerance_ * std::clamp(0.3 * tolerance_ / run.in_time, 1e-3, 0.1));
    }
    if (space) refine_space(run);
  }

  /// Jumps and kinks between nodes: halving the cells contracts the error by 1/2, or 1/4, whatever the
  /// degree. What would take far more of this is left to a better description of the data. The levels that
  /// are needed, one fewer since a bar may be wide by accident; each takes 2^dim times as long as the last
  /// one.
  void leave_what_is_out_of_reach(const CertifiedEvolution &run)
  {
    const auto worst =
        std::max_element(run.errors.begin(), run.errors.end(), [](const NormError &a, const NormError &b) {
          return a.space.value / a.scale < b.space.value / b.scale;
        });
    const double of_data = sampled_data(run).contraction(run.degree(), worst->norm);
    if (of_data == 0 || run.levels.size() < 4) return;
    const double missing = std::log(run.space / tolerance_) / std::log(1 / of_data),
                 levels = std::max(0., std::floor(missing) - 1),
                 factor = std::pow(2., run.evolution().space->dim() * levels),
                 needed = round_seconds_ * factor,
                 allowed = std::min(limit_ - seconds(), std::max(10., limit_ / 60));
    // What the next mesh shows may be had soon.
    const double next = round_seconds_ * std::pow(2., run.evolution().space->dim());
    if (on_root([&] { return needed > allowed && next > allowed / 4 ? 0 : 1; }) != 0) return;
    throw LimitReached(
        "the data have a jump or a kink between the nodes of every mesh, so that halving the cells "
        "contracts the error by " +
        few_digits(of_data, 2) + ", no more: " + few_digits(tolerance_) + " needs about " +
        few_digits(factor * double(run.cost.nodes), 2) + " nodes and " + few_digits(needed, 2) +
        " s; a steep smooth front in its place (0.5*(1-tanh((x-a)/w)) for a jump at a), a looser tolerance, "
        "or "
        "fewer norms in reference/norms would help");
  }

  void refine_space(const CertifiedEvolution &run)
  {
    leave_what_is_out_of_reach(run);
    double contraction = 0;
    bool confirmed = true;
    for (const auto &error : run.errors)
      if (error.space.value >= 0.5 * run.space * error.scale) {
        contraction = std::max(contraction, error.space.contraction);
        confirmed = confirmed && error.space.confirmed;
      }
    const double missing = std::log(run.space / (0.5 * tolerance_)) / std::log(1 / contraction);
    // As fast as smooth solutions converge (up to a fifth of the order), and one level more is not enough.
    const unsigned order = degree_ + 1 - std::min(degree_, orders_lost_);
    const bool smooth = contraction <= std::pow(2., -0.8 * order);
    if (parameters_.text("reference", "degree") == "auto" && smooth && missing > 1 &&
        degree_ < highest_degree) {
      degree_ = std::min(highest_degree, degree_ + 2);
      parameters_.set("domain", "degree", std::to_string(degree_), "reference");
      level_ = std::max(first_level, level_ - 1);
      usable_from_ = 0;
    } else
      // An order that is not confirmed has a bar several times too wide, and the next mesh may confirm it.
      level_ += missing > 3 && confirmed ? 2 : 1;
  }

  Parameters parameters_;
  const CertificationMonitor &monitor_;
  EvolutionCache cache_;
  const double tolerance_, limit_;
  double time_tolerance_, patience_ = limit_;
  bool companion_ = false;    ///< on a coarser mesh: what takes longer than the evolution itself is of no use
  double begin_ = 0;          ///< of the evolution that is computed
  double round_seconds_ = 0;  ///< of the last round
  double work_per_node_ = 0;  ///< bytes beside the states
  double held_by_best_ = 0;   ///< bytes
  std::map<const Trajectory *, std::vector<Crossing>> crossings_;  ///< of this round
  bool exact_in_time_ = false;
  unsigned orders_lost_ = 0;  ///< against those of interpolation, for smooth solutions
  unsigned degree_, level_ = first_level, usable_from_ = 0, rounds_ = 0;
  std::vector<std::string> norms_;
  std::string what_;
  const dealii::Timer timer_;
  const double start_ = monitor_.clock ? monitor_.clock() : 0;
};
}  // namespace

CertifiedEvolution certified_evolution(const Parameters &parameters, double tolerance,
                                       const CertificationMonitor &monitor)
{
  return Certification(parameters, tolerance, monitor).result();
}

}  // namespace gammaflow
