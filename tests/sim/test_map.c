/* Maps: what is read, what is refused and where, what the cells become. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "robot/sim/map.h"

#include <cmocka.h>

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))
#define HEADER       "name: Test\n\n"

static struct map map;
static struct map_fault fault;

static void read_ok(const char *text)
{
    enum rc rc = map_read(text, strlen(text), &map, &fault);
    if (rc != RC_OK)
        fail_msg("%u:%u: %s in\n%s", fault.line, fault.column, fault.sentence, text);
}

static void a_map_has_a_name_a_size_walls_pillars_spawns_and_pads(void **state)
{
    (void)state;
    read_ok("name:  The Ünit \r\ncell: 1.5\r\n\r\n"
            "#####\r\n"
            "#1 o#\r\n"
            "#..+#\r\n"
            "#2\r\n"
            "#####\r\n\r\n");
    assert_string_equal(map.name, "The Ünit");
    assert_true(map.cell == 1.5 && map.width == 7.5 && map.height == 7.5);
    assert_int_equal(map.columns, 5);
    assert_int_equal(map.rows, 5);
    assert_int_equal(map.cells[3][4], '.');
    assert_int_equal(map.team_count, 2);
    assert_true(map.spawns[0][0].x == 2.25 && map.spawns[0][0].y == 5.25);
    assert_true(map.spawns[1][0].x == 2.25 && map.spawns[1][0].y == 2.25);
    assert_int_equal(map.pad_count, 1);
    assert_true(map.pads[0].x == 5.25 && map.pads[0].y == 3.75);
    assert_int_equal(map.solids.pillar_count, 1);
    assert_true(map.solids.pillars[0].radius == 0.75);
}

static void without_a_cell_it_is_half_a_metre_and_a_mark_of_order_does_not_count(void **state)
{
    (void)state;
    read_ok("\xef\xbb\xbf"
            "name: A\n\n    \n 1 \n    \n    ");
    assert_true(map.cell == 0.5);
    assert_int_equal(map.rows, 4);
}

/* Each wall cell is in exactly one wall, no floor cell is in any. */
static void assert_walls_are_the_wall_cells(void)
{
    for (unsigned row = 0; row < map.rows; row++)
        for (unsigned column = 0; column < map.columns; column++) {
            struct point at = map_middle(&map, row, column);
            unsigned walls = 0;
            for (unsigned i = 0; i < map.solids.wall_count; i++)
                walls += wall_distance(&map.solids.walls[i], at) == 0;
            assert_int_equal(walls, map.cells[row][column] == '#');
        }
}

static void neighbouring_wall_cells_become_long_walls(void **state)
{
    (void)state;
    static const struct {
        const char *grid;
        unsigned walls; /* beside the border's four */
    } cases[] = {
        {"1...\n....\n....\n....",                         0},
        {"1...\n####\n....\n....",                         1},
        {"1..#\n...#\n...#\n...#",                         1},
        {"1.....\n..##..\n..##..\n......",                 1},
        {"1.....\n..##..\n..#...\n......",                 2},
        {"#######\n#1....#\n#.....#\n#.....#\n#######",    4},
        {"1.....\n..#...\n.###..\n..#...\n......\n......", 3},
        {"1.....\n.#.#.#\n......\n.#.#.#\n......\n......", 6}
    };
    for (unsigned i = 0; i < COUNT(cases); i++) {
        char text[256];
        (void)snprintf(text, sizeof(text), "name: A\ncell: 2\n\n%s", cases[i].grid);
        read_ok(text);
        assert_walls_are_the_wall_cells();
        assert_int_equal(map.solids.wall_count - 4, cases[i].walls);
    }
}

