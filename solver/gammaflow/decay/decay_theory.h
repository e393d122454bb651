// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/base/registry.h>
#include <gammaflow/flow/flow.h>

#include <optional>
#include <string>
#include <vector>

namespace gammaflow
{
/// c > 0 with 2 R*(u, -DF(u)) >= c (F(u) - inf F) along a flow, so that F - inf F falls at least like exp(-c
/// t).
struct DecayConstant {
  double value = 0;
  std::string sentence;  ///< what was checked, with figures
  std::string theory, source;
};

/// A theorem that gives such a constant, one file and one registration each.
class DecayTheory
{
 public:
  /// What a theorem on the decay is made from.
  struct Context {
    const Flow &flow;  ///< outlives the theory
  };
  /// What is known of a theorem on the decay by its name.
  struct Traits {
    std::string summary;  ///< the inequality in one line
    std::string source;   ///< where it is proved
  };
  explicit DecayTheory(const Context &context) : flow_(context.flow) {}
  virtual ~DecayTheory() = default;
  /// Empty where the theorem does not apply to this flow, or its conditions do not hold.
  virtual std::optional<DecayConstant> constant() const = 0;

 protected:
  const Flow &flow() const { return flow_; }

 private:
  const Flow &flow_;
};

/// The positive constants of all theories that apply to the flow, the largest one first.
std::vector<DecayConstant> decay_constants(const Flow &flow);

}  // namespace gammaflow
