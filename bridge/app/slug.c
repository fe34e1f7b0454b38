#include <string.h>

#include "bridge/app/app.h"

/* Lower case, or '\0' for what is not of an id's letters and digits. */
static char slug_letter(char c)
{
    if (c >= 'A' && c <= 'Z') {
        return (char)(c - 'A' + 'a');
    }
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') ? c : '\0';
}

void app_slug(const char *name, char ret[SLUG_SIZE])
{
    size_t length = 0;
    memset(ret, 0, SLUG_SIZE);
    for (const char *at = name; *at != '\0' && length < SLUG_SIZE - 1; at++) {
        char letter = slug_letter(*at);
        if (letter != '\0') {
            ret[length++] = letter;
        } else if (length > 0 && ret[length - 1] != '-') {
            ret[length++] = '-';
        }
    }
    while (length > 0 && ret[length - 1] == '-') {
        ret[--length] = '\0';
    }
    if (length == 0) {
        memcpy(ret, "guest", sizeof "guest");
    }
}