static void what_is_wrong_is_said_with_its_place(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        unsigned line, column;
        const char *word;
    } cases[] = {
        {"",                                                      1, 1, "no name"        },
        {"\n1...\n....\n....\n....",                              1, 1, "no name"        },
        {"cell: 1\n\n1...\n....\n....\n....",                     2, 1, "no name"        },
        {"name:\n\n1...\n....\n....\n....",                       1, 6, "1 to 64"        },
        {"name: A\nname: B\n\n1...",                              2, 1, "before"         },
        {"name: A\ncells: 1\n\n1...",                             2, 1, "`name`"         },
        {"name: A\n####\n####",                                   2, 1, "empty line"     },
        {"name: A\001\n\n1...",                                   1, 1, "printable"      },
        {"name: \xff\n\n1...",                                    1, 1, "printable"      },
        {"name: A\ncell: x\n\n1...",                              2, 6, "metres"         },
        {"name: A\ncell: 0.2\n\n1...",                            2, 6, "metres"         },
        {"name: A\ncell: 2.01\n\n1...",                           2, 6, "metres"         },
        {"name: A\ncell: 1e0\n\n1...",                            2, 6, "metres"         },
        {"name: A\ncell: 0x1\n\n1...",                            2, 6, "metres"         },
        {"name: A\ncell: -1\n\n1...",                             2, 6, "metres"         },
        {"name: A\ncell: 1.\n\n1...",                             2, 6, "metres"         },
        {"name: A\ncell: .5\n\n1...",                             2, 6, "metres"         },
        {"name: A\ncell: 1.0.0\n\n1...",                          2, 6, "metres"         },
        {"name: A\ncell: 0000000001\n\n1...",                     2, 6, "metres"         },
        {"name: A\ncell:\n\n1...",                                2, 6, "metres"         },
        {HEADER,                                                  2, 1, "at least 4 rows"},
        {HEADER "1...\n....\n....",                               5, 1, "at least 4 rows"},
        {HEADER "1..\n...\n...\n...",                             6, 1, "at least 4 rows"},
        {HEADER "1...\n..x.\n....\n....",                         4, 3, "'x'"            },
        {HEADER "1...\n..5.\n....\n....",                         4, 3, "'5'"            },
        {HEADER "1...\n\t...\n....\n....",                        4, 1, "character 9"    },
        {HEADER "1...\n..\xc3\xbc\n....\n....",                   4, 3, "character 195"  },
        {HEADER "....\n....\n....\n....",                         3, 1, "no spawn point" },
        {HEADER "1..3\n....\n....\n....",                         3, 1, "team 2"         },
        {HEADER "...2\n....\n....\n....",                         3, 1, "team 1"         },
        {"name: A\ncell: 0.25\n\n....\n.11.\n....\n....\n....\n", 5, 3, "so near"        },
        {"name: A\ncell: 0.25\n\n1...\n....\n....\n....\n....\n", 4, 1, "no robot fits"  },
        {"name: A\ncell: 0.25\n\n.....\n.1o..\n.....\n.....\n",   5, 2, "no robot fits"  },
        {HEADER "1.#2\n..#.\n..#.\n..#.",                         3, 4, "reached"        },
        {HEADER "1.#.\n..#+\n..#.\n..#.",                         4, 4, "reached"        },
        {HEADER "1.o+\n..o.\n..o.\n..o.",                         3, 4, "reached"        }
    };
    for (unsigned i = 0; i < COUNT(cases); i++) {
        memset(&map, 0x5a, sizeof(map));
        struct map before = map;
        assert_int_not_equal(
            map_read(cases[i].text, strlen(cases[i].text), &map, &fault), RC_OK);
        if (fault.line != cases[i].line || fault.column != cases[i].column ||
            !strstr(fault.sentence, cases[i].word))
            fail_msg("case %u: %u:%u: %s", i, fault.line, fault.column, fault.sentence);
        assert_memory_equal(&before, &map, sizeof(map));
    }
}

/* A grid of one character, with a 1 at its beginning. */
static size_t draw(char text[MAP_TEXT_MAX * 2], char fill, unsigned columns, unsigned rows)
{
    size_t length = sizeof(HEADER) - 1;
    memcpy(text, HEADER, length);
    for (unsigned row = 0; row < rows; row++) {
        memset(text + length, fill, columns);
        length += columns;
        text[length++] = '\n';
    }
    text[sizeof(HEADER) - 1] = '1';
    return length;
}

