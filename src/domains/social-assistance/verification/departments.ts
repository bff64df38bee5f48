/** Three simulated departments of the demonstration city: 户籍和婚姻登记, 税务, 不动产登记. What they say of unprepared persons agrees with most declarations. */
import type { Context } from '../../../kernel/context/server.ts';
import { defineConnectors, type SimulatedDepartment, simulatedConnector } from '../../../kernel/exchange/server.ts';
import { verificationSources } from './states.ts';

/** One in fifty has something that a family may have left out. */
const RARE = 0.02;

const departments: SimulatedDepartment[] = [
  {
    source: 'civil-registration',
    ...verificationSources['civil-registration'],
    usual: () => [{ kind: 'registered', text: '户籍在册，状态正常' }],
    contradictory: (query, items) => [...items, { kind: 'death', text: '户籍已因死亡注销', date: query.asOf }],
  },
  {
    source: 'tax',
    ...verificationSources.tax,
    usual: (_, chance) =>
      chance < RARE
        ? [{ kind: 'wage', text: '工资薪金所得', amountFen: 120_000 + Math.round((chance / RARE) * 2_000) * 100 }]
        : [],
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
  {
    source: 'real-estate',
    ...verificationSources['real-estate'],
    usual: (_, chance) =>
      chance < RARE ? [{ kind: 'house', text: '城镇住宅', quantity: String(60 + Math.floor((chance / RARE) * 60)) }] : [],
    contradictory: (_, items) => [...items, { kind: 'house', text: '登记簿与档案不一致的住宅', quantity: '88' }],
  },
];

/** The connectors of the demonstration. */
export const simulatedDepartments = (context: Context) =>
  defineConnectors(departments.map((department) => simulatedConnector(context, department)));
