/* event_spells.h - periods cut at the events in them, as spells at risk */
#ifndef MSAUDIT_EVENT_SPELLS_H
#define MSAUDIT_EVENT_SPELLS_H

#include "periods/cells.h"

/* Spells as of spells.h, of the cells that audit_cells() made; none has length
   0, and each cell is a patient of its own in a period. */
typedef struct {
    int *cell;
    double *start, *stop, *events;
} audit_event_spells;

/*
 * Cuts each range (start, stop] at the days of those of n records, in order of
 * patient and day, whose counts[i] is not 0. Time is days since the first day
 * of the cell, that of its first range, so that a gap between two ranges takes
 * its time though nobody is at risk in it. With first_only a cell ends at its
 * first event. Gives the number of spells: at most the ranges and the records
 * that fall into them, which is the room that there must be.
 */
size_t audit_cut_at_events(const int *patient, const int *day,
                           const int *counts, size_t n,
                           const audit_times *times, const int *cell,
                           int first_only, const audit_event_spells *spells);

#endif