static void every_limit_holds_and_is_said(void **state)
{
    (void)state;
    static char text[MAP_TEXT_MAX * 2];
    static const struct {
        char fill;
        unsigned columns, rows;
        enum rc rc;
        const char *word;
    } cases[] = {
        {'.', MAP_COLUMNS,     MAP_ROWS,     RC_OK,          ""                },
        {'.', MAP_COLUMNS + 1, MAP_ROWS,     RC_BAD_REQUEST, "96 columns"      },
        {'.', MAP_COLUMNS,     MAP_ROWS + 1, RC_BAD_REQUEST, "96 rows"         },
        {'1', 8,               4,            RC_OK,          ""                },
        {'1', 33,              4,            RC_TOO_LARGE,   "32 spawn points" },
        {'+', 8,               4,            RC_OK,          ""                },
        {'+', 8,               5,            RC_TOO_LARGE,   "32 charging pads"},
        {'o', 32,              4,            RC_OK,          ""                },
        {'o', 32,              5,            RC_TOO_LARGE,   "128 pillars"     }
    };
    for (unsigned i = 0; i < COUNT(cases); i++) {
        size_t length = draw(text, cases[i].fill, cases[i].columns, cases[i].rows);
        fault.sentence[0] = '\0';
        enum rc rc = map_read(text, length, &map, &fault);
        if (rc != cases[i].rc || !strstr(fault.sentence, cases[i].word))
            fail_msg("case %u: %s: %s", i, rc_name(rc), fault.sentence);
    }
    size_t length = draw(text, '.', 4, 4);
    memset(text + length, '\n', sizeof(text) - length);
    assert_int_equal(map_read(text, MAP_TEXT_MAX, &map, &fault), RC_OK);
    assert_int_equal(map_read(text, MAP_TEXT_MAX + 1, &map, &fault), RC_TOO_LARGE);
    length = draw(text, '.', 60, 60);
    for (size_t i = sizeof(HEADER) + 4; i < length; i += 2)
        if (text[i] == '.')
            text[i] = '#';
    assert_int_equal(map_read(text, length, &map, &fault), RC_TOO_LARGE);
    assert_non_null(strstr(fault.sentence, "pieces"));
}

static void load(const char *name)
{
    char path[64];
    (void)snprintf(path, sizeof(path), "robot/sim/maps/%s.map", name);
    enum rc rc = map_load(path, &map, &fault);
    if (rc != RC_OK)
        fail_msg("%s:%u:%u: %s", path, fault.line, fault.column, fault.sentence);
}

static void the_maps_that_come_with_it_are_fair_and_have_room_for_ten_a_side(void **state)
{
    (void)state;
    static const char *const names[] = {"yard", "lanes", "keep"};
    for (unsigned i = 0; i < COUNT(names); i++) {
        load(names[i]);
        assert_walls_are_the_wall_cells();
        unsigned spawns = 0;
        for (unsigned team = 0; team < map.team_count; team++) {
            assert_int_equal(map.spawn_count[team], map.spawn_count[0]);
            spawns += map.spawn_count[team];
        }
        assert_true(spawns >= 24);
        for (unsigned row = 0; row < map.rows; row++) /* turned around it is the same map */
            for (unsigned column = 0; column < map.columns; column++) {
                char here = map.cells[row][column];
                char there = map.cells[map.rows - 1 - row][map.columns - 1 - column];
                assert_int_equal(here >= '1' && here <= '4', there >= '1' && there <= '4');
                if (here < '1' || here > '4')
                    assert_int_equal(here, there);
            }
    }
}

static void the_spawn_points_nearest_to_the_middle_come_first_and_are_alike_for_both_sides(
    void **state)
{
    (void)state;
    load("lanes");
    struct point middle = {map.width / 2, map.height / 2};
    double last = 0;
    for (unsigned i = 0; i < map.spawn_count[0]; i++) {
        struct point one = map.spawns[0][i], other = map.spawns[1][i];
        assert_true(fabs(one.x + other.x - map.width) < 1e-9);
        assert_true(fabs(one.y + other.y - map.height) < 1e-9);
        assert_true(point_distance(one, middle) >= last - 1e-9);
        last = point_distance(one, middle);
    }
}

