/* Maps: whatever is taken can be played. */
#include "robot/sim/map.h"

#include <assert.h>
#include <string.h>

#include "tests/fuzz/fuzz.h"

static void check_taken(const struct map *map)
{
    assert(map->name[0] != '\0' && memchr(map->name, '\0', sizeof(map->name)));
    assert(map->cell >= MAP_CELL_MIN && map->cell <= MAP_CELL_MAX);
    assert(map->columns >= MAP_SIDE_MIN && map->columns <= MAP_COLUMNS);
    assert(map->rows >= MAP_SIDE_MIN && map->rows <= MAP_ROWS);
    assert(map->team_count >= 1 && map->team_count <= MAP_TEAMS);
    assert(map->pad_count <= MAP_PADS && map->solids.wall_count <= SOLIDS_WALLS);
    for (unsigned team = 0; team < map->team_count; team++) {
        assert(map->spawn_count[team] >= 1 && map->spawn_count[team] <= MAP_SPAWNS);
        for (unsigned i = 0; i < map->spawn_count[team]; i++)
            assert(solids_clear(&map->solids, map->spawns[team][i], MAP_BODY - 1e-6));
    }
}

static void check_refused(enum rc rc, const struct map_fault *fault)
{
    assert(rc == RC_BAD_REQUEST || rc == RC_TOO_LARGE);
    assert(fault->line >= 1 && fault->column >= 1 && fault->sentence[0] != '\0');
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct map map;
    struct map_fault fault = {.line = 0};
    enum rc rc = map_read((const char *)data, size, &map, &fault);
    if (rc == RC_OK)
        check_taken(&map);
    else
        check_refused(rc, &fault);
    return 0;
}
