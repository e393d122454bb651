// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/base/errors.h>

#include <deal.II/base/parameter_handler.h>
#include <nlohmann/json_fwd.hpp>

#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace gammaflow
{
struct ParameterFile;

/// Declares the parameters of a class when the library is loaded; one object at namespace scope in the
/// class's .cc:
///   const DeclareParameters declared("time", [](dealii::ParameterHandler &prm) { prm.declare_entry(...); });
/// Several classes may declare entries in the same section.
struct DeclareParameters {
  using Declaration = std::function<void(dealii::ParameterHandler &)>;
  DeclareParameters(const std::string &section, Declaration declaration);
};

/// A declared parameter, for the documentation.
struct ParameterDescription {
  std::string section, key, default_value, allowed, documentation;
};

/// All parameters of one flow or study: what was declared, and what the file, `--set` and the study's cases
/// gave. A copy is independent of the original, so that a sweep point or a limit flow is a copy with some
/// values replaced. Every value is validated against its declared pattern when it is set; InputError names
/// file, section, key, value given and values allowed.
class Parameters
{
 public:
  Parameters();
  Parameters(const Parameters &other);
  Parameters &operator=(const Parameters &other);
  ~Parameters();

  /// Reads `.prm` or `.json`. Relative file names inside are relative to the file's directory, see resolve().
  static Parameters from_file(const std::string &path);
  static Parameters from_string(const std::string &prm_text, const std::string &file_name = "(text)");

  /// InputError for a key that is not declared and for a value that its pattern does not allow. `origin`: the
  /// place for later messages; empty: the file.
  void set(const std::string &section, const std::string &key, const std::string &value,
           const std::string &origin = "");
  /// "section/key = value", as `--set` gives it.
  void assign(const std::string &assignment, const std::string &origin);
  /// "section/key = value; section/key = value", as a study's case gives it.
  void assign_all(const std::string &assignments, const std::string &origin);

  /// The value of a declared key; number() and numbers(): InputError where it is no number.
  std::string text(const std::string &section, const std::string &key) const;
  double number(const std::string &section, const std::string &key) const;
  long integer(const std::string &section, const std::string &key) const;
  bool flag(const std::string &section, const std::string &key) const;
  std::vector<double> numbers(const std::string &section, const std::string &key) const;  ///< comma-separated
  std::vector<std::string> list(const std::string &section,
                                const std::string &key) const;  ///< comma-separated
  /// Whether the key was not given, so that it has its default.
  bool is_default(const std::string &section, const std::string &key) const;
  /// Section and key of the values that were given and not read so far, neither here nor from a copy.
  std::vector<std::pair<std::string, std::string>> unread() const;
  /// A copy whose keys_read_in() counts only what is read from it and its copies; unread() of the original
  /// counts these, too.
  Parameters apart() const;
  /// The keys of the section that were read until now.
  std::vector<std::string> keys_read_in(const std::string &section) const;
  /// Remarks for the user about the values given, here or in a copy: keys given twice, cases that replace a
  /// value of `--set`.
  std::vector<std::string> notes() const;

  /// Throws InputError, with file or origin, section, key and its value: `why` it is refused, and what is
  /// `allowed`.
  [[noreturn]] void reject(const std::string &section, const std::string &key, const std::string &why,
                           const std::string &allowed = "") const;

  /// The path of a file named in the parameter file: beside that file if it exists there, else as it is
  /// given.
  std::string resolve(const std::string &file) const;
  const std::string &file_name() const { return file_name_; }
  /// The files that the parameter file includes, as they were opened.
  const std::vector<std::string> &included_files() const { return included_; }

  nlohmann::json as_json() const;
  /// All that can be set, in the order of declaration within a section.
  static std::vector<ParameterDescription> descriptions();
  /// The whole annotated parameter file (values as they are now).
  std::string as_prm() const;

 private:
  struct Assignment {
    std::string section, key, value, origin;
  };
  struct Reads;
  struct Notes;
  void declare();
  static Parameters from_entries(const ParameterFile &file, const std::string &file_name);

  std::unique_ptr<dealii::ParameterHandler> prm_;
  std::shared_ptr<Reads> reads_;  ///< of this object and its copies
  std::shared_ptr<Notes> notes_;  ///< of this object and its copies
  std::vector<Assignment> assignments_;
  std::string file_name_;
  std::vector<std::string> included_;
};

}  // namespace gammaflow
