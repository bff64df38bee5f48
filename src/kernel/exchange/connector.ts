/** The adapter to another department: a simulator in the demonstration, an interface, file or letter in production. */
import type { PlainDate } from '../schema/index.ts';
import type { AnswerInput, Source } from './index.ts';

/** What a connector is told. Each call carries who asks, for which case and why. */
export interface ConnectorQuery {
  readonly queryId: string;
  readonly idNumber: string;
  readonly name: string;
  readonly asOf: PlainDate;
  readonly caseId: string;
  readonly purpose: string;
  readonly requestedBy: string;
}

export interface Connector {
  readonly source: Source;
  /** What it supplies, in Chinese: 个人所得税和经营所得. */
  readonly zh: string;
  /** The department that answers. */
  readonly owner: string;
  /** Kinds of records that it may tell, each with its name: what else it says is not taken. Left out where the asker limits nothing. */
  readonly tells?: Readonly<Record<string, string>>;
  /** Rejects when the department does not answer; what it answers is checked by the caller. */
  query(query: ConnectorQuery, signal: AbortSignal): Promise<AnswerInput>;
}

/** The connectors of a platform, by source. Two of one source are a bug. */
export function defineConnectors(connectors: readonly Connector[]): readonly Connector[] {
  if (new Set(connectors.map((c) => c.source)).size !== connectors.length) throw new Error('two connectors for one source');
  return connectors;
}
