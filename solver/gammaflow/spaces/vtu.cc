// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/base/errors.h>
#include <gammaflow/base/processes.h>
#include <gammaflow/spaces/vtu.h>

#include <deal.II/base/mpi.h>
#include <deal.II/dofs/dof_handler.h>
#include <deal.II/fe/mapping.h>
#include <deal.II/numerics/data_out.h>

#include <cstdio>
#include <fstream>
#include <unistd.h>

namespace gammaflow
{
template <int dim>
void write_vtu_file(const dealii::Mapping<dim, dim> &mapping, const dealii::DoFHandler<dim, dim> &dofs,
                    const std::string &path,
                    const std::vector<std::pair<std::string, const Vector *>> &fields)
{
  dealii::DataOut<dim> out;
  out.attach_dof_handler(dofs);
  for (const auto &[name, values] : fields) {
    values->update_ghost_values();
    out.add_data_vector(*values, name);
  }
  const unsigned degree = dofs.get_fe().degree;
  out.build_patches(mapping, degree, dealii::DataOut<dim>::curved_inner_cells);
  dealii::DataOutBase::VtkFlags flags;
  // the default, the best compression, saves a few percent and takes a quarter of a run
  flags.compression_level = decltype(flags.compression_level)::best_speed;
  flags.write_higher_order_cells = dim > 1 && degree > 1;
  out.set_flags(flags);
  for (const auto &field : fields) field.second->zero_out_ghost_values();

  // of one name on all processes
  const std::string name = path + ".vtu",
                    temporary = name + ".part." + std::to_string(on_root([] { return int(getpid()); }));
  const auto fail = [&] {
    std::remove(temporary.c_str());
    throw InputError("output", name, "the file cannot be written", "a writable directory with space left");
  };
  if (const MPI_Comm processes = dofs.get_communicator();
      dealii::Utilities::MPI::n_mpi_processes(processes) > 1) {
    on_root([&] {  // MPI's own errors end the program
      if (!std::ofstream(temporary)) fail();
      return 0;
    });
    try {
      out.write_vtu_in_parallel(temporary, processes);
    } catch (const dealii::ExceptionBase &) {
      fail();
    }
  } else {
    std::ofstream file(temporary);
    if (file) out.write_vtu(file);
    file.flush();
    if (!file) fail();
  }
  on_root([&] {
    if (std::rename(temporary.c_str(), name.c_str()) != 0) fail();
    return 0;
  });
}

template void write_vtu_file<1>(const dealii::Mapping<1, 1> &, const dealii::DoFHandler<1, 1> &,
                                const std::string &,
                                const std::vector<std::pair<std::string, const Vector *>> &);
template void write_vtu_file<2>(const dealii::Mapping<2, 2> &, const dealii::DoFHandler<2, 2> &,
                                const std::string &,
                                const std::vector<std::pair<std::string, const Vector *>> &);
template void write_vtu_file<3>(const dealii::Mapping<3, 3> &, const dealii::DoFHandler<3, 3> &,
                                const std::string &,
                                const std::vector<std::pair<std::string, const Vector *>> &);

}  // namespace gammaflow
