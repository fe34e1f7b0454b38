#include "bridge/ctl/values.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

bool number_from_text(const char *text, uint64_t max, uint64_t *ret)
{
    size_t length = strlen(text);
    if (length == 0 || length > 19 || strspn(text, "0123456789") != length)
        return false;
    uint64_t number = strtoull(text, NULL, 10);
    if (number > max)
        return false;
    *ret = number;
    return true;
}

static uint32_t seconds_of_unit(char unit)
{
    switch (unit) {
    case 's':
        return 1;
    case 'm':
        return 60;
    case 'h':
        return 3600;
    case 'd':
        return 86400;
    default:
        return 0;
    }
}

bool duration_from_text(const char *text, uint32_t *ret_s)
{
    size_t digits = strspn(text, "0123456789");
    if (digits == 0 || digits > 9 || strlen(text) > digits + 1)
        return false;
    uint32_t unit = text[digits] != '\0' ? seconds_of_unit(text[digits]) : 1;
    uint64_t seconds = strtoull(text, NULL, 10) * unit;
    if (seconds == 0 || seconds > UINT32_MAX)
        return false;
    *ret_s = (uint32_t)seconds;
    return true;
}

/* ---- days, by the proleptic Gregorian calendar ---- */

static bool is_leap(unsigned year)
{
    return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

static unsigned month_length(unsigned year, unsigned month)
{
    static const unsigned months[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    return months[month - 1] + (month == 2 && is_leap(year));
}

static bool days_from_date(const unsigned date[3], uint64_t *ret)
{
    unsigned year = date[0];
    unsigned month = date[1];
    if (year < 1970 || month < 1 || month > 12)
        return false;
    if (date[2] < 1 || date[2] > month_length(year, month))
        return false;
    uint64_t days = date[2] - 1;
    for (unsigned y = 1970; y < year; y++)
        days += is_leap(y) ? 366 : 365;
    for (unsigned m = 1; m < month; m++)
        days += month_length(year, m);
    *ret = days;
    return true;
}

/* Digits and separators exactly as in the form, where 0 stands for a digit. */
static bool has_form(const char *text, const char *form)
{
    if (strlen(text) != strlen(form))
        return false;
    for (; *form != '\0'; form++, text++) {
        bool digit = *text >= '0' && *text <= '9';
        if (*form == '0' ? !digit : *text != *form)
            return false;
    }
    return true;
}

static unsigned digits_at(const char *text, size_t at, size_t count)
{
    unsigned number = 0;
    for (size_t i = at; i < at + count; i++)
        number = number * 10 + (unsigned)(text[i] - '0');
    return number;
}

static bool moment_from_date(const char *text, uint64_t *ret_ms)
{
    bool day_only = has_form(text, "0000-00-00");
    bool whole = has_form(text, "0000-00-00T00:00:00Z");
    if (!day_only && !whole)
        return false;
    const unsigned date[3] = {
        digits_at(text, 0, 4), digits_at(text, 5, 2), digits_at(text, 8, 2)};
    uint64_t days;
    if (!days_from_date(date, &days))
        return false;
    unsigned hour = whole ? digits_at(text, 11, 2) : 0;
    unsigned minute = whole ? digits_at(text, 14, 2) : 0;
    unsigned second = whole ? digits_at(text, 17, 2) : 0;
    if (hour > 23 || minute > 59 || second > 59)
        return false;
    *ret_ms = ((days * 24 + hour) * 60 + minute) * 60000 + second * 1000u;
    return true;
}

bool moment_from_text(const char *text, uint64_t wall_ms, uint64_t *ret_ms)
{
    uint32_t ago_s;
    if (text[0] == '-' && duration_from_text(text + 1, &ago_s)) {
        uint64_t ago_ms = (uint64_t)ago_s * 1000;
        *ret_ms = wall_ms > ago_ms ? wall_ms - ago_ms : 1;
        return true;
    }
    return moment_from_date(text, ret_ms) || number_from_text(text, 99999999999999u, ret_ms);
}

char *moment_to_text(uint64_t unix_ms, char ret[MOMENT_SIZE])
{
    time_t seconds = (time_t)(unix_ms / 1000);
    struct tm parts;
    char whole[24];
    ret[0] = '\0';
    if (gmtime_r(&seconds, &parts) != NULL &&
        strftime(whole, sizeof whole, "%Y-%m-%dT%H:%M:%S", &parts) > 0)
        (void)snprintf(ret, MOMENT_SIZE, "%s.%03uZ", whole, (unsigned)(unix_ms % 1000));
    return ret;
}

char *moment_to_words(uint64_t unix_ms, char ret[MOMENT_SIZE])
{
    time_t seconds = (time_t)(unix_ms / 1000);
    struct tm parts;
    ret[0] = '\0';
    if (gmtime_r(&seconds, &parts) != NULL)
        (void)strftime(ret, MOMENT_SIZE, "%Y-%m-%d %H:%M:%S", &parts);
    return ret;
}
