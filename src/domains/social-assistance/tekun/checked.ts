/**
 * 法定义务人的核对结果 (43号第八条): what a check by his or her own consent found takes the place of what was said of an obligor, before the township
 * verifies him or her. Whether the assets are low, and whether somebody can act, stays for the survey. Pure.
 */
import type { SupporterResult } from '../supporters/store.ts';
import type { SupporterFacts } from './facts.ts';

/** One obligor outside the household whose check has a result. */
export interface CheckedSupporter {
  readonly name: string;
  readonly relation: string;
  readonly result: Pick<SupporterResult, 'answers' | 'found'>;
}

const INCOME_SOURCES = ['tax', 'social-insurance', 'housing-fund', 'cooperation'];
const SEVERE = 2;
const THREE = 3;

function disabilityOf(result: CheckedSupporter['result']): SupporterFacts['disability'] {
  const certificates = result.answers.flatMap((a) => a.items ?? []).filter((item) => item.kind === 'certificate');
  const level = (item: (typeof certificates)[number]) => Number(item.quantity ?? Number.NaN);
  if (certificates.some((item) => level(item) <= SEVERE)) return 'severe';
  return certificates.some((item) => level(item) === THREE && /智力|精神/.test(item.text)) ? 'mental-three' : null;
}

function statusOf(result: CheckedSupporter['result']): SupporterFacts['status'] {
  const kinds = new Set(result.answers.flatMap((a) => (a.items ?? []).map((item) => item.kind)));
  return kinds.has('imprisoned') ? 'imprisoned' : kinds.has('declared-missing') ? 'declared-missing' : null;
}

/** Less than what was said proves nothing: a source knows only its own. */
function incomeOf(stated: SupporterFacts['monthlyIncomeFen'], { answers, found }: CheckedSupporter['result']): number | null {
  const isKnown = answers.some((a) => INCOME_SOURCES.includes(a.source) && a.items !== null);
  return isKnown ? Math.max(stated ?? 0, found.monthlyIncomeFen) : stated;
}

/** The obligors with what was found of them; who has died owes nothing any more. */
export function withChecks(stated: readonly SupporterFacts[], checks: readonly CheckedSupporter[]): SupporterFacts[] {
  return stated.flatMap((supporter) => {
    const check = checks.find((c) => c.name === supporter.name && c.relation === supporter.relation);
    if (!check) return [supporter];
    const { result } = check;
    if (result.found.diedOn) return [];
    return [
      {
        ...supporter,
        category: result.found.category === 'none' ? supporter.category : result.found.category,
        monthlyIncomeFen: incomeOf(supporter.monthlyIncomeFen, result),
        disability: disabilityOf(result) ?? supporter.disability,
        status: statusOf(result) ?? supporter.status,
      },
    ];
  });
}
