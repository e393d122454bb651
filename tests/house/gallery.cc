// SPDX-License-Identifier: LGPL-2.1-or-later
// Each picture of doc/gallery.md is there, and so are its command and its parameter file.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <regex>
#include <set>

namespace
{
namespace fs = std::filesystem;

std::string content(const fs::path &path)
{
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

/// What is wrong with the entries of a page of pictures below `root`; empty: nothing.
std::string wrong_with(const std::string &page, const fs::path &root, unsigned &pictures)
{
  static const std::regex entry(
      R"(!\[([^\]]+)\]\((gallery/[a-z-]+\.svg)\)\n\n([^`]+)\n`gammaflow ([a-z]+) (\S+)( [^`]*)?`)");
  static const std::set<std::string> commands = {"run", "reference", "study"};
  pictures = 0;
  for (std::sregex_iterator at(page.begin(), page.end(), entry), end; at != end; ++at, ++pictures) {
    const fs::path picture = root / "doc" / (*at)[2].str();
    std::error_code error;
    const auto size = fs::file_size(picture, error);
    if (error) return picture.string() + " is not there";
    if (size > 60000 || size < 500) return picture.string() + " is too large or empty";
    if (content(picture).find("</text>") == std::string::npos) return picture.string() + " has no words";
    if (commands.count((*at)[4]) == 0) return "there is no command " + (*at)[4].str();
    if (!fs::exists(root / (*at)[5].str())) return (*at)[5].str() + " is not there";
    if ((*at)[6].str().find("--figures") == std::string::npos) return "the command writes no figures";
    if ((*at)[3].length() < 30) return "a caption that says nothing";
  }
  return "";
}
}  // namespace

// Would catch: a study that is renamed or taken away, a picture that was not committed, one that is too
// large. Must fail: a page that names what does not exist.
TEST(Gallery, PicturesHaveTheirCommandsAndFiles)
{
  const fs::path root = GAMMAFLOW_SOURCE_DIR;
  const std::string page = content(root / "doc/gallery.md");
  unsigned pictures = 0;
  EXPECT_EQ(wrong_with(page, root, pictures), "");
  EXPECT_GE(pictures, 5u);
  std::set<std::string> files;
  for (const auto &file : fs::directory_iterator(root / "doc/gallery"))
    if (file.path().extension() == ".svg") files.insert(file.path().filename().string());
  EXPECT_EQ(files.size(), pictures);  // none is left over

  for (const auto &[from, to] : {std::pair("(gallery/", "(gallery/no-"), std::pair(".prm", ".old"),
                                 std::pair("`gammaflow r", "`gammaflow x"), std::pair(" --figures`", "`")}) {
    std::string other = page;
    for (std::size_t at = page.rfind(from); at != std::string::npos && other == page;
         at = page.rfind(from, at - 1))
      other.replace(at, std::string(from).size(), to);
    EXPECT_NE(other, page) << from;
    EXPECT_NE(wrong_with(other, root, pictures), "") << from;
  }
}
