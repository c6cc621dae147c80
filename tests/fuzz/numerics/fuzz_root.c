/* audit_root() of a cubic between any ends */
#include "fuzz.h"

#include "numerics/root.h"

static double cubic(double x, const void *context)
{
    const double *c = context;
    return ((x + c[0]) * x + c[1]) * x + c[2];
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    double x[5] = {0}, root;

    if (size >= sizeof x)
        memcpy(x, data, sizeof x);
    audit_status status = audit_root(cubic, x, x[3], x[4], &root);
    if (status.code == AUDIT_OK) {
        double low = fmin(x[3], x[4]), high = fmax(x[3], x[4]);
        MUST(root >= low && root <= high);
    }
    return 0;
}
