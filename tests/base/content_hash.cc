// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/base/content_hash.h>
#include <gammaflow/base/errors.h>
#include <gammaflow/base/utf8.h>
#include <gammaflow/program/scratch_directory.h>

#include <gtest/gtest.h>

#include <fstream>

using namespace gammaflow;

// The examples of FIPS 180-4; of a file that is longer than one block of reading, the same.
TEST(ContentHash, IsSha256)
{
  EXPECT_EQ(sha256(""), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  EXPECT_EQ(sha256("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  const std::string million(1000000, 'a'),
      hash = "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0";
  EXPECT_EQ(sha256(million), hash);
  const ScratchDirectory scratch("test");
  const std::string path = scratch.path() + "/a";
  std::ofstream(path) << million;
  EXPECT_EQ(sha256_of_file(path), hash);
  std::ofstream(path) << "";
  EXPECT_EQ(sha256_of_file(path), sha256(""));
  EXPECT_THROW(sha256_of_file(scratch.path() + "/none"), InputError);
  EXPECT_THROW(sha256_of_file(scratch.path()), InputError);
}

// Latin-1, cut characters, surrogates and the character 0 are no text.
TEST(Utf8, WhatIsNotText)
{
  for (const std::string text : {"", "caf\xc3\xa9", "\xf0\x9f\x99\x82"}) EXPECT_TRUE(is_utf8(text)) << text;
  for (const std::string text : {"caf\xe9", "\xc3", "\xed\xa0\x80", "\xc0\xaf"}) EXPECT_FALSE(is_utf8(text));
  EXPECT_FALSE(is_utf8(std::string("a\0b", 3)));
  EXPECT_EQ(as_utf8(std::string("a\0b\0", 4)),
            "a\xef\xbf\xbd"
            "b\xef\xbf\xbd");
  EXPECT_EQ(as_utf8("caf\xe9"), "caf\xef\xbf\xbd");
}
