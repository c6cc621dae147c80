/* turnbull_newton.h - the most likely masses, by Newton's method */
#ifndef MSAUDIT_TURNBULL_NEWTON_H
#define MSAUDIT_TURNBULL_NEWTON_H

#include "turnbull_mass.h"

/*
 * Moves the masses to the most likely ones by Newton's method on the intervals
 * with mass, which come and go; while they are more than `most` by the slower steps
 * of turnbull_mass.h. hessian has most^2 elements, step and back `most`. Gives how
 * far it came: the distance that is left.
 */
double audit_polish_masses(audit_masses *q, size_t most);

/*
 * One step of it, of which there are so many at most; whether another may come
 * nearer. *off is the distance before it.
 */
enum { AUDIT_MOST_POLISHES = 5000 };
int audit_polish_step(audit_masses *q, size_t most, double *off);

#endif
