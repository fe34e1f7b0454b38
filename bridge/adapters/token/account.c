#include "bridge/adapters/token/account.h"

unsigned token_audiences_of(enum kind kind)
{
    switch (kind) {
    case KIND_ROBOT:
    case KIND_PLAYER:
    case KIND_WATCHER:
    case KIND_REFEREE:
    case KIND_BOT:
    case KIND_OPERATOR:
        return TOKEN_MQTT | TOKEN_HTTP;
    case KIND_BRIDGE:
    case KIND_MEDIA:
        return TOKEN_MQTT;
    case KIND_NONE:
    case KIND_COUNT_:
        break;
    }
    return 0;
}

static uint32_t life_of(const struct token_account *account, const struct mint_order *order)
{
    if (order->principal.kind == KIND_BRIDGE || order->principal.kind == KIND_MEDIA)
        return order->life_s; /* they hold the key, or are trusted like it */
    uint32_t life = order->principal.kind == KIND_ROBOT ? account->robot_s : account->player_s;
    return order->life_s < life ? order->life_s : life;
}

static enum rc mint(
    void *self, const struct mint_order *order, char *ret_token, uint64_t *ret_expires)
{
    const struct token_account *account = self;
    uint32_t life = life_of(account, order);
    uint64_t iat = order->wall > order->iat_after ? order->wall : order->iat_after + 1;
    const struct token_claims claims = {
        .principal = order->principal,
        .audiences = token_audiences_of(order->principal.kind),
        .iat = iat,
        .exp = iat + life,
    };
    enum rc rc = token_mint(account->keys, account->root, &claims, ret_token);
    if (rc == RC_OK)
        *ret_expires = claims.exp;
    return rc == RC_OK ? RC_OK : RC_UNAVAILABLE;
}

void token_account_port(struct token_account *account, struct port_account *ret)
{
    *ret = (struct port_account){.self = account, .mint = mint};
}
