/* The table of who is logged in: bounded, remembers who left, forgets in time. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "broker-config/guard/clients.h"

#include <cmocka.h>

static const int first, second; /* two connections: only their addresses count */

static struct client *enter(struct clients *clients, const char *name, const void *connection)
{
    struct client *client = clients_enter(clients, name, 1000);
    if (client != NULL) {
        client->connection = connection;
    }
    return client;
}

static void who_entered_is_found_by_name_and_nobody_else(void **state)
{
    (void)state;
    struct clients *clients = clients_create(8);
    struct client *ann = enter(clients, "player/ann", &first);
    assert_ptr_equal(clients_find(clients, "player/ann"), ann);
    assert_null(clients_find(clients, "player/an"));
    assert_int_equal(clients_count(clients), 1);
    clients_destroy(clients);
}

static void entering_again_keeps_the_meter(void **state)
{
    (void)state;
    struct clients *clients = clients_create(8);
    enter(clients, "player/ann", &first)->meter.messages = 7;
    clients_leave(clients, "player/ann", &first, 2000);
    assert_int_equal(enter(clients, "player/ann", &second)->meter.messages, 7);
    clients_destroy(clients);
}

static void the_end_of_a_replaced_connection_changes_nothing(void **state)
{
    (void)state;
    struct clients *clients = clients_create(8);
    enter(clients, "player/ann", &first);
    struct client *ann = enter(clients, "player/ann", &second);
    clients_leave(clients, "player/ann", &first, 2000);
    assert_ptr_equal(ann->connection, &second);
    clients_destroy(clients);
}

static void a_table_full_of_connected_ones_takes_nobody_else(void **state)
{
    (void)state;
    struct clients *clients = clients_create(2);
    enter(clients, "robot/a", &first);
    enter(clients, "robot/b", &first);
    assert_null(enter(clients, "robot/c", &first));
    assert_non_null(enter(clients, "robot/a", &second));
    clients_destroy(clients);
}

static void a_full_table_gives_up_who_left_longest_ago(void **state)
{
    (void)state;
    struct clients *clients = clients_create(3);
    enter(clients, "robot/a", &first);
    enter(clients, "robot/b", &first);
    enter(clients, "robot/c", &first);
    clients_leave(clients, "robot/c", &first, 2000);
    clients_leave(clients, "robot/a", &first, 3000);
    assert_non_null(enter(clients, "robot/d", &first));
    assert_null(clients_find(clients, "robot/c"));
    assert_non_null(clients_find(clients, "robot/a"));
    clients_destroy(clients);
}

static void who_left_is_forgotten_after_a_minute_and_not_before(void **state)
{
    (void)state;
    struct clients *clients = clients_create(4);
    enter(clients, "robot/a", &first);
    enter(clients, "robot/b", &first);
    clients_leave(clients, "robot/a", &first, 2000);
    clients_forget(clients, 2000 + CLIENTS_KEPT_MS);
    assert_non_null(clients_find(clients, "robot/a"));
    clients_forget(clients, 2001 + CLIENTS_KEPT_MS);
    assert_null(clients_find(clients, "robot/a"));
    assert_non_null(clients_find(clients, "robot/b"));
    clients_destroy(clients);
}

static void thousands_come_and_go_and_every_place_is_used_again(void **state)
{
    (void)state;
    struct clients *clients = clients_create(1000);
    char name[PRINCIPAL_SIZE];
    for (unsigned i = 0; i < 20000; i++) {
        (void)snprintf(name, sizeof(name), "player/p%u", i);
        assert_non_null(enter(clients, name, &first));
        clients_leave(clients, name, &first, 1000 + i);
    }
    assert_int_equal(clients_count(clients), 1000);
    clients_forget(clients, 1000000);
    assert_int_equal(clients_count(clients), 0);
    assert_non_null(enter(clients, "player/last", &first));
    clients_destroy(clients);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(who_entered_is_found_by_name_and_nobody_else),
        cmocka_unit_test(entering_again_keeps_the_meter),
        cmocka_unit_test(the_end_of_a_replaced_connection_changes_nothing),
        cmocka_unit_test(a_table_full_of_connected_ones_takes_nobody_else),
        cmocka_unit_test(a_full_table_gives_up_who_left_longest_ago),
        cmocka_unit_test(who_left_is_forgotten_after_a_minute_and_not_before),
        cmocka_unit_test(thousands_come_and_go_and_every_place_is_used_again),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
