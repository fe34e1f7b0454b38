/* The schemas of both databases, and how each version follows from the one before. */
#ifndef BRIDGE_ADAPTERS_STORE_SCHEMA_H
#define BRIDGE_ADAPTERS_STORE_SCHEMA_H

#include "bridge/adapters/store/database.h"

extern const struct database_plan schema_bridge;
extern const struct database_plan schema_history;

#endif
