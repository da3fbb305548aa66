# SPDX-License-Identifier: GPL-3.0-or-later
# Which of our folders may be included from which. Run by ctest as "layers"; -DROOT=... is the tree.
# Three rules: a folder includes only itself and what its row names; every folder has a row; and
# only some folders may touch gRPC, protobuf's contract and Xapian.
cmake_minimum_required(VERSION 3.25)

set(rows
  "index/base|"
  "index/model|index/base"
  "index/taxonomy|index/base index/model"
  "index/text|index/base index/model"
  "index/entities|index/base index/model index/taxonomy index/text"
  "index/entities/training|index/base index/text index/entities"
  "index/store|index/base index/model index/taxonomy index/text"
  "index/search|index/base index/model index/taxonomy index/text index/store"
  "index/ingest|index/base index/model index/taxonomy index/text index/entities index/store"
  "index/engine|index/base index/model index/taxonomy index/entities index/store index/search index/ingest"
  "services/common|index/base index/model index/engine proto"
  "services/curation|index/base index/model index/engine services/common proto"
  "services/annotation|index/base index/model services/common proto"
  "services/indexing|index/base index/model index/taxonomy index/engine services/common proto"
  "services/maintenance|index/base index/model index/engine services/common proto"
  "services/query|index/base index/model index/engine services/common proto"
  "services/server|index/base index/model index/engine services/common services/annotation services/curation services/indexing services/maintenance services/query proto"
  "clients/formats|proto"
  "clients/cli|clients/formats proto")

set(broken 0)
macro(fault text)
  message(SEND_ERROR "${text}")
  set(broken 1)
endmacro()

file(GLOB_RECURSE sources RELATIVE ${ROOT}
  ${ROOT}/index/*.h ${ROOT}/index/*.cc ${ROOT}/services/*.h ${ROOT}/services/*.cc
  ${ROOT}/clients/*.h ${ROOT}/clients/*.cc)
list(LENGTH sources count)
if(count LESS 50)
  fault("only ${count} sources found below ${ROOT}: is that the tree?")
endif()

foreach(file ${sources})
  get_filename_component(layer ${file} DIRECTORY)
  set(known FALSE)
  foreach(row ${rows})
    string(REGEX MATCH "^([^|]*)\\|(.*)$" matched "${row}")
    if(layer STREQUAL CMAKE_MATCH_1)
      set(known TRUE)
      string(REPLACE " " ";" allowed "${CMAKE_MATCH_2}")
    endif()
  endforeach()
  if(NOT known)
    fault("${file}: its folder has no row in tests/layers.cmake")
    continue()
  endif()

  file(STRINGS ${ROOT}/${file} includes REGEX "^#include ")
  foreach(line ${includes})
    if(line MATCHES "^#include \"((index|services|clients|tests)/.*)/[^/]*\"")
      set(used ${CMAKE_MATCH_1})
      if(NOT used STREQUAL layer AND NOT used IN_LIST allowed)
        fault("${file}: ${layer} may not include ${used}")
      endif()
    elseif(line MATCHES "[\"<](facetwire/v1|google/rpc|grpc/health)/" AND NOT "proto" IN_LIST allowed)
      fault("${file}: ${layer} may not know the contract (${line})")
    elseif(line MATCHES "[\"<](grpcpp|grpc)/" AND NOT layer MATCHES "^(services/|clients/cli$)")
      fault("${file}: gRPC stays in services and the client (${line})")
    elseif(line MATCHES "[\"<]xapian" AND NOT layer MATCHES "^index/(store|search)$")
      fault("${file}: Xapian stays in index/store and index/search (${line})")
    endif()
  endforeach()
endforeach()

if(broken)
  message(FATAL_ERROR "layers: broken")
endif()
