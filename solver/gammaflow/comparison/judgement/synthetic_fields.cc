// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/comparison/judgement/synthetic_sweeps.h>

#include <cmath>

namespace gammaflow
{
namespace
{
using Eigen::VectorXd;

constexpr Eigen::Index nodes = 32;

double norm(const VectorXd &u)
{
  return std::sqrt(u.squaredNorm() / double(nodes));
}

/// A random smooth field of norm 1: six cosines with coefficients that decay.
VectorXd smooth_field(std::mt19937 &random)
{
  VectorXd u = VectorXd::Zero(nodes);
  for (int k = 0; k < 6; ++k) {
    const double c = uniform(random, -1, 1) / (1 + k * k);
    for (Eigen::Index i = 0; i < nodes; ++i)
      u[i] += c * std::cos(k * 3.141592653589793 * (double(i) + 0.5) / nodes);
  }
  return u / norm(u);
}

VectorXd orthogonal(const VectorXd &u, const VectorXd &to)
{
  const VectorXd v = u - u.dot(to) / to.squaredNorm() * to;
  return v / norm(v);
}

using Field = std::function<VectorXd(double)>;

/// The sweep of the fields u(e), of which `limit` is claimed to be the limit: each state, and the limit, is
/// displaced by a smooth field within its error bar; half of the sweeps in one direction, as errors of one
/// discretization are.
SyntheticSweep field_sweep(std::mt19937 &random, const Ladder &ladder, const Field &u, const VectorXd &limit,
                           double order)
{
  SyntheticSweep sweep;
  sweep.order = order;
  const auto distance = [](const VectorXd &a, const VectorXd &b) { return norm(a - b); };
  const bool together = uniform(random, 0, 1) < 0.5;
  const VectorXd direction = smooth_field(random);
  const auto displaced = [&](const VectorXd &v, double bar) {
    const double part = ladder.ends ? 1 : uniform(random, 0, 1);
    return VectorXd(v + bar * part * (together ? direction : smooth_field(random)));
  };
  const double smallest = norm(u(ladder.parameter.back()) - limit);
  const double limit_bar = 0.3 * ladder.bar * smallest;
  const VectorXd computed_limit = displaced(limit, limit_bar);
  std::vector<VectorXd> states;
  std::vector<double> bars;
  for (const double e : ladder.parameter) {
    const VectorXd state = u(e);
    bars.push_back(std::max(0.0, ladder.bar * norm(state - limit) - limit_bar));
    states.push_back(displaced(state, bars.back()));
    sweep.values.push_back({e, norm(states.back() - computed_limit), bars.back() + limit_bar});
  }
  sweep.states = sweep_of_vectors(ladder.parameter, states, bars, computed_limit, limit_bar, distance);
  return sweep;
}

SyntheticClass field_class(const std::string &name, double largest,
                           const std::function<SyntheticSweep(std::mt19937 &, const Ladder &)> &draw,
                           bool clean = false, bool hidden = false)
{
  return {name, true, clean, hidden, [=](std::mt19937 &random) {
            return draw(random, Ladder(random, clean, log_uniform(random, largest / 10, largest)));
          }};
}

enum class Hidden { orthogonal, any, along };

/// u_0 + a e^q + b e^r with a claimed limit that is off by 0.3 to 0.95 of the smallest distance.
SyntheticClass hidden_limit(const std::string &name, Hidden kind)
{
  return field_class(
      name, 1,
      [=](std::mt19937 &random, const Ladder &ladder) {
        const double q = random_order(random), r = q + uniform(random, 0.5, 2);
        const VectorXd zero = smooth_field(random), a = smooth_field(random), b = smooth_field(random);
        const double second = log_uniform(random, 0.05, 2) / std::pow(ladder.parameter.front(), r - q);
        VectorXd h = kind == Hidden::along ? a : smooth_field(random);
        if (kind == Hidden::orthogonal) h = orthogonal(h, a);
        if (kind == Hidden::along && uniform(random, 0, 1) < 0.5) h = -h;
        const Field u = [=](double e) {
          return VectorXd(zero + std::pow(e, q) * a + second * std::pow(e, r) * b);
        };
        const double part = uniform(random, 0.3, 0.95), scale = std::pow(ladder.parameter.back(), q);
        // |a e^q + b e^r - s h| = s / part: the size s of the hidden limit
        double low = 0, high = 100 * scale;
        for (int k = 0; k < 100; ++k) {
          const double s = (low + high) / 2;
          const double smallest = norm(u(ladder.parameter.back()) - zero - s * h);
          (s < part * smallest ? low : high) = s;
        }
        return field_sweep(random, ladder, u, zero + low * h, q);
      },
      false, true);
}
}  // namespace

std::vector<SyntheticClass> synthetic_field_classes()
{
  std::vector<SyntheticClass> classes;
  classes.push_back(field_class(
      "fields u_0 + a e^q + b e^(q+1), five points or more, |b| <= 2 |a|", 0.2,
      [](std::mt19937 &random, const Ladder &ladder) {
        const double q = random_order(random), second = uniform(random, 0, 2);
        const VectorXd zero = smooth_field(random), a = smooth_field(random),
                       b = second * smooth_field(random);
        return field_sweep(
            random, ladder,
            [=](double e) { return VectorXd(zero + std::pow(e, q) * a + std::pow(e, q + 1) * b); }, zero, q);
      },
      true));
  classes.push_back(hidden_limit("fields, hidden limit orthogonal to a", Hidden::orthogonal));
  classes.push_back(hidden_limit("fields, hidden limit in any direction", Hidden::any));
  classes.push_back(hidden_limit("fields, hidden limit along a", Hidden::along));
  classes.push_back(
      field_class("fields u_0 + a y/(1 + y)", 1, [](std::mt19937 &random, const Ladder &ladder) {
        const double scale = ladder.parameter.back() / log_uniform(random, 0.03, 30);
        const VectorXd zero = smooth_field(random), a = smooth_field(random);
        return field_sweep(
            random, ladder, [=](double e) { return VectorXd(zero + e / (scale + e) * a); }, zero, 1);
      }));
  classes.push_back(field_class(
      "fields u_0 + a y/(1 + y) + b e/(rho + e)", 1, [](std::mt19937 &random, const Ladder &ladder) {
        const double scale = ladder.parameter.back() / log_uniform(random, 0.03, 30),
                     rho = log_uniform(random, 1e-3, 1);
        const VectorXd zero = smooth_field(random), a = smooth_field(random),
                       b = log_uniform(random, 0.1, 10) * smooth_field(random);
        return field_sweep(
            random, ladder,
            [=](double e) { return VectorXd(zero + e / (scale + e) * a + e / (rho + e) * b); }, zero, 1);
      }));
  for (const bool logarithmic : {false, true})
    classes.push_back(field_class(std::string("fields e/(rho(x) + e), rho ") +
                                      (logarithmic ? "log-uniform" : "uniform") + " in [1e-3, 1]",
                                  1, [=](std::mt19937 &random, const Ladder &ladder) {
                                    VectorXd rho(nodes);
                                    for (Eigen::Index i = 0; i < nodes; ++i) {
                                      const double x = (double(i) + 0.5) / nodes;
                                      rho[i] = logarithmic ? std::pow(1e-3, x) : 1e-3 + (1 - 1e-3) * x;
                                    }
                                    return field_sweep(
                                        random, ladder,
                                        [=](double e) { return VectorXd((e / (rho.array() + e)).matrix()); },
                                        VectorXd::Zero(nodes), 1);
                                  }));
  return classes;
}

}  // namespace gammaflow
