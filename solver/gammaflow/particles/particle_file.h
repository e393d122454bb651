// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/particles/particle_system.h>

#include <map>
#include <string>

namespace gammaflow
{
/// Writes an HDF5 file (with an index, see io/data_index.h) with
///   /times, /coordinates (times x particles x dim), /weights (times x particles), /ledger (times x columns)
/// and the texts `format`, `ledger columns` of group `about`, and those given. Under a temporary name, then
/// renamed.
void write_particles(const std::string &path, const ParticleTrajectory &trajectory,
                     const std::map<std::string, std::string> &attributes);
/// The same as NumPy's arrays x, weights, times, for other programs and for `compare`; false, and no file,
/// where that would be 4 GiB or more.
bool write_particles_npz(const std::string &path, const ParticleTrajectory &trajectory);
/// The content of such a file.
struct StoredParticles {
  ParticleTrajectory trajectory;
  std::map<std::string, std::string> texts;
};
/// InputError that names the file if it is missing, damaged, or holds no particles.
StoredParticles read_stored_particles(const std::string &path);
ParticleTrajectory read_particles(const std::string &path);

/// The columns of the ledger in this dimension, and a row in their order.
std::vector<std::string> particle_ledger_columns(unsigned dim);
std::vector<double> particle_ledger_values(const ParticleLedgerRow &row, unsigned dim);
/// As CSV with a header line, numbers with 17 digits; "nan" where the dynamics have no energy.
std::string particle_ledger_csv(const ParticleTrajectory &trajectory);

}  // namespace gammaflow
