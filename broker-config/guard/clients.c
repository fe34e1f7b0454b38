/* Entries never move; chains and the free list are indices plus one, 0 ends them. Rejected:
 * open addressing, whose deletions need either tombstones or moving entries that others point
 * at.
 */
#include "broker-config/guard/clients.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "robot/base/text.h"

struct clients {
    uint32_t capacity, count, mask;
    uint32_t free; /* first of the free list */
    uint32_t *heads;
    struct client *entries;
};

static uint32_t hash(const char *name)
{
    uint32_t value = 2166136261u;
    for (; *name != '\0'; name++) {
        value = (value ^ (unsigned char)*name) * 16777619u;
    }
    return value ^ value >> 15;
}

static uint32_t *chain_of(struct clients *clients, const char *name)
{
    return &clients->heads[hash(name) & clients->mask];
}

static uint32_t power_of_two_above(uint32_t number)
{
    uint32_t power = 1;
    while (power < number) {
        power *= 2;
    }
    return power;
}

struct clients *clients_create(uint32_t capacity)
{
    assert(capacity > 0 && capacity <= CLIENTS_CAPACITY);
    struct clients *clients = calloc(1, sizeof(*clients));
    if (clients == NULL) {
        return NULL;
    }
    uint32_t buckets = power_of_two_above(capacity);
    clients->heads = calloc(buckets, sizeof(*clients->heads));
    clients->entries = calloc(capacity, sizeof(*clients->entries));
    if (clients->heads == NULL || clients->entries == NULL) {
        clients_destroy(clients);
        return NULL;
    }
    clients->capacity = capacity;
    clients->mask = buckets - 1;
    for (uint32_t i = capacity; i > 0; i--) {
        clients->entries[i - 1].next = clients->free;
        clients->free = i;
    }
    return clients;
}

void clients_destroy(struct clients *clients)
{
    if (clients == NULL) {
        return;
    }
    free(clients->heads);
    free(clients->entries);
    free(clients);
}

struct client *clients_find(struct clients *clients, const char *name)
{
    uint32_t link = *chain_of(clients, name);
    while (link != 0) {
        struct client *client = &clients->entries[link - 1];
        if (strcmp(client->name, name) == 0) {
            return client;
        }
        link = client->next;
    }
    return NULL;
}

static void drop(struct clients *clients, struct client *client)
{
    uint32_t *link = chain_of(clients, client->name);
    uint32_t mine = (uint32_t)(client - clients->entries) + 1;
    while (*link != mine) {
        assert(*link != 0);
        link = &clients->entries[*link - 1].next;
    }
    *link = client->next;
    *client = (struct client){.next = clients->free};
    clients->free = mine;
    clients->count--;
}

static void drop_longest_gone(struct clients *clients)
{
    struct client *longest = NULL;
    for (uint32_t i = 0; i < clients->capacity; i++) {
        struct client *client = clients_at(clients, i);
        if (client == NULL || client->connection != NULL) {
            continue;
        }
        if (longest == NULL || client->left_ms < longest->left_ms) {
            longest = client;
        }
    }
    if (longest != NULL) {
        drop(clients, longest);
    }
}

struct client *clients_enter(struct clients *clients, const char *name, uint64_t now_ms)
{
    struct client *client = clients_find(clients, name);
    if (client != NULL) {
        return client;
    }
    if (clients->free == 0) {
        drop_longest_gone(clients);
    }
    if (clients->free == 0) {
        return NULL;
    }
    uint32_t mine = clients->free;
    client = &clients->entries[mine - 1];
    clients->free = client->next;
    *client = (struct client){.left_ms = now_ms};
    bool fits = text_copy(client->name, sizeof(client->name), name);
    assert(fits && client->name[0] != '\0');
    uint32_t *head = chain_of(clients, name);
    client->next = *head;
    *head = mine;
    clients->count++;
    return client;
}

void clients_leave(
    struct clients *clients, const char *name, const void *connection, uint64_t now_ms)
{
    struct client *client = clients_find(clients, name);
    if (client == NULL || client->connection != connection) {
        return;
    }
    client->connection = NULL;
    client->left_ms = now_ms;
}

void clients_forget(struct clients *clients, uint64_t now_ms)
{
    for (uint32_t i = 0; i < clients->capacity; i++) {
        struct client *client = clients_at(clients, i);
        if (client != NULL && client->connection == NULL &&
            now_ms - client->left_ms > CLIENTS_KEPT_MS && now_ms >= client->barred_ms) {
            drop(clients, client);
        }
    }
}

struct client *clients_at(struct clients *clients, uint32_t index)
{
    assert(index < clients->capacity);
    struct client *client = &clients->entries[index];
    return client->name[0] == '\0' ? NULL : client;
}

uint32_t clients_capacity(const struct clients *clients)
{
    return clients->capacity;
}

uint32_t clients_count(const struct clients *clients)
{
    return clients->count;
}
