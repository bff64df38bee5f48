/** 外省来函: names that server and workbench share. */
import type { AnswerItem } from '../../../kernel/exchange/index.ts';
import type { PlainDate } from '../../../kernel/schema/index.ts';
import type { Light } from '../../../kernel/service/index.ts';
import { allSources, type VerificationSource } from '../verification/sources.ts';

export const INBOUND_PURPOSE = '协助外省核对机构核对居民家庭经济状况';

export const inboundStates = { received: '待查询', querying: '查询中', answered: '已复函', returned: '已退回' } as const;
export type InboundState = keyof typeof inboundStates;
export const inboundChannels = { letter: '信函', interface: '接口' } as const;
export type InboundChannel = keyof typeof inboundChannels;

/** What we can be asked for: what we know ourselves, not what a third province knows. */
export const inboundSources: readonly VerificationSource[] = allSources.filter((source) => source !== 'cooperation');

export interface InboundLine {
  readonly name: string;
  readonly source: VerificationSource;
  /** Null: had not answered when the reply was written. */
  readonly items: readonly AnswerItem[] | null;
  readonly asOf: PlainDate | null;
}

export interface InboundResult {
  readonly lines: readonly InboundLine[];
  /** Asked for, and not queried here: owners. */
  readonly notAsked: readonly string[];
  /** Why it was answered before everybody had answered; of a returned request, why it was returned. */
  readonly reason: string | null;
}

/** One row of the register. */
export interface InboundRow {
  readonly id: string;
  readonly no: string;
  readonly origin: string;
  readonly theirCaseNo: string;
  readonly channelZh: string;
  readonly state: InboundState;
  readonly stateZh: string;
  readonly receivedOn: PlainDate;
  readonly dueOn: PlainDate;
  readonly light: Light;
  readonly persons: number;
  readonly assignedName: string | null;
  readonly closedAt: string | null;
  readonly documentId: string | null;
}

/** How far the queries are; of nobody in particular. */
export interface InboundProgress {
  readonly answered: number;
  readonly asked: number;
  readonly waitingFor: readonly string[];
}

export interface InboundView extends InboundRow, InboundProgress {
  readonly people: readonly {
    readonly name: string;
    readonly idNumber: string;
    readonly guardian: string | null;
    readonly consentFile: string | null;
    readonly validTo: PlainDate | null;
    /** Whether an inquiry about the person has a basis today. */
    readonly consented: boolean;
  }[];
  readonly sources: readonly VerificationSource[];
  readonly letterFile: string | null;
  readonly mine: boolean;
  readonly result: InboundResult | null;
}
