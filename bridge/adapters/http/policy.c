#include "bridge/adapters/http/policy.h"

static const char PAGE_POLICY[] =
    "default-src 'self'; connect-src 'self' ws: wss:; img-src 'self' data: blob:; "
    "media-src 'self' blob:; object-src 'none'; base-uri 'none'; form-action 'self'; "
    "frame-ancestors 'none'";
static const char API_POLICY[] = "default-src 'none'; frame-ancestors 'none'";

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
    count = add(ret, count, "connection:", only_if(exchange->close, "close"));
    count = add(ret, count, "x-content-type-options:", "nosniff");
    count = add(ret, count, "referrer-policy:", "no-referrer");
    count = add(ret, count,
        "cross-origin-resource-policy:", only_if(!response->foreign, "same-origin"));
    count =
        add(ret, count, "content-security-policy:", response->page ? PAGE_POLICY : API_POLICY);
    return add_foreign(ret, count, exchange);
}
