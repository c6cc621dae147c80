/* lesion_activity.h - whether scans showed lesions, of a kind and of either */
#ifndef MSAUDIT_LESION_ACTIVITY_H
#define MSAUDIT_LESION_ACTIVITY_H

/* What scans tell of lesions of a kind, in R's order. */
typedef enum {
    AUDIT_NOT_TOLD,      /* there is no scan that tells */
    AUDIT_OPEN,          /* by bounds that leave open whether there were any */
    AUDIT_WITHOUT,
    AUDIT_WITH
} audit_activity;

/* So many scans that tell, with at least and at most so many lesions. */
audit_activity audit_activity_of(double scans, double least, double most);

/* Which of the kinds scans were asked for at all. */
typedef struct {
    int t2, gd;
} audit_asked;

/*
 * Whether there were T2 or gd lesions, or combined ones given as such. It is known
 * where each kind that was asked for is, or the combined count: what one kind
 * showed does not decide whether the other counts. Else AUDIT_NOT_TOLD, also
 * where lesions of one kind were seen; and AUDIT_OPEN where none were and bounds
 * of some scans would allow for them.
 */
audit_activity audit_any_activity(audit_activity t2, audit_activity gd,
                                  audit_activity given, audit_asked asked);

#endif
