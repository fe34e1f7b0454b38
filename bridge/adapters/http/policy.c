#include "bridge/adapters/http/policy.h"

#include <string.h>
#include <strings.h>

/* No form is ever sent by the browser itself, nothing of the page comes from elsewhere, no
 * script or style stands in the page's own text. */
static const char PAGE_POLICY[] =
    "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; "
    "img-src 'self' data: blob:; media-src 'self' blob:; worker-src 'self'; "
    "manifest-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; "
    "connect-src 'self' ";
static const char API_POLICY[] = "default-src 'none'; frame-ancestors 'none'";
static const char PERMISSIONS[] =
    "gamepad=(self), fullscreen=(self), screen-wake-lock=(self), camera=(), microphone=(), "
    "geolocation=(), payment=(), usb=(), midi=(), display-capture=()";

void policy_write(struct text *ret, const char *broker)
{
    const char *host = strstr(broker, "://");
    size_t scheme = host != NULL ? (size_t)(host - broker) + 1 : 0;
    text_add(ret, PAGE_POLICY);
    if (host == NULL)
        return;
    host += 3;
    size_t length =
        strspn(host, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-_:");
    bool whole = host[length] == '\0' || strchr("/?#", host[length]) != NULL;
    if (length > 0 && whole)
        text_addf(ret, "%.*s//%.*s", (int)scheme, broker, (int)length, host);
    else
        text_addf(ret, "%.*s", (int)scheme, broker);
}

/* Of one coding of the list, as "gzip ; q=0.5": is it gzip, and wanted? */
static bool is_wanted_gzip(const char *item, size_t length)
{
    static const char GZIP[] = "gzip";
    size_t word = sizeof GZIP - 1;
    if (length < word || strncasecmp(item, GZIP, word) != 0)
        return false;
    const char *rest = item + word + strspn(item + word, "; \t");
    if (rest >= item + length)
        return true;
    if (strncasecmp(rest, "q=", 2) != 0)
        return false;
    return strcspn(rest + 2, "123456789") < (size_t)(item + length - (rest + 2));
}

bool policy_takes_gzip(const char *accept_encoding)
{
    const char *item = accept_encoding;
    while (*item != '\0') {
        item += strspn(item, ", \t");
        size_t length = strcspn(item, ",");
        if (is_wanted_gzip(item, length))
            return true;
        item += length;
    }
    return false;
}

static const char *only_if(bool condition, const char *value)
{
    return condition ? value : NULL;
}

static unsigned add(
    struct header_line *lines, unsigned count, const char *name, const char *value)
{
    if (value == NULL)
        return count;
    lines[count] = (struct header_line){name, value};
    return count + 1;
}

static unsigned add_foreign(
    struct header_line *lines, unsigned count, const struct exchange *exchange)
{
    if (!exchange->response.foreign)
        return count;
    count = add(lines, count, "access-control-allow-origin:", exchange->request.origin);
    count = add(lines, count, "access-control-allow-methods:", "GET, POST, DELETE");
    count = add(lines, count, "access-control-allow-headers:", "authorization, content-type");
    return add(lines, count, "vary:", "origin");
}

unsigned policy_headers(const struct exchange *exchange, struct header_line ret[POLICY_HEADERS])
{
    const struct response *response = &exchange->response;
    unsigned count = 0;
    count = add(ret, count, "content-type:", response->content_type);
    count = add(ret, count, "cache-control:", response->cache);
    count = add(ret, count, "etag:", response->etag);
    count = add(ret, count, "content-encoding:", only_if(response->gzip, "gzip"));
    count = add(ret, count, "vary:", only_if(response->page, "accept-encoding"));
    count = add(ret, count, "allow:", response->allow);
    count = add(ret, count, "www-authenticate:", only_if(response->status == 401, "Bearer"));
    count = add(ret, count, "retry-after:", only_if(response->retry_s > 0, "5"));
    count = add(ret, count,
        "transfer-encoding:", only_if(response->told && !exchange->request.old, "chunked"));
    count = add(ret, count, "connection:", only_if(exchange->close, "close"));
    count = add(ret, count, "x-content-type-options:", "nosniff");
    count = add(ret, count, "referrer-policy:", "no-referrer");
    count = add(ret, count,
        "cross-origin-resource-policy:", only_if(!response->foreign, "same-origin"));
    count = add(
        ret, count, "content-security-policy:", response->page ? response->policy : API_POLICY);
    count = add(ret, count, "permissions-policy:", only_if(response->page, PERMISSIONS));
    count =
        add(ret, count, "cross-origin-opener-policy:", only_if(response->page, "same-origin"));
    return add_foreign(ret, count, exchange);
}
