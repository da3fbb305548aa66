# SPDX-License-Identifier: GPL-3.0-or-later
# cmake -DINPUT=x.tsv -DOUTPUT=x.cc -DFUNCTION=Name [-DCOMMENTS=ON] -P embed_lines.cmake; see embed.cmake.
file(READ ${INPUT} text)
string(REGEX REPLACE "\r\n" "\n" text "${text}")
if(NOT COMMENTS)
  string(REGEX REPLACE "\n#[^\n]*" "\n" text "\n${text}")
endif()
string(REGEX REPLACE "\n\n+" "\n" text "${text}")
string(REGEX REPLACE "^\n|\n$" "" text "${text}")
# One raw string a line: no compiler's limit on the length of a literal is reached.
string(REPLACE "\n" ")line\",\n    R\"line(" text "${text}")
file(WRITE ${OUTPUT}
  "#include <string_view>\n#include <vector>\n\n"
  "namespace facetwire {\n\n"
  "std::vector<std::string_view> ${FUNCTION}();\n\n"
  "std::vector<std::string_view> ${FUNCTION}() {\n"
  "  static constexpr std::string_view kLines[] = {\n    R\"line(${text})line\"};\n"
  "  return {std::begin(kLines), std::end(kLines)};\n}\n\n}  // namespace facetwire\n")
