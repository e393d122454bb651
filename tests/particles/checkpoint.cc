// SPDX-License-Identifier: LGPL-2.1-or-later
// Particles that go on from a checkpoint: the same bits as if they had not been interrupted.
#include <gammaflow/particles/particle_checkpoint.h>
#include <gammaflow/particles/particle_file.h>
#include <gammaflow/program/scratch_directory.h>

#include <gtest/gtest.h>

#include "tests/support/particle_checks.h"
#include <fstream>

namespace gammaflow::testing
{
namespace
{
struct Interruption {
};

Parameters of(const std::string &dynamics)
{
  const bool steps = dynamics != "SVGD" && dynamics != "birth-death";
  return particle_parameters(
      dynamics, 1,
      std::string("time/outputs = 4; kernel/bandwidth = 0.4; kernel/normalization = unit integral; "
                  "geometry/beta = 2; particles/number = 30; domain/cells = 32; ") +
          (steps ? "particles/step = 0.1" : "time/tolerance = 1e-10"));
}

class Checkpoints
{
 public:
  explicit Checkpoints(const Parameters &parameters)
      : parameters_(parameters), system_(ParticleSystem::build(parameters))
  {
  }

  /// Leaves the checkpoint of a run that ends after this part of the time.
  void interrupt(double part) const
  {
    ParticleCheckpoint checkpoint(file(), 0, parameters_);
    const auto until = [part](double fraction) {
      if (fraction >= part) throw Interruption();
    };
    EXPECT_THROW(system_.trajectory(until, &checkpoint), Interruption);
    EXPECT_TRUE(std::ifstream(file()).good());
  }
  /// The same checkpoint with another text.
  void change(const std::string &text, const std::string &value) const
  {
    StoredParticles stored = read_stored_particles(file());
    ASSERT_EQ(stored.texts.count(text), 1u);
    stored.texts[text] = value;
    write_particles(file(), stored.trajectory, stored.texts);
  }
  /// From the checkpoint, where it is accepted; and how much of the time that takes.
  ParticleTrajectory resumed()
  {
    ParticleCheckpoint checkpoint(file(), 1e9, parameters_);
    first_ = 2;
    return system_.trajectory([this](double fraction) { first_ = std::min(first_, fraction); }, &checkpoint);
  }
  double first_fraction() const { return first_; }
  ParticleTrajectory whole() const { return system_.trajectory(); }
  std::string file() const { return scratch_.path() + "/checkpoint.h5"; }

 private:
  ScratchDirectory scratch_{"particle_checkpoint"};
  Parameters parameters_;
  ParticleSystem system_;
  double first_ = 2;
};

bool same(const ParticleTrajectory &a, const ParticleTrajectory &b)
{
  if (a.times != b.times || particle_ledger_csv(a) != particle_ledger_csv(b)) return false;
  for (std::size_t k = 0; k < a.times.size(); ++k)
    if (a.states[k].coordinates() != b.states[k].coordinates() ||
        a.states[k].weights() != b.states[k].weights() || a.states[k].mass() != b.states[k].mass())
      return false;
  return true;
}

// At an output and between two of them (Euler steps), with weights, noise, jumps, renewals. Would catch: a
// clock that starts again, counts of steps that are lost, a mass that is summed anew.
TEST(ParticleCheckpoint, GoesOnWithTheSameBits)
{
  for (const std::string name : {"SVGD", "birth-death", "MMD flow", "Langevin", "birth-death jumps", "IFT"})
    for (const double part : {0.3, 0.93}) {
      SCOPED_TRACE(name + " " + std::to_string(part));
      Checkpoints run(of(name));
      run.interrupt(part);
      EXPECT_TRUE(same(run.resumed(), run.whole()));
      EXPECT_GT(run.first_fraction(), part < 0.5 ? 0.25 : 0.5);
      EXPECT_FALSE(std::ifstream(run.file()).good());
    }
}

// Must fail: what the clock holds is needed.
TEST(ParticleCheckpoint, NeedsItsClock)
{
  Checkpoints noise(of("Langevin"));
  noise.interrupt(0.55);
  noise.change("number", "0");
  EXPECT_FALSE(same(noise.resumed(), noise.whole()));

  Checkpoints adaptive(of("SVGD"));
  adaptive.interrupt(0.55);
  adaptive.change("step", "0x0p+0");
  EXPECT_FALSE(same(adaptive.resumed(), adaptive.whole()));
}

// Damaged, of other parameters or of another seed: computed from the start.
TEST(ParticleCheckpoint, IsNotUsedWhereItIsOfAnotherRun)
{
  Checkpoints run(of("Langevin"));
  const auto expect_anew = [&run](const std::string &what) {
    EXPECT_TRUE(same(run.resumed(), run.whole())) << what;
    EXPECT_LT(run.first_fraction(), 0.1) << what;
  };
  run.interrupt(0.55);
  std::ifstream in(run.file());
  const std::string content{std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
  std::ofstream(run.file()) << content.substr(0, content.size() / 2);
  expect_anew("cut");
  run.interrupt(0.55);
  run.change("run", "another");
  expect_anew("another run");
  run.interrupt(0.55);
  run.change("number", "-1");
  expect_anew("a negative number");
  run.interrupt(0.55);
  StoredParticles stored = read_stored_particles(run.file());
  stored.trajectory.times.back() = 7;
  write_particles(run.file(), stored.trajectory, stored.texts);
  expect_anew("another time");
}
}  // namespace
}  // namespace gammaflow::testing
