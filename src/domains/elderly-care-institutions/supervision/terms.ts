/** 监督: who does what. */
import type { Performer } from '../../../kernel/access/index.ts';

export const creditHands: readonly Performer[] = ['county-leader', 'city-leader'];
export const creditLeaders: readonly Performer[] = ['county-leader'];
/** The city's office for ratings, and whoever signs for its committee. */
export const assessors: readonly Performer[] = ['city-clerk'];
export const committee: readonly Performer[] = ['city-leader'];
export const readers: readonly Performer[] = ['county-clerk', 'county-leader', 'city-clerk', 'city-leader', 'auditor'];
