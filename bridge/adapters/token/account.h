/* The account port over the keys: mints what the core orders. The life the core asks for is the
 * longest any token may have; each kind's own life shortens it.
 */
#ifndef BRIDGE_ADAPTERS_TOKEN_ACCOUNT_H
#define BRIDGE_ADAPTERS_TOKEN_ACCOUNT_H

#include <stdint.h>

#include "bridge/adapters/token/token.h"
#include "bridge/app/ports.h"

struct token_account {
    const struct token_keys *keys; /* outlive the account */
    char root[64];
    uint32_t player_s; /* life of a token of player, watcher, referee, bot */
    uint32_t robot_s;
};

/* The port points to *account. */
void token_account_port(struct token_account *account, struct port_account *ret);

/* What a kind's tokens are for: robots, people and programs mqtt and http; bridge and media
 * mqtt. */
unsigned token_audiences_of(enum kind kind);

#endif
