#include "bridge/adapters/http/origin.h"

#include <arpa/inet.h>
#include <string.h>
#include <strings.h>

#include "robot/base/text.h"

static bool port_valid(const char *text)
{
    size_t length = strspn(text, "0123456789");
    return length >= 1 && length <= 5 && text[length] == '\0';
}

static bool name_character(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '.' || c == '_';
}

static bool copy_lower(char *target, size_t size, const char *source, size_t length)
{
    if (length == 0 || length >= size)
        return false;
    for (size_t i = 0; i < length; i++)
        target[i] = source[i] >= 'A' && source[i] <= 'Z' ? (char)(source[i] + 32) : source[i];
    target[length] = '\0';
    return true;
}

static bool v6_valid(const char *bracketed, size_t length)
{
    char inner[INET6_ADDRSTRLEN];
    struct in6_addr address;
    if (length < 4 || length - 2 >= sizeof inner)
        return false;
    memcpy(inner, bracketed + 1, length - 2);
    inner[length - 2] = '\0';
    return inet_pton(AF_INET6, inner, &address) == 1;
}

static bool plain_name_valid(const char *name)
{
    while (name_character(*name))
        name++;
    return *name == '\0';
}

bool host_name(const char *host, char name[HOST_SIZE])
{
    const char *bracket = host[0] == '[' ? strchr(host, ']') : NULL;
    size_t length = bracket != NULL ? (size_t)(bracket - host) + 1 : strcspn(host, ":");
    const char *rest = host + length;
    char copy[HOST_SIZE];
    if (!copy_lower(copy, sizeof copy, host, length))
        return false;
    if (rest[0] != '\0' && (rest[0] != ':' || !port_valid(rest + 1)))
        return false;
    if (bracket != NULL ? !v6_valid(copy, length) : !plain_name_valid(copy))
        return false;
    return text_copy(name, HOST_SIZE, copy);
}

static bool is_literal(const char *name)
{
    struct in_addr address;
    return name[0] == '[' || inet_pton(AF_INET, name, &address) == 1;
}

/* The next item of a comma-separated list, without spaces; NULL at its end. */
static const char *next_item(const char **list, size_t *ret_length)
{
    const char *item = *list + strspn(*list, ", ");
    *ret_length = strcspn(item, ", ");
    *list = item + *ret_length;
    return *ret_length > 0 ? item : NULL;
}

static bool is_listed(const char *text, const char *list)
{
    size_t length;
    for (const char *item = next_item(&list, &length); item != NULL;
         item = next_item(&list, &length)) {
        if (strlen(text) == length && strncasecmp(text, item, length) == 0)
            return true;
    }
    return false;
}

static bool is_own(const char *name, const char *own)
{
    size_t length = strlen(own);
    return length > 0 && strncasecmp(name, own, length) == 0 &&
           (name[length] == '\0' || strcmp(name + length, ".local") == 0);
}

bool host_allowed(const char *host, const char *own, const char *allowed)
{
    char name[HOST_SIZE];
    if (!host_name(host, name))
        return false;
    return is_literal(name) || strcmp(name, "localhost") == 0 || is_own(name, own) ||
           is_listed(name, allowed) || is_listed(host, allowed);
}

enum origin origin_judge(const char *origin, const char *host, const char *allowed)
{
    static const char *const SCHEMES[] = {"http://", "https://"};
    for (unsigned i = 0; i < 2; i++) {
        size_t length = strlen(SCHEMES[i]);
        if (strncmp(origin, SCHEMES[i], length) == 0 && strcasecmp(origin + length, host) == 0)
            return ORIGIN_SAME;
    }
    return is_listed(origin, allowed) ? ORIGIN_ALLOWED : ORIGIN_FOREIGN;
}
