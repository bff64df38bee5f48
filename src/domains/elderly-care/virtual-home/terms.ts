/** 虚拟养老院 (4.18, EL-30): the words, and who does what. */
import { cityOffice, countyOffice, fieldOffice, type Performer } from '../../../kernel/access/index.ts';
import { managers } from '../workers/hands.ts';

export const memberStates = {
  applied: { zh: '等服务商答复', tone: 'now' },
  joined: { zh: '已入网', tone: 'good' },
  refused: { zh: '没有接收', tone: 'plain' },
  withdrawn: { zh: '不办了', tone: 'plain' },
  left: { zh: '已退网', tone: 'plain' },
} as const;
export type MemberState = keyof typeof memberStates;

export const callOutcomes = { well: '都好', need: '有事要办', 'no-answer': '没有人接' } as const;
export type CallOutcome = keyof typeof callOutcomes;

/** The body that serves: answers, plans, calls, places orders, writes down what was paid. */
export const hosts = managers;
/** Who applies for an elder without a telephone. */
export const vhAskers = ['village-worker', 'township-clerk'] as const satisfies readonly Performer[];
export const vhReaders: readonly Performer[] = [...hosts, ...fieldOffice, ...countyOffice, ...cityOffice, 'auditor'];
