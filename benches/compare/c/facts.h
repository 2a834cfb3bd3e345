// What a C parser says of each value that is asked for. The order is that of Key::ALL in src/facts.rs.

#ifndef FACTS_H
#define FACTS_H

#include <stddef.h>
#include <string.h>

enum asked {
    ASKED_VIA_TRANSPORT,
    ASKED_VIA_HOST,
    ASKED_VIA_PORT,
    ASKED_VIA_BRANCH,
    ASKED_VIA_RPORT,
    ASKED_VIA_RECEIVED,
    ASKED_FROM_USER,
    ASKED_FROM_HOST,
    ASKED_FROM_TAG,
    ASKED_TO_TAG,
    ASKED_CALL_ID,
    ASKED_CSEQ,
    ASKED_MAX_FORWARDS,
    ASKED_CONTACT_USER,
    ASKED_CONTACT_HOST,
    ASKED_CONTACT_PORT,
    ASKED_REALM,
    ASKED_NONCE,
    ASKED_RESPONSE,
    ASKED_KEYS,
};

enum kind { ABSENT, TEXT, NUMBER };

// A value: text where it stands in the parser's own memory, a number, or nothing (all zero). Text of no length is a flag.
struct fact {
    const char *start;
    // The length of text, or the number.
    size_t length;
    enum kind kind;
};

static inline struct fact text(const char *start, size_t length) {
    return (struct fact){.start = start, .length = length, .kind = TEXT};
}

static inline struct fact number(size_t number) {
    return (struct fact){.length = number, .kind = NUMBER};
}

static inline struct fact string(const char *value) {
    return value == NULL ? (struct fact){.kind = ABSENT} : text(value, strlen(value));
}

// A quoted string without its quotes.
static inline struct fact unquoted(const char *value) {
    struct fact fact = string(value);
    if (fact.length >= 2 && value[0] == '"' && value[fact.length - 1] == '"') {
        return text(value + 1, fact.length - 2);
    }
    return fact;
}

#endif
