# find_package(arena): targets arena::client (shared) and arena::client-static, and
# arena_nodelay(program), which gives a program's connections TCP_NODELAY.
include(CMakeFindDependencyMacro)
find_dependency(Threads)
include(${CMAKE_CURRENT_LIST_DIR}/arenaTargets.cmake)
get_filename_component(ARENA_PREFIX ${CMAKE_CURRENT_LIST_DIR}/../../../.. ABSOLUTE)
if(NOT EXISTS ${ARENA_PREFIX}/share/arena/nodelay_wrap.c)
  get_filename_component(ARENA_PREFIX ${CMAKE_CURRENT_LIST_DIR}/../../.. ABSOLUTE)
endif()
set(ARENA_NODELAY ${ARENA_PREFIX}/share/arena/nodelay_wrap.c)
function(arena_nodelay program)
  target_sources(${program} PRIVATE ${ARENA_NODELAY})
endfunction()
