// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/base/errors.h>

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace gammaflow
{
/// The named implementations of an interface `Product`, made from a `Context`, described by `Traits`.
/// A new implementation is registered with one line at namespace scope of its .cc file:
///   const Register<Energy> registered("KL", {"int rho log(rho/pi) - rho + pi", ...}, [](const auto &c)
///   {...});
/// Product::Context and Product::Traits (with a member `summary`) are the product's own.
template <class Product>
class Registry
{
 public:
  using Context = typename Product::Context;
  using Traits = typename Product::Traits;
  using Factory = std::function<std::unique_ptr<Product>(const Context &)>;

  /// What is registered under a name.
  struct Entry {
    Traits traits;
    Factory make;
  };

  /// A type with a name of its own: clang and g++ mangle static variables whose type is a map of strings
  /// differently, and a program that is built with one on a library that is built with the other would have a
  /// second registry, an empty one.
  struct Entries : std::map<std::string, Entry> {
  };

  static Entries &entries()
  {
    static Entries all;
    return all;
  }

  static std::vector<std::string> names()
  {
    std::vector<std::string> result;
    for (const auto &entry : entries()) result.push_back(entry.first);
    return result;
  }

  /// "a|b|c": the pattern of a deal.II Patterns::Selection.
  static std::string selection()
  {
    std::string result;
    for (const auto &name : names()) result += (result.empty() ? "" : "|") + name;
    return result;
  }

  /// InputError, with the names there are, for a name that is not registered; so do traits() and make().
  static const Entry &find(const std::string &name)
  {
    const auto entry = entries().find(name);
    if (entry == entries().end()) throw InputError("registry", name, "no such name", selection());
    return entry->second;
  }

  static const Traits &traits(const std::string &name) { return find(name).traits; }

  static std::unique_ptr<Product> make(const std::string &name, const Context &context)
  {
    return find(name).make(context);
  }
};

/// Ends the program with a message and exit code 3: two implementations have one name, and which of them a
/// parameter file means is not known.
[[noreturn]] void refuse_second(const std::string &name);

/// Registers an implementation when the library is loaded. A name is given once; see refuse_second().
template <class Product>
struct Register {
  Register(const std::string &name, typename Registry<Product>::Traits traits,
           typename Registry<Product>::Factory make)
  {
    const bool first =
        Registry<Product>::entries()
            .emplace(name, typename Registry<Product>::Entry{std::move(traits), std::move(make)})
            .second;
    if (!first) refuse_second(name);
  }
};

}  // namespace gammaflow
