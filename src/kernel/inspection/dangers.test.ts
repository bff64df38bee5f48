/** X9 and the limits of hidden dangers. */
import fs from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { makeCalendar } from '../calendar/index.ts';
import { loadHolidays } from '../calendar/server.ts';
import { dangerDue, graver, isAtLeast, isRebound, mostExtension, onTimeRate, overdueStep, reviewBy } from './dangers.ts';
