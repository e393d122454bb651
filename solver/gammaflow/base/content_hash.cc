// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/base/content_hash.h>
#include <gammaflow/base/errors.h>

#include <algorithm>
#include <array>
#include <fstream>
#include <limits>
#include <memory>
#include <openssl/evp.h>
#include <stdexcept>
#include <vector>

namespace gammaflow
{
namespace
{
class Digest
{
 public:
  Digest() : context_(EVP_MD_CTX_new(), &EVP_MD_CTX_free)
  {
    check(context_ ? EVP_DigestInit_ex(context_.get(), EVP_sha256(), nullptr) : 0);
  }
  void add(const char *bytes, std::size_t n) { check(EVP_DigestUpdate(context_.get(), bytes, n)); }
  std::string hexadecimal()
  {
    std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
    unsigned length = 0;
    check(EVP_DigestFinal_ex(context_.get(), digest.data(), &length));
    std::string text;
    for (unsigned i = 0; i < length; ++i) {
      text += "0123456789abcdef"[digest[i] >> 4];
      text += "0123456789abcdef"[digest[i] & 15];
    }
    return text;
  }

 private:
  static void check(int good)
  {
    if (good != 1) throw std::runtime_error("OpenSSL offers no SHA-256 here");
  }
  std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context_;
};
}  // namespace

std::string sha256(const std::string &bytes)
{
  Digest digest;
  digest.add(bytes.data(), bytes.size());
  return digest.hexadecimal();
}

std::string sha256_of(std::istream &in, std::uint64_t bytes)
{
  Digest digest;
  std::vector<char> block(1 << 16);
  while (bytes > 0) {
    in.read(block.data(), std::streamsize(std::min<std::uint64_t>(bytes, block.size())));
    if (in.gcount() <= 0) break;
    digest.add(block.data(), std::size_t(in.gcount()));
    bytes -= std::uint64_t(in.gcount());
  }
  return digest.hexadecimal();
}

std::string sha256_of_file(const std::string &path)
{
  std::ifstream in(path, std::ios::binary);
  const std::string hash = sha256_of(in, std::numeric_limits<std::uint64_t>::max());
  if (!in.eof()) throw InputError(path, "", "cannot be read", "an existing file");
  return hash;
}

}  // namespace gammaflow
