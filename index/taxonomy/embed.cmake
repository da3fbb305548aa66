# SPDX-License-Identifier: GPL-3.0-or-later
# facetwire_embed_lines(TARGET FILE FUNCTION [COMMENTS]): makes the lines of FILE part of TARGET, as
#   namespace facetwire { std::vector<std::string_view> FUNCTION(); }
# which the caller declares itself. Blank lines are left out, and comments (#) without COMMENTS.
# Needs no tool but CMake.
set(FACETWIRE_EMBED_SCRIPT ${CMAKE_CURRENT_LIST_DIR}/embed_lines.cmake)
set(FACETWIRE_EMBED_BYTES ${CMAKE_CURRENT_LIST_DIR}/embed_bytes.cc.in)

function(facetwire_embed_lines target file function)
  cmake_parse_arguments(ARG "COMMENTS" "" "" ${ARGN})
  cmake_path(GET file STEM stem)
  set(source ${CMAKE_CURRENT_SOURCE_DIR}/${file})
  set(generated ${CMAKE_CURRENT_BINARY_DIR}/${stem}_data.cc)
  add_custom_command(
    OUTPUT ${generated}
    COMMAND ${CMAKE_COMMAND} -DINPUT=${source} -DOUTPUT=${generated} -DFUNCTION=${function}
            -DCOMMENTS=${ARG_COMMENTS} -P ${FACETWIRE_EMBED_SCRIPT}
    DEPENDS ${source} ${FACETWIRE_EMBED_SCRIPT}
    COMMENT "Embedding ${file}"
    VERBATIM)
  target_sources(${target} PRIVATE ${generated})
  set_source_files_properties(${generated} PROPERTIES SKIP_LINTING ON)
endfunction()

# facetwire_embed_bytes(TARGET FILE FUNCTION): makes the bytes of FILE part of TARGET, as
#   namespace facetwire { std::string_view FUNCTION(); }
# which the caller declares itself. The assembler reads them: no compiler has to.
function(facetwire_embed_bytes target file function)
  cmake_path(GET file STEM stem)
  set(FACETWIRE_EMBED_FILE ${CMAKE_CURRENT_SOURCE_DIR}/${file})
  set(FACETWIRE_EMBED_FUNCTION ${function})
  set(generated ${CMAKE_CURRENT_BINARY_DIR}/${stem}_bytes.cc)
  configure_file(${FACETWIRE_EMBED_BYTES} ${generated} @ONLY)
  target_sources(${target} PRIVATE ${generated})
  set_source_files_properties(${generated} PROPERTIES
    SKIP_LINTING ON OBJECT_DEPENDS ${FACETWIRE_EMBED_FILE})
endfunction()
