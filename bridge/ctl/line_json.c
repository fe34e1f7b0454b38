#include "bridge/ctl/line_json.h"

#include <cjson/cJSON.h>

bool json_line(FILE *out, cJSON *root)
{
    char *text = cJSON_PrintUnformatted(root);
    if (text != NULL)
        (void)fprintf(out, "%s\n", text);
    (void)fflush(out); /* a reader that is gone is noticed at the end */
    cJSON_free(text);
    cJSON_Delete(root);
    return text != NULL;
}
