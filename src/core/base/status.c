#include "status.h"

/* Without a default, the compiler warns of a code that has no message. */
const char *audit_message(audit_code code)
{
    switch (code) {
    case AUDIT_OK:
        return "Success";
    case AUDIT_BAD_COUNT:
        return "Count is negative, not whole or too large";
    case AUDIT_BAD_GROUP:
        return "Group is missing or out of range";
    case AUDIT_BAD_INTERVAL:
        return "Interval stops before it starts";
    case AUDIT_OVERLAP:
        return "Interval starts before the one before it stops";
    case AUDIT_BAD_TIME:
        return "Time is negative, infinite, too short or too long";
    case AUDIT_EVENTS_IN_NO_TIME:
        return "Events in no time";
    case AUDIT_BAD_DISPERSION:
        return "Dispersion is below 1 or not finite";
    case AUDIT_BAD_NULL:
        return "Null value is out of range";
    case AUDIT_BAD_PATIENT:
        return "Patient is missing or out of range";
    case AUDIT_BAD_DAY:
        return "Day is missing or out of range";
    case AUDIT_NOT_SORTED:
        return "Records are not in order of patient and day";
    case AUDIT_TOO_MANY:
        return "More elements than can be counted";
    case AUDIT_NO_ROOT:
        return "An equation has no solution within its bounds";
    case AUDIT_NO_FIT:
        return "The model has no finite estimate, or more than one";
    case AUDIT_N_CODES:
        break;
    }
    return "Unknown status";
}
