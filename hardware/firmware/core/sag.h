/* Tells when the supply is too low, without claiming more of it than a measurement against a bandgap can. */
#ifndef STEP_SAG_H
#define STEP_SAG_H

void sag_init(void);

/* A tenth of a second has passed. */
void sag_tenth(void);

#endif
