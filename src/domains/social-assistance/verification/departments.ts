/**
 * Simulated departments of the demonstration city, one for every source of others. What they say of unprepared persons agrees with most
 * declarations: rarely somebody has something that a family may have left out. A way of a source that is no interface is not simulated by
 * itself: its file or letter is answered by hand.
 */
import { ageOn } from '../../../kernel/calendar/index.ts';
import type { Context } from '../../../kernel/context/server.ts';
import {
  type AnswerItemInput,
  type ConnectorQuery,
  defineConnectors,
  type SimulatedDepartment,
  simulatedConnector,
} from '../../../kernel/exchange/server.ts';
import { residentIdFacts } from '../../../kernel/schema/index.ts';
import { ownRecords } from './own.ts';
import { allSources, sourceList, type VerificationSource } from './sources.ts';

/** One in fifty, and one in two hundred, has something. */
const RARE = 0.02;
const RARER = 0.005;

type Behaviour = Pick<SimulatedDepartment, 'usual' | 'contradictory'>;
/** Whoever falls below the chance has it; `share`: where in that range, in [0, 1). */
const rarely =
  (limit: number, item: (share: number) => AnswerItemInput) =>
  (_: ConnectorQuery, chance: number): AnswerItemInput[] =>
    chance < limit ? [item(chance / limit)] : [];
const nothing: Behaviour = { usual: () => [] };

const SCHOOL_AGES = { from: 6, to: 17 };
const inSchool = (query: ConnectorQuery): AnswerItemInput[] => {
  const age = ageOn(residentIdFacts(query.idNumber).birthDate, query.asOf);
  return age >= SCHOOL_AGES.from && age <= SCHOOL_AGES.to ? [{ kind: 'enrolment', text: '中小学在籍' }] : [];
};

const behaviours: Readonly<Partial<Record<VerificationSource, Behaviour>>> = {
  'civil-registration': {
    usual: () => [{ kind: 'registered', text: '户籍在册，状态正常' }],
    contradictory: (query, items) => [...items, { kind: 'death', text: '户籍已因死亡注销', date: query.asOf }],
  },
  tax: {
    usual: rarely(RARE, (share) => ({
      kind: 'wage',
      text: '工资薪金所得',
      amountFen: 120_000 + Math.round(share * 2_000) * 100,
    })),
    // The register of one office and of another do not agree: twice the pay, and more than anybody declares.
    contradictory: (_, items) => [
      ...items.filter((item) => item.kind !== 'wage'),
      {
        kind: 'wage',
        text: '工资薪金所得',
        amountFen: 200_000 + 2 * (items.find((item) => item.kind === 'wage')?.amountFen ?? 0),
      },
    ],
  },
  'real-estate': {
    usual: rarely(RARE, (share) => ({ kind: 'house', text: '城镇住宅', quantity: String(60 + Math.floor(share * 60)) })),
    contradictory: (_, items) => [...items, { kind: 'house', text: '登记簿与档案不一致的住宅', quantity: '88' }],
  },
  vehicles: {
    usual: rarely(RARER, (share) => ({
      kind: 'car',
      text: '小型轿车',
      recordNo: `鄂L${String(10_000 + Math.floor(share * 80_000))}`,
      amountFen: 3_000_000 + Math.floor(share * 50_000) * 100,
    })),
  },
  'bank-deposits': {
    usual: rarely(RARER, (share) => ({
      kind: 'deposit',
      text: '定期存款',
      amountFen: 1_000_000 + Math.floor(share * 40_000) * 100,
    })),
  },
  education: { usual: inSchool },
};

const department = (source: VerificationSource): SimulatedDepartment => {
  const { zh, owner } = sourceList[source];
  return { source, zh, owner, ...(behaviours[source] ?? nothing) };
};

/** Our own records are no simulation; another province answers by letter only. */
const simulated = allSources.filter((source) => source !== 'civil-affairs' && source !== 'cooperation');

/** The connectors of the demonstration. */
export const simulatedDepartments = (context: Context) =>
  defineConnectors(
    [ownRecords(context), ...simulated.map((source) => simulatedConnector(context, department(source)))].map(
      // The same limit as for letters and files: a source tells what is its own.
      (connector) => ({ ...connector, tells: sourceList[connector.source as VerificationSource].tells }),
    ),
  );

/** Sources whose behaviour the demonstration can change. */
export const changeableSources: readonly VerificationSource[] = simulated;
