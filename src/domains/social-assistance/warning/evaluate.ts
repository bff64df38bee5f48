/** From what was heard to warnings: the rules that a signal concerns, judged on how the household stands, each finding taken in as a clue. */
import { monthAfter, monthOf } from '../../../kernel/calendar/index.ts';
import { type Finding, reportClue } from '../../../kernel/clue/server.ts';
import type { Tx } from '../../../kernel/context/server.ts';
import { emit } from '../../../kernel/event/server.ts';
import { type Clause, type ParameterReader, parametersOf, withParameters } from '../../../kernel/policy/server.ts';
import type { Result } from '../../../kernel/result/index.ts';
import type { Fen, PlainDate } from '../../../kernel/schema/index.ts';
import { HARDSHIP } from './kind.ts';
import { directionOf, type WarningRule } from './names.ts';
import * as rules from './rules.ts';
import type { Signal } from './signals.ts';
import { lastRefusal, type Situation } from './standing.ts';

interface Judged {
  readonly rule: WarningRule;
  readonly occasion: string;
  readonly clauses: readonly Clause[];
  readonly hold?: Finding['hold'];
  readonly red?: true;
}

type Judge = (given: {
  signal: Signal;
  situation: Situation;
  read: ParameterReader;
  asOf: PlainDate;
  refusedOn: PlainDate | null;
}) => readonly Judged[];

const text = (value: unknown): string => String(value ?? '');
const textOrNull = (value: unknown): string | null => (typeof value === 'string' ? value : null);
const fen = (value: unknown): Fen => Number(value ?? 0);
const certificate = ({ payload }: Signal): rules.Certificate => ({
  change: text(payload.change),
  category: text(payload.category),
  level: Number(payload.level ?? 4),
});

const jobEnded: Judge = ({ signal, situation, read, asOf, refusedOn }) => [
  {
    rule: 'IN-3',
    occasion: signal.asOf,
    clauses: rules.jobLost({ endedOn: signal.asOf }, situation.standing, read, asOf),
  },
  ...(refusedOn
    ? [
        {
          rule: 'IN-7' as const,
          occasion: signal.asOf,
          clauses: rules.refusedThenWorse({ refusedOn, incomeEndedOn: signal.asOf }, read),
        },
      ]
    : []),
];

const lost = (signal: Signal, situation: Situation): Judged => ({
  rule: 'IN-4',
  occasion: signal.asOf,
  clauses: rules.breadwinnerLost({ on: signal.asOf, left: situation.others }, situation.standing),
});