static void a_file_that_cannot_be_read_is_said(void **state)
{
    (void)state;
    assert_int_equal(map_load("tests/sim/no-such.map", &map, &fault), RC_IO);
    assert_non_null(strstr(fault.sentence, "No such file"));
    assert_int_equal(map_load("tests/sim", &map, &fault), RC_IO);
}

static void cells_and_points_belong_to_each_other(void **state)
{
    (void)state;
    read_ok(HEADER "1....\n.....\n..o..\n.....");
    unsigned row, column;
    for (unsigned r = 0; r < map.rows; r++)
        for (unsigned c = 0; c < map.columns; c++) {
            map_cell_of(&map, map_middle(&map, r, c), &row, &column);
            assert_int_equal(row, r);
            assert_int_equal(column, c);
            assert_int_equal(map_free(&map, r, c), map.cells[r][c] != 'o');
        }
    map_cell_of(&map, (struct point){-1, 100}, &row, &column);
    assert_true(row == 0 && column == 0);
    map_cell_of(&map, (struct point){100, NAN}, &row, &column);
    assert_true(row == 3 && column == 4);
}

static void a_ray_ends_at_the_first_thing_in_its_way(void **state)
{
    (void)state;
    read_ok("name: A\ncell: 1\n\n"
            "1.....\n"
            "..#...\n"
            "....o.\n"
            "......\n");
    static const struct {
        struct point from, ray;
        double reach;
    } cases[] = {
        {{0.5, 2.5}, {1, 0},     1.5    },
        {{0.5, 1.5}, {1, 0},     3.5    },
        {{0.5, 3.5}, {1, 0},     5      }, /* the limit */
        {{0.5, 3.5}, {-1, 0},    0.5    },
        {{0.5, 0.5}, {0, 1},     3.5    },
        {{5.5, 1.5}, {-1, 0},    0.5    },
        {{4.5, 0.5}, {0, 1},     0.5    },
        {{2.5, 0},   {0, 1},     2      },
        {{2, 0},     {0, 1},     2      }, /* along its edge */
        {{1.5, 1.5}, {0.6, 0.8}, 5.0 / 6}
    };
    map.solids.walls[0] = map.solids.walls[4]; /* the border's lower side: rays start on it */
    for (unsigned i = 0; i < COUNT(cases); i++) {
        double reach = solids_reach(&map.solids, cases[i].from, cases[i].ray, 5);
        if (fabs(reach - cases[i].reach) > 1e-9)
            fail_msg("case %u: %g", i, reach);
    }
    assert_true(solids_see(&map.solids, (struct point){0.5, 3.5}, (struct point){5.5, 3.5}));
    assert_false(solids_see(&map.solids, (struct point){0.5, 2.5}, (struct point){5.5, 2.5}));
    assert_true(solids_see(&map.solids, (struct point){1, 2.5}, (struct point){1, 2.5}));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_map_has_a_name_a_size_walls_pillars_spawns_and_pads),
        cmocka_unit_test(without_a_cell_it_is_half_a_metre_and_a_mark_of_order_does_not_count),
        cmocka_unit_test(neighbouring_wall_cells_become_long_walls),
        cmocka_unit_test(what_is_wrong_is_said_with_its_place),
        cmocka_unit_test(every_limit_holds_and_is_said),
        cmocka_unit_test(the_maps_that_come_with_it_are_fair_and_have_room_for_ten_a_side),
        cmocka_unit_test(
            the_spawn_points_nearest_to_the_middle_come_first_and_are_alike_for_both_sides),
        cmocka_unit_test(a_file_that_cannot_be_read_is_said),
        cmocka_unit_test(cells_and_points_belong_to_each_other),
        cmocka_unit_test(a_ray_ends_at_the_first_thing_in_its_way),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
