/** Granting, and the state that was told of last: who draws, how much, until when the year's life check is due. */
import { sql } from '../../../database/sql.ts';
import { addMonths, monthOf, plusMonths } from '../../../kernel/calendar/index.ts';
import type { Tx } from '../../../kernel/context/server.ts';
import { emit } from '../../../kernel/event/server.ts';
import { grantEntitlement, reviseEntitlement } from '../../../kernel/payment/server.ts';
import type { BreakdownLine } from '../../../kernel/policy/index.ts';
import { parametersOf } from '../../../kernel/policy/server.ts';
import { fail, ok, type Result } from '../../../kernel/result/index.ts';
import type { DivisionCode, Fen, PlainDate, YearMonth } from '../../../kernel/schema/index.ts';
import { bandIn, bands, lineOf, PROGRAMME, stepsOf } from './rules.ts';

const YEAR = 12;
/** The life check of the year after a day on which somebody was seen. */
export const checkAfter = (seenOn: PlainDate): PlainDate => addMonths(seenOn, YEAR);

/** 提前认证的不吃亏：下一次从原来的期限起算；迟了的从见到本人那天起算。 */
export const nextCheck = (of: { seenOn: PlainDate; checkDueOn: PlainDate }): PlainDate =>
  checkAfter([of.seenOn, of.checkDueOn].sort().at(-1)!);

export interface NewAward {
  readonly personId: string;
  readonly birthDate: PlainDate;
  readonly division: DivisionCode;
  readonly fromMonth: YearMonth;
  readonly decisionId: string | null;
  readonly caseId: string | null;
  readonly checkDueOn: PlainDate;
  readonly reason: 'granted' | 'moved';
}

/** From the first month on, each later band or standard as a version of its own; told to whoever weighs allowances against each other. */
export async function grantAllowance(tx: Tx, award: NewAward): Promise<Result<{ amountFen: Fen }>> {
  const { personId, birthDate, division, fromMonth, decisionId, caseId } = award;
  const parameters = await parametersOf(tx);
  const until = [plusMonths(monthOf(tx.today), 1), fromMonth].sort().at(-1)!;
  const steps = stepsOf({ birthDate, division }, parameters, { from: fromMonth, to: until });
  if (!steps.ok) return steps;
  const [first, ...later] = steps.value;
  const granted = await grantEntitlement(tx, {
    programme: PROGRAMME,
    exclusiveGroups: [PROGRAMME],
    householdId: null,
    personId: personId as never,
    division,
    memberIds: [personId as never],
    fromMonth,
    amountFen: first!.amountFen,
    breakdown: breakdownOf(birthDate, first!),
    decisionId,
    parameterIds: parameterOf(parameters, { birthDate, division }, fromMonth),
  });
  if (!granted.ok) return granted.code === 'ALREADY_ENTITLED' ? fail('ALLOWANCE_DRAWN', { name: '该老人' }) : granted;
  for (const step of later) {
    const revised = await reviseEntitlement(tx, {
      id: granted.value.id,
      fromMonth: step.month,
      amountFen: step.amountFen,
      breakdown: breakdownOf(birthDate, step),
      decisionId: null,
      parameterIds: parameterOf(parameters, { birthDate, division }, step.month),
      reason: '年龄档次、标准变化',
    });
    if (!revised.ok) return revised;
  }
  const amountFen = steps.value.at(-1)!.amountFen;
  await tx.run(sql`insert into old_age_award (entitlement_id, person_id, division, amount_fen, from_month, case_id, check_due_on, changed_at)
    values (${granted.value.id}, ${personId}, ${division}, ${amountFen}, ${fromMonth}, ${caseId}, ${award.checkDueOn}, ${tx.now})`);
  await tellChanged(tx, { personId, division, from: fromMonth, to: null, amountFen, month: fromMonth, reason: award.reason });
  return ok({ amountFen: first!.amountFen });
}

const breakdownOf = (birthDate: PlainDate, step: { month: YearMonth; amountFen: Fen }): BreakdownLine[] => [
  lineOf(step.month, bandIn(birthDate, step.month)!, step.amountFen),
];

function parameterOf(
  parameters: Awaited<ReturnType<typeof parametersOf>>,
  of: { birthDate: PlainDate; division: DivisionCode },
  month: YearMonth,
): string[] {
  const found = parameters.on(bands[bandIn(of.birthDate, month)!], of.division, `${month}-01`);
  return found.ok ? [found.value.row.id] : [];
}

/** `elder.allowance.changed`, as the catalogue says. */
export const tellChanged = (
  tx: Tx,
  change: {
    personId: string;
    division: DivisionCode;
    from: YearMonth;
    to: YearMonth | null;
    amountFen: Fen;
    month: YearMonth;
    reason: string;
  },
): Promise<unknown> => {
  const { division, ...told } = change;
  return emit(tx, {
    type: 'elder.allowance.changed',
    subject: { kind: 'person', id: change.personId },
    division,
    payload: { ...told, programme: 'HAA', kind: 'age' },
  });
};