const judges: Readonly<Record<string, Judge>> = {
  'medical.expense.alerted': ({ signal, situation, read }) => {
    const facts = { selfPaid12mFen: fen(signal.payload.selfPaid12mFen) };
    return [
      { rule: 'IN-1', occasion: signal.asOf, clauses: rules.medicalExpense(facts, situation.standing, read) },
      { rule: 'IN-6', occasion: signal.asOf, clauses: rules.edgeIllness(facts, situation.standing, read) },
    ];
  },
  'disability.certificate.changed': ({ signal, situation }) => [
    { rule: 'IN-2', occasion: signal.asOf, clauses: rules.newCertificate(certificate(signal), situation.standing) },
    { rule: 'IN-6', occasion: signal.asOf, clauses: rules.edgeCertificate(certificate(signal), situation.standing) },
  ],
  'employment.insurance.ended': jobEnded,
  'poverty.monitor.listed': ({ signal, situation }) => [
    { rule: 'IN-5', occasion: signal.asOf, clauses: rules.povertyListed({ listedOn: signal.asOf }, situation.standing) },
  ],
  'school.hardship.reported': ({ signal }) => [
    { rule: 'IN-8', occasion: signal.asOf, clauses: rules.schoolReport({ reportedOn: signal.asOf }) },
  ],
  'veteran.hardship.opened': ({ signal }) => [
    { rule: 'IN-9', occasion: text(signal.payload.caseId), clauses: rules.veteranReport({ reportedOn: signal.asOf }) },
  ],
  'person.died': ({ signal, situation }) => [
    {
      rule: 'OUT-1',
      occasion: signal.asOf,
      clauses: rules.paidPersonDied({ diedOn: signal.asOf, confirmed: true }, situation.standing),
      // 款项由发放自己管：报告死亡即暂停，核实后终止，家里还有人的先发没有争议的部分
      red: true,
    },
    lost(signal, situation),
  ],
  'person.death.reported': ({ signal, situation }) => [
    {
      rule: 'OUT-1',
      occasion: signal.asOf,
      clauses: rules.paidPersonDied({ diedOn: signal.asOf, confirmed: false }, situation.standing),
      red: true,
    },
  ],
  'custody.started': ({ signal, situation }) => [
    {
      rule: 'OUT-2',
      occasion: signal.asOf,
      clauses: rules.paidPersonInCustody({ kind: text(signal.payload.kind), startedOn: signal.asOf }, situation.standing),
      hold: { personId: situation.personId, fromMonth: monthAfter(signal.asOf) },
    },
    lost(signal, situation),
  ],
  'employment.insured': ({ signal, situation, read }) => [
    {
      rule: 'OUT-3',
      // 一个人一个月开始的工作是一份，不管比对和部门各自说的是哪一天；一家两个人的是两份
      occasion: `${monthOf(signal.asOf)}:${situation.personId}`,
      clauses: rules.wageReachesStandard(
        {
          wageBaseFen: fen(signal.payload.wageBaseFen),
          insuredFrom: signal.asOf,
          isAdditional: signal.payload.additional === true,
        },
        situation.standing,
        read,
      ),
    },
  ],
  'asset.registered': ({ signal, situation, read }) => [
    {
      rule: 'OUT-4',
      occasion: [signal.asOf, signal.payload.kind, signal.payload.record].filter(Boolean).join(':'),
      clauses: rules.newAsset(
        {
          kind: text(signal.payload.kind),
          valueFen: signal.payload.valueFen === null ? null : fen(signal.payload.valueFen),
          owned: Number(signal.payload.owned ?? 1),
          ownedSqm: textOrNull(signal.payload.ownedSqm),
          areaSqm: textOrNull(signal.payload.areaSqm),
          employees: signal.payload.employees === undefined ? null : Number(signal.payload.employees),
        },
        situation.standing,
        read,
      ),
    },
  ],
  'deposit.checked': ({ signal, situation, read }) => [
    {
      rule: 'OUT-5',
      occasion: signal.asOf,
      clauses: rules.depositsAbove({ householdFen: fen(signal.payload.householdFen) }, situation.standing, read),
    },
  ],
  'person.moved': ({ signal, situation }) => [
    {
      rule: 'OUT-9',
      occasion: signal.asOf,
      clauses: rules.movedAway(
        {
          fromDivision: text(signal.payload.fromDivision),
          toDivision: text(signal.payload.toDivision),
          movedOn: signal.asOf,
        },
        situation.standing,
      ),
    },
  ],
};

/** The kinds of events that a rule looks at. */
export const judged = Object.keys(judges);

/** Takes a finding in and tells of it. True when it is new. */
export async function raise(
  tx: Tx,
  found: Judged & { situation: Pick<Situation, 'householdId' | 'personId' | 'division'>; source: Finding['source'] },
): Promise<boolean> {
  const { rule, situation } = found;
  const direction = directionOf(rule);
  const taken = await reportClue(tx, {
    kind: HARDSHIP,
    rule,
    occasion: found.occasion,
    source: found.source,
    direction,
    division: situation.division,
    personId: situation.personId,
    householdId: situation.householdId,
    content: { clauses: found.clauses },
    ...(found.hold ? { hold: found.hold } : {}),
    ...(found.red ? { red: true } : {}),
  });
  if (!taken.ok) throw new Error(`warning ${rule}: ${taken.code}`);
  if (taken.value.repeated) return false;
  await emit(tx, {
    type: 'assistance.warning.raised',
    subject: { kind: 'warning', id: taken.value.clueId },
    division: situation.division,
    payload: {
      warningId: taken.value.clueId,
      rule,
      direction,
      householdId: situation.householdId,
      dueAt: taken.value.verifyBy,
    },
  });
  return true;
}

/** Runs rules with the standards of a place and day; a standard that is missing is said aloud, never read as zero. */
export async function withStandards<T>(
  tx: Tx,
  division: string,
  date: PlainDate,
  rule: (read: ParameterReader) => T,
): Promise<Result<T, 'PARAM_MISSING'>> {
  return withParameters({ parameters: await parametersOf(tx), division, date }, rule);
}

/** Every rule that a signal concerns, as the household stands today. Returns how many warnings are new. */
export async function evaluate(tx: Tx, signal: Signal, situation: Situation, source: Finding['source']): Promise<number> {
  const judge = judges[signal.kind];
  if (!judge) return 0;
  const refusedOn = signal.kind === 'employment.insurance.ended' ? await lastRefusal(tx, situation.personId) : null;
  const result = await withStandards(tx, situation.division, tx.today, (read) =>
    judge({ signal, situation, read, asOf: tx.today, refusedOn }),
  );
  if (!result.ok) throw new Error(`warning of ${signal.kind}: ${JSON.stringify(result.params)}`);
  let raised = 0;
  for (const found of result.value)
    if (rules.fires(found.clauses) && (await raise(tx, { ...found, situation, source }))) raised++;
  return raised;
}
