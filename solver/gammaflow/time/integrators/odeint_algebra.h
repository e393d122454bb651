#pragma once

#include <gammaflow/time/integrators/one_step_method.h>

#include <boost/numeric/odeint/util/copy.hpp>
#include <boost/numeric/odeint/util/is_resizeable.hpp>
#include <boost/numeric/odeint/util/resize.hpp>
#include <boost/numeric/odeint/util/same_size.hpp>

namespace gammaflow
{
/// The loops that Boost.Odeint's formulas are made of, over the entries of a state and its quadratures. Only
/// locally owned entries are touched: the same on one process and on many.
struct AugmentedAlgebra {
  template <class First, class Operation, class... Rest>
  static void for_all(Operation op, First &first, Rest &...rest)
  {
    const auto over_entries = [&op, n = size(first.y)](auto *...entry) {
      for (std::size_t i = 0; i < n; ++i) op(entry[i]...);
    };
    over_entries(data(first.y), data(rest.y)...);
    for (std::size_t k = 0; k < first.integrals.size(); ++k) op(first.integrals[k], rest.integrals[k]...);
  }

#define GAMMAFLOW_FOR_EACH(number)                                                       \
  template <class... Arguments>                                                          \
  static void for_each##number(Arguments &&...arguments)                                 \
  {                                                                                      \
    static_assert(sizeof...(Arguments) == number + 1, "states, then the operation");     \
    last_first(std::make_index_sequence<number>(), std::forward_as_tuple(arguments...)); \
  }
  GAMMAFLOW_FOR_EACH(1)
  GAMMAFLOW_FOR_EACH(2)
  GAMMAFLOW_FOR_EACH(3)
  GAMMAFLOW_FOR_EACH(4)
  GAMMAFLOW_FOR_EACH(5)
  GAMMAFLOW_FOR_EACH(6)
  GAMMAFLOW_FOR_EACH(7)
  GAMMAFLOW_FOR_EACH(8)
  GAMMAFLOW_FOR_EACH(9)
  GAMMAFLOW_FOR_EACH(10)
  GAMMAFLOW_FOR_EACH(11)
  GAMMAFLOW_FOR_EACH(12)
  GAMMAFLOW_FOR_EACH(13)
  GAMMAFLOW_FOR_EACH(14)
  GAMMAFLOW_FOR_EACH(15)
#undef GAMMAFLOW_FOR_EACH

 private:
  template <std::size_t... index, class Tuple>
  static void last_first(std::index_sequence<index...>, Tuple &&arguments)
  {
    for_all(std::get<sizeof...(index)>(arguments), std::get<index>(arguments)...);
  }
};

}  // namespace gammaflow

namespace boost::numeric::odeint
{
template <>
struct is_resizeable<gammaflow::AugmentedState> {
  using type = boost::true_type;
  static const bool value = true;
};
template <>
struct same_size_impl<gammaflow::AugmentedState, gammaflow::AugmentedState> {
  static bool same_size(const gammaflow::AugmentedState &a, const gammaflow::AugmentedState &b)
  {
    return a.y.size() == b.y.size();
  }
};
template <>
struct resize_impl<gammaflow::AugmentedState, gammaflow::AugmentedState> {
  static void resize(gammaflow::AugmentedState &a, const gammaflow::AugmentedState &b)
  {
    a.y.reinit(b.y, /*omit_zeroing=*/false);
  }
};
}  // namespace boost::numeric::odeint
