/** The clocks of incidents as they are in force at a place. */
import type { Tx } from '../../../kernel/context/server.ts';
import { ok, type Result } from '../../../kernel/result/index.ts';
import { limits } from '../stays/limits.ts';
import type { Limits } from './rules.ts';

export async function incidentLimits(tx: Tx, division: string): Promise<Result<Limits, 'PARAM_MISSING'>> {
  const set = await limits(tx, division, [
    'CARE-INC-FAMILY',
    'CARE-INC-SEARCH',
    'CARE-INC-SERIOUS',
    'CARE-INC-COUNTY-S2',
    'CARE-INC-PHONE-S3',
    'CARE-INC-PHONE-S4',
    'CARE-INC-WRITTEN',
    'CARE-INC-REVIEW-S2',
    'CARE-INC-REVIEW-S3',
  ]);
  if (!set.ok) return set;
  const v = set.value;
  return ok({
    familyMinutes: v['CARE-INC-FAMILY'],
    searchMinutes: v['CARE-INC-SEARCH'],
    seriousMinutes: v['CARE-INC-SERIOUS'],
    countyHours: v['CARE-INC-COUNTY-S2'],
    phoneHours: v['CARE-INC-PHONE-S3'],
    gravePhoneHours: v['CARE-INC-PHONE-S4'],
    writtenHours: v['CARE-INC-WRITTEN'],
    reviewDays: v['CARE-INC-REVIEW-S2'],
    seriousReviewDays: v['CARE-INC-REVIEW-S3'],
  });
}
