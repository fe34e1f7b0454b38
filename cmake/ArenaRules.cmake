# Compiler rules for every target, and the two ways a target is declared here.
# Asserts stay on in release: NDEBUG is never defined.
add_compile_definitions(_POSIX_C_SOURCE=200809L _FILE_OFFSET_BITS=64)
add_compile_options(-Wall -Wextra -Werror -Wshadow -Wstrict-prototypes -Wmissing-prototypes
  -Wpointer-arith -Wvla -Wformat=2 -Wundef -Wwrite-strings -fno-common
  -fstack-protector-strong -fvisibility=hidden)
set(CMAKE_C_FLAGS_RELEASE "-O2")
set(CMAKE_C_FLAGS_RELWITHDEBINFO "-O2 -g")
if(ARENA_SANITIZE STREQUAL "address")
  add_compile_options(-fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer)
  add_link_options(-fsanitize=address,undefined)
elseif(ARENA_SANITIZE STREQUAL "thread")
  add_compile_options(-fsanitize=thread -fno-omit-frame-pointer)
  add_link_options(-fsanitize=thread)
else()
  add_compile_options(-D_FORTIFY_SOURCE=2)
endif()

# tests/fuzz: coverage in everything that is linked into a target. Only clang has libFuzzer.
option(ARENA_FUZZ "build the fuzz targets with libFuzzer (tests/fuzz/run does it)" OFF)
if(ARENA_FUZZ)
  add_compile_options(-fsanitize=fuzzer-no-link)
endif()

# arena_ring(name sources... [LINK libs...]): one ring of the house, a static library.
function(arena_ring name)
  cmake_parse_arguments(A "" "" "LINK" ${ARGN})
  add_library(${name} STATIC ${A_UNPARSED_ARGUMENTS})
  target_link_libraries(${name} PUBLIC ${A_LINK})
endfunction()

# arena_test(name sources... [LINK libs...] [LABELS ...]): a cmocka test registered with ctest.
# Labels: quick (unit, no processes), full (starts processes), soak (large counts); release (on the
# release build), tsan (also under the thread sanitizer).
function(arena_test name)
  cmake_parse_arguments(A "" "" "LINK;LABELS" ${ARGN})
  add_executable(${name} ${A_UNPARSED_ARGUMENTS})
  target_link_libraries(${name} PRIVATE ${A_LINK} cmocka)
  add_test(NAME ${name} COMMAND ${name} WORKING_DIRECTORY ${CMAKE_SOURCE_DIR})
  if(NOT A_LABELS)
    set(A_LABELS quick)
  endif()
  set_tests_properties(${name} PROPERTIES LABELS "${A_LABELS}" TIMEOUT 120)
endfunction()

# arena_script_test(name command... [LABELS ...] [TIMEOUT s] [SERIAL | LANE name]): a test that is a
# program, as a rule /usr/bin/python3 and a file. It finds the binaries by ARENA_BUILD; exit code 77 =
# skipped. SERIAL: alone, because it judges times. LANE: beside others, but one of a lane at a time.
function(arena_script_test name)
  cmake_parse_arguments(A "SERIAL" "TIMEOUT;LANE" "LABELS" ${ARGN})
  add_test(NAME ${name} COMMAND ${A_UNPARSED_ARGUMENTS} WORKING_DIRECTORY ${CMAKE_SOURCE_DIR})
  if(NOT A_LABELS)
    set(A_LABELS full)
  endif()
  if(NOT A_TIMEOUT)
    set(A_TIMEOUT 120)
  endif()
  set_tests_properties(${name} PROPERTIES LABELS "${A_LABELS}" TIMEOUT ${A_TIMEOUT}
    SKIP_RETURN_CODE 77
    ENVIRONMENT "ARENA_BUILD=${CMAKE_BINARY_DIR};PYTHONPATH=${CMAKE_SOURCE_DIR}")
  if(A_SERIAL)
    set_tests_properties(${name} PROPERTIES RUN_SERIAL TRUE)
  elseif(A_LANE)
    set_tests_properties(${name} PROPERTIES RESOURCE_LOCK ${A_LANE})
  endif()
endfunction()
