/* Ranges, places and codes of any numbers, against one number at a time */
#include "fuzz.h"

#include "curves/day_grid.h"

enum { MOST = 32 };

/* Days mostly; at times any bits, or a number near where doubles lose halves. */
static double number(const uint8_t *byte)
{
    double x;

    memcpy(&x, byte, sizeof x);
    if (byte[0] & 1)
        return (int8_t) byte[1];
    return byte[0] & 2 ? ldexp((int16_t) (byte[1] | byte[2] << 8), byte[3] % 64 - 2)
         : byte[0] & 4 ? copysign(0x1p51, x) + (int8_t) byte[1] / 2.0 : x;
}

static int is_whole(double x)
{
    return fabs(x) <= 0x1p53 && floor(x) == x;
}

static void check_codes(const double *x, size_t n, double low, double high)
{
    int place[MOST], rank[256], code[MOST];
    audit_status status = audit_whole_places(x, n, low, high, place);

    for (size_t i = 0; i < (status.code == AUDIT_OK ? n : status.at); i++)
        MUST(low + place[i] == x[i]);
    MUST(status.code == AUDIT_OK || !(x[status.at] >= low) ||
         x[status.at] > high || !is_whole(x[status.at]));
    if (audit_whole_codes(x, n, low, high, rank, code).code != AUDIT_OK)
        return;
    for (size_t i = 0; i < n; i++)
        for (size_t j = 0; j < n; j++)
            MUST((x[i] < x[j]) == (code[i] < code[j]));
    if (audit_codes_of_rising(x, n, place))
        for (size_t i = 0; i < n; i++)
            MUST(place[i] == code[i]);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    size_t n = size / 8 < MOST ? size / 8 : MOST;
    double x[MOST] = {0}, least = 0, most = -1, low, high;
    int all = 1;

    for (size_t i = 0; i < n; i++) {
        x[i] = number(data + 8 * i);
        all = all && is_whole(x[i]);
        least = i == 0 || x[i] < least ? x[i] : least;
        most = i == 0 || x[i] > most ? x[i] : most;
    }
    MUST(audit_whole_range(x, n, &low, &high) == all);
    if (all)
        MUST(low == least && high == most);
    if (all && n > 0 && high - low < 256)
        check_codes(x, n, low, high);
    check_codes(x, n, -100, 100);
    return 0;
}
