/** Why somebody looks at a value in clear: one of a few purposes, and of work on a case, which one (platform rules 5.6). Stated before, kept with the look. */
import { z } from 'zod';
import type { Tx } from '../context/server.ts';
import { fail, ok, type Result } from '../result/index.ts';
import { choice, type FormField, Uuid } from '../schema/index.ts';
import type { PersonId } from './index.ts';

export const purposes = {
  case: '办理一件办件',
  contact: '联系本人或家人',
  identity: '当面核对身份',
  clue: '核实线索、走访',
  other: '其他',
} as const;
export type Purpose = keyof typeof purposes;

/** What is sent with a look. A resident who looks at what is his own states nothing. */
export const StatedPurpose = z.strictObject({
  for: choice(purposes).optional(),
  caseId: Uuid.optional(),
  purpose: z.string().trim().max(200).default(''),
});
export type StatedPurpose = z.infer<typeof StatedPurpose>;

export interface OpenCase {
  readonly id: string;
  /** 低保申请 4212…00012（待初审）. */
  readonly zh: string;
}

type FindCases = (tx: Tx, personIds: readonly PersonId[]) => Promise<readonly OpenCase[]>;
let findCases: FindCases = async () => [];

/** Says which open cases some persons are part of, as far as the actor may know of them. Called once at start, by whoever keeps the cases. */
export function defineOpenCases(find: FindCases): void {
  findCases = find;
}

/** The form that is asked before a look at values of these persons. Without an open case nobody works on one. */
export async function purposeFields(tx: Tx, personIds: readonly PersonId[]): Promise<FormField[]> {
  const cases = await findCases(tx, personIds);
  const offered = Object.entries(purposes).filter(([purpose]) => purpose !== 'case' || cases.length > 0);
  const words = { type: 'text', required: false, min: 2, max: 200 } as const;
  return [
    {
      name: 'for',
      type: 'choice',
      label: '为什么需要',
      required: true,
      choices: offered.map(([value, label]) => ({ value, label })),
    },
    ...(cases.length > 0
      ? [
          {
            name: 'caseId',
            type: 'choice',
            label: '哪一件',
            required: true,
            choices: cases.map(({ id, zh }) => ({ value: id, label: zh })),
            showIf: { field: 'for', in: ['case'] },
          } as const,
        ]
      : []),
    {
      ...words,
      name: 'purpose',
      label: '事由',
      required: true,
      help: '例如：电话通知补交材料',
      showIf: { field: 'for', in: offered.map(([purpose]) => purpose).filter((purpose) => purpose !== 'case') },
    },
  ];
}

export interface Stated {
  readonly purpose: string;
  readonly caseId: string | null;
}

/** The purpose in words, as it is put on record. Of work on a case: an open one of these persons, which the actor may know of. */
export async function statePurpose(
  tx: Tx,
  personIds: readonly PersonId[],
  given: StatedPurpose,
): Promise<Result<Stated, 'PURPOSE_REQUIRED' | 'PURPOSE_CASE'>> {
  if (tx.actor.kind === 'resident') return ok({ purpose: given.purpose, caseId: null });
  if (!given.for) return fail('PURPOSE_REQUIRED');
  if (given.for === 'case') {
    const kase = (await findCases(tx, personIds)).find(({ id }) => id === given.caseId);
    return kase
      ? ok({ purpose: `${purposes.case}：${kase.zh}`, caseId: kase.id })
      : fail('PURPOSE_CASE', {}, [{ path: 'caseId', message: '请选择正在办理的办件' }]);
  }
  if (given.purpose.length < 2) return fail('PURPOSE_REQUIRED', {}, [{ path: 'purpose', message: '请写明事由' }]);
  return ok({ purpose: given.for === 'other' ? given.purpose : `${purposes[given.for]}：${given.purpose}`, caseId: null });
}
