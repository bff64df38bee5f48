/** What an application says of supporters outside the household: 特困 has a list of its own, everybody else the one of the family. */
import type { Case } from '../../../kernel/service/server.ts';
import type { AssistanceApplication } from '../family/application.ts';
import type { TekunApplication } from '../tekun/application.ts';
import type { SupportRelation } from './terms.ts';

export interface StatedSupporter {
  readonly name: string;
  readonly relation: SupportRelation;
  readonly idNumber?: string | undefined;
  readonly phone?: string | undefined;
}

/** In the order of the form: a supporter is pointed at by the row. A review has facts without names. */
export function statedSupporters(kase: Pick<Case, 'flow' | 'form'>): readonly StatedSupporter[] {
  return kase.flow === 'tekun'
    ? ((kase.form as Partial<TekunApplication>).tekun?.supporters ?? [])
    : ((kase.form as Partial<AssistanceApplication>).obligors ?? []);
}
