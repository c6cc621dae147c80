#include "lesion_activity.h"

audit_activity audit_activity_of(double scans, double least, double most)
{
    if (least > 0)
        return AUDIT_WITH;
    if (!(scans > 0))
        return AUDIT_NOT_TOLD;
    return most == 0 ? AUDIT_WITHOUT : AUDIT_OPEN;
}

static int is_known(audit_activity is)
{
    return is == AUDIT_WITHOUT || is == AUDIT_WITH;
}

audit_activity audit_any_activity(audit_activity t2, audit_activity gd,
                                  audit_activity given, audit_asked asked)
{
    int by_kinds = (asked.t2 || asked.gd) && (is_known(t2) || !asked.t2) &&
                   (is_known(gd) || !asked.gd);

    if (!by_kinds && !is_known(given))
        return AUDIT_NOT_TOLD;
    if (t2 == AUDIT_WITH || gd == AUDIT_WITH || given == AUDIT_WITH)
        return AUDIT_WITH;
    if (t2 == AUDIT_OPEN || gd == AUDIT_OPEN || given == AUDIT_OPEN)
        return AUDIT_OPEN;
    return AUDIT_WITHOUT;
}
