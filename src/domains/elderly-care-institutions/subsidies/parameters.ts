/** Standards of the operating subsidy, and how they are read. */
import type { Tx } from '../../../kernel/context/server.ts';
import { wholeParameters } from '../../../kernel/policy/server.ts';
import { ok, type Result } from '../../../kernel/result/index.ts';
import type { DivisionCode, PlainDate } from '../../../kernel/schema/index.ts';
import type { DoubtNorms } from './doubts.ts';
import type { RunNorms } from './rules.ts';

export const subsidyParameters = {
  'CARE-RUN-LOW': '养老机构运营补贴：能力0、1级每人',
  'CARE-RUN-TWO': '养老机构运营补贴：能力2级每人',
  'CARE-RUN-THREE': '养老机构运营补贴：能力3级每人',
  'CARE-RUN-FOUR': '养老机构运营补贴：能力4级每人',
  'CARE-RUN-STAR-0': '运营补贴：没有等级的按百分之几',
  'CARE-RUN-STAR-1': '运营补贴：一级、二级按百分之几',
  'CARE-RUN-STAR-3': '运营补贴：三级按百分之几',
  'CARE-RUN-STAR-4': '运营补贴：四级按百分之几',
  'CARE-RUN-STAR-5': '运营补贴：五级按百分之几',
  'CARE-RUN-CREDIT-A': '运营补贴：信用A类按百分之几',
  'CARE-RUN-CREDIT-B': '运营补贴：信用B类按百分之几',
  'CARE-RUN-CREDIT-C': '运营补贴：信用C类按百分之几',
  'CARE-RUN-CREDIT-D': '运营补贴：信用D类按百分之几',
  'CARE-RUN-DAYS': '运营补贴：一个月在床几天才计入',
  'CARE-RUN-RAISED': '运营补贴疑点：几位老人一起调高等级',
  'CARE-RUN-RAISED-DAYS': '运营补贴疑点：几天里调高算一起',
  'CARE-RUN-SWAP-DAYS': '运营补贴疑点：几天里在两家之间搬来搬去',
  'CARE-RUN-SWAPPED': '运营补贴疑点：两家各转去、转来几位算对调',
  'CARE-RUN-TRACED': '运营补贴疑点：在床人天有记录的不到百分之几',
  'CARE-RUN-CHECK': '运营补贴：几个工作日内县核',
  'CARE-RUN-NOTICE': '运营补贴：公示几日',
  'CARE-RUN-PAY': '运营补贴：批准以后几个工作日内拨付',
} as const;
/** Those of the month that is counted. */
export async function runNorms(
  tx: Tx,
  division: DivisionCode,
  day: PlainDate,
): Promise<Result<RunNorms & { days: number; doubt: DoubtNorms }, 'PARAM_MISSING'>> {
  const found = await wholeParameters(
    tx,
    [
      'CARE-RUN-LOW',
      'CARE-RUN-TWO',
      'CARE-RUN-THREE',
      'CARE-RUN-FOUR',
      'CARE-RUN-STAR-0',
      'CARE-RUN-STAR-1',
      'CARE-RUN-STAR-3',
      'CARE-RUN-STAR-4',
      'CARE-RUN-STAR-5',
      'CARE-RUN-CREDIT-A',
      'CARE-RUN-CREDIT-B',
      'CARE-RUN-CREDIT-C',
      'CARE-RUN-CREDIT-D',
      'CARE-RUN-DAYS',
      'CARE-RUN-RAISED',
      'CARE-RUN-RAISED-DAYS',
      'CARE-RUN-SWAP-DAYS',
      'CARE-RUN-SWAPPED',
      'CARE-RUN-TRACED',
    ],
    division,
    day,
  );
  if (!found.ok) return found;
  const p = found.value;
  return ok({
    rateFen: { low: p['CARE-RUN-LOW'], two: p['CARE-RUN-TWO'], three: p['CARE-RUN-THREE'], four: p['CARE-RUN-FOUR'] },
    star: [
      p['CARE-RUN-STAR-0'],
      p['CARE-RUN-STAR-1'],
      p['CARE-RUN-STAR-1'],
      p['CARE-RUN-STAR-3'],
      p['CARE-RUN-STAR-4'],
      p['CARE-RUN-STAR-5'],
    ],
    credit: { A: p['CARE-RUN-CREDIT-A'], B: p['CARE-RUN-CREDIT-B'], C: p['CARE-RUN-CREDIT-C'], D: p['CARE-RUN-CREDIT-D'] },
    days: p['CARE-RUN-DAYS'],
    doubt: {
      persons: p['CARE-RUN-RAISED'],
      withinDays: p['CARE-RUN-RAISED-DAYS'],
      swapDays: p['CARE-RUN-SWAP-DAYS'],
      swapped: p['CARE-RUN-SWAPPED'],
      traced: p['CARE-RUN-TRACED'],
    },
  });
}
